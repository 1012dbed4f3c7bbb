/**
 * Loads the native libraries of compression formats, for the rooms that compress and decompress.
 */
@NullMarked
package io.feedloom.codec;

import org.jspecify.annotations.NullMarked;

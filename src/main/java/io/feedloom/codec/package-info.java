/** Loads the native libraries of compressions, for the rooms that compress and decompress. */
@NullMarked
package io.feedloom.codec;

import org.jspecify.annotations.NullMarked;

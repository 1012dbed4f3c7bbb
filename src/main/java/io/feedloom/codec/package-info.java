/** Loads the native libraries of compressions, for the rooms that pack and unpack. */
@NullMarked
package io.feedloom.codec;

import org.jspecify.annotations.NullMarked;

/** Reads single fields of feeds and entries from their elements; begin with ElementFields. */
@NullMarked
package io.feedloom.parse.field;

import org.jspecify.annotations.NullMarked;

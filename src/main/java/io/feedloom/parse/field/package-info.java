/**
 * Reads single fields of feeds and entries from their elements. Begin reading with ElementFields.
 */
@NullMarked
package io.feedloom.parse.field;

import org.jspecify.annotations.NullMarked;

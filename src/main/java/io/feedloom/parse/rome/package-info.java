/** Passes one item at a time to Rome, and converts the result. Begin with {@code Rome}. */
@NullMarked
package io.feedloom.parse.rome;

import org.jspecify.annotations.NullMarked;

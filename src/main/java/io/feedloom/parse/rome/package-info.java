/** Gives Rome one item at a time and takes over what it read; begin with Rome. */
@NullMarked
package io.feedloom.parse.rome;

import org.jspecify.annotations.NullMarked;

/** Knows which parts of the program work, and runs the background loops. */
@NullMarked
package io.feedloom.health;

import org.jspecify.annotations.NullMarked;

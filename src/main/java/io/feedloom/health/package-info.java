/** What of the program works now, and the background loops that report it. */
@NullMarked
package io.feedloom.health;

import org.jspecify.annotations.NullMarked;

/** Real publishers on loopback, well-behaved or not. */
@NullMarked
package io.feedloom.farm;

import org.jspecify.annotations.NullMarked;

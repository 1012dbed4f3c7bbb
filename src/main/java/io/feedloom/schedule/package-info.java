/** Decides when a feed is polled next, from what was observed. Pure: it never reads a clock. */
@NullMarked
package io.feedloom.schedule;

import org.jspecify.annotations.NullMarked;

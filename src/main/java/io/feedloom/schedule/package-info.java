/**
 * Decides when a feed is polled next, from observations. Has no side effects and never reads a
 * clock.
 */
@NullMarked
package io.feedloom.schedule;

import org.jspecify.annotations.NullMarked;

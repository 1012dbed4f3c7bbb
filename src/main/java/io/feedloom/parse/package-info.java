/**
 * Turns a publisher's bytes into a feed, its items and the problems found. Uses no clock, no
 * network and no SQL.
 */
@NullMarked
package io.feedloom.parse;

import org.jspecify.annotations.NullMarked;

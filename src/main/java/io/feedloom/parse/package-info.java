/**
 * Turns a publisher's bytes into a feed, its items and the problems found. No clock, no network, no
 * SQL.
 */
@NullMarked
package io.feedloom.parse;

import org.jspecify.annotations.NullMarked;

/**
 * All SQL. Applies one update of one feed, all of it or nothing, and says what arrived. Decides
 * nothing about feeds.
 */
@NullMarked
package io.feedloom.store;

import org.jspecify.annotations.NullMarked;

/**
 * The store contains all SQL. It writes one update of one feed and returns its arrivals. It decides
 * nothing about feeds. Begin with {@link io.feedloom.store.Store}.
 */
@NullMarked
package io.feedloom.store;

import org.jspecify.annotations.NullMarked;

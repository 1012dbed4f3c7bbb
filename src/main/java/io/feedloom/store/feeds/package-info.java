/** Subscriptions, the states of feeds, leases and holds. */
@NullMarked
package io.feedloom.store.feeds;

import org.jspecify.annotations.NullMarked;

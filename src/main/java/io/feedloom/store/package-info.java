/**
 * The store: holds all SQL, applies one update of one feed and returns what arrived. Decides
 * nothing about feeds. Begin with {@link io.feedloom.store.Store}.
 */
@NullMarked
package io.feedloom.store;

import org.jspecify.annotations.NullMarked;

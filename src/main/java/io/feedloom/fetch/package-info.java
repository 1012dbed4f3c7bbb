/**
 * Makes one request and returns one {@link io.feedloom.feed.Fetched}. Never throws for a
 * misbehaving publisher.
 */
@NullMarked
package io.feedloom.fetch;

import org.jspecify.annotations.NullMarked;

/**
 * Reads {@code feeds.yml} and what it includes into immutable settings, and reports all of its
 * faults at once. Touches neither network nor store.
 */
@NullMarked
package io.feedloom.config;

import org.jspecify.annotations.NullMarked;

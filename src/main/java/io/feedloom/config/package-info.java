/**
 * Reads {@code feeds.yml} and the files that it includes into immutable settings, and reports all
 * faults at once. Uses neither network nor store.
 */
@NullMarked
package io.feedloom.config;

import org.jspecify.annotations.NullMarked;

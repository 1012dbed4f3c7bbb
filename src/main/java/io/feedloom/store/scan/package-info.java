/** Reads the entries of merged feeds and of single feeds, and counts entries by category. */
@NullMarked
package io.feedloom.store.scan;

import org.jspecify.annotations.NullMarked;

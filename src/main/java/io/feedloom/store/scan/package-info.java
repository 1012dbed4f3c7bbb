/** Reads the entries of merged feeds, of single feeds, and counts them by category. */
@NullMarked
package io.feedloom.store.scan;

import org.jspecify.annotations.NullMarked;

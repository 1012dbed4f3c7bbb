/** Finds the entries of pages and data files that are no feeds. */
@NullMarked
package io.feedloom.parse.page;

import org.jspecify.annotations.NullMarked;

/** Reads dates in every form that feeds are seen to use; begin with FeedDate. */
@NullMarked
package io.feedloom.parse.date;

import org.jspecify.annotations.NullMarked;

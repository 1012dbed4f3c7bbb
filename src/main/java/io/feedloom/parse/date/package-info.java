/** Reads dates in every form that feeds use. Begin reading with FeedDate. */
@NullMarked
package io.feedloom.parse.date;

import org.jspecify.annotations.NullMarked;

/** Converts HTML to plain text, for every room that shows, searches or tests text. */
@NullMarked
package io.feedloom.feed.text;

import org.jspecify.annotations.NullMarked;

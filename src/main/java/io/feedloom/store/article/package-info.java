/** The entries whose pages are to be fetched, and the writing of their full texts. */
@NullMarked
package io.feedloom.store.article;

import org.jspecify.annotations.NullMarked;

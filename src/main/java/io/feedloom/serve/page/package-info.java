/** The pages for people: makes the views, and writes them by the templates. */
@NullMarked
package io.feedloom.serve.page;

import org.jspecify.annotations.NullMarked;

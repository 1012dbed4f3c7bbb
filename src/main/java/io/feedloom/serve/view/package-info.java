/** What the templates of the pages show, and the style sheet and script that pages load. */
@NullMarked
package io.feedloom.serve.view;

import org.jspecify.annotations.NullMarked;

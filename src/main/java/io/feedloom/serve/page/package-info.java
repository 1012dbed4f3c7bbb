/** The pages for people: what each shows, the templates' views, and the style sheet and script. */
@NullMarked
package io.feedloom.serve.page;

import org.jspecify.annotations.NullMarked;

/** Makes the HTML of publishers safe. Begin reading with Html. */
@NullMarked
package io.feedloom.parse.html;

import org.jspecify.annotations.NullMarked;

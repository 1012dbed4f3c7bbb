/** Makes the HTML of publishers safe; begin with Html. */
@NullMarked
package io.feedloom.parse.html;

import org.jspecify.annotations.NullMarked;

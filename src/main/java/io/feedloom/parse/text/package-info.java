/** Cleans texts and resolves addresses. Knows no document. */
@NullMarked
package io.feedloom.parse.text;

import org.jspecify.annotations.NullMarked;

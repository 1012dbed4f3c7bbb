/** Cleans texts and resolves addresses. Independent of documents. */
@NullMarked
package io.feedloom.parse.text;

import org.jspecify.annotations.NullMarked;

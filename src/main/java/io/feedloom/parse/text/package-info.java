/** Handles characters, character references, plain text and addresses. Knows no document. */
@NullMarked
package io.feedloom.parse.text;

import org.jspecify.annotations.NullMarked;

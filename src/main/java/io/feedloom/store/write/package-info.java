/** Writes entries with all rows by which they are found, their stories and public ids. */
@NullMarked
package io.feedloom.store.write;

import org.jspecify.annotations.NullMarked;

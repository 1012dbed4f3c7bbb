/**
 * Writes entries, with the rows of all tables that list them, their stories and their public ids.
 */
@NullMarked
package io.feedloom.store.write;

import org.jspecify.annotations.NullMarked;

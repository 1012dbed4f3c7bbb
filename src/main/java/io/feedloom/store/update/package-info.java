/** Writes the results of polls. */
@NullMarked
package io.feedloom.store.update;

import org.jspecify.annotations.NullMarked;

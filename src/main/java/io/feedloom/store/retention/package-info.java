/** Deletes what is kept no longer. */
@NullMarked
package io.feedloom.store.retention;

import org.jspecify.annotations.NullMarked;

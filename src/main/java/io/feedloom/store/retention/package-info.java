/** Deletes old entries, withdrawals and feeds. */
@NullMarked
package io.feedloom.store.retention;

import org.jspecify.annotations.NullMarked;

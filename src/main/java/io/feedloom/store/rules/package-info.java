/** Applies changed rules to stored entries. */
@NullMarked
package io.feedloom.store.rules;

import org.jspecify.annotations.NullMarked;

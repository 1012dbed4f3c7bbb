/** The records that the store returns and the exceptions that it throws. */
@NullMarked
package io.feedloom.store.api;

import org.jspecify.annotations.NullMarked;

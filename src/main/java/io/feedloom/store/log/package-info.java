/** The log of arrivals, in which every process finds the entries that others wrote. */
@NullMarked
package io.feedloom.store.log;

import org.jspecify.annotations.NullMarked;

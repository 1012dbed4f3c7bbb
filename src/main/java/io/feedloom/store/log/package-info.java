/** The log of arrivals, in which every process sees what others wrote. */
@NullMarked
package io.feedloom.store.log;

import org.jspecify.annotations.NullMarked;

/** The text index: reads the log of arrivals and answers searches. */
@NullMarked
package io.feedloom.store.text;

import org.jspecify.annotations.NullMarked;

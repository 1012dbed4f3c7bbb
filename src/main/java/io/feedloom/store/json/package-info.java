/** Entries, states and arrivals as JSON in the database. Formats only grow. */
@NullMarked
package io.feedloom.store.json;

import org.jspecify.annotations.NullMarked;

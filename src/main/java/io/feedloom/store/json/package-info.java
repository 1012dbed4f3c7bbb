/**
 * Entries, states and arrivals as JSON in the database. New versions may only add to the formats.
 */
@NullMarked
package io.feedloom.store.json;

import org.jspecify.annotations.NullMarked;

/**
 * Splits text into words, and finds the traits by which stories are recognized. Uses no database.
 */
@NullMarked
package io.feedloom.store.analysis;

import org.jspecify.annotations.NullMarked;

/**
 * Splits text into words, and finds the traits by which stories are recognized. Knows no database.
 */
@NullMarked
package io.feedloom.store.analysis;

import org.jspecify.annotations.NullMarked;

/**
 * Finds the article in a page: its text, title, authors and date. No clock, no network, no rules
 * for single sites.
 */
@NullMarked
package io.feedloom.extract;

import org.jspecify.annotations.NullMarked;

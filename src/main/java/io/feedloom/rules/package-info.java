/** Applies the admin's rules to one entry. Pure: no store, no clock. */
@NullMarked
package io.feedloom.rules;

import org.jspecify.annotations.NullMarked;

/** Finds incidents, decides about their course, and announces them. */
@NullMarked
package io.feedloom.push.alert;

import org.jspecify.annotations.NullMarked;

/**
 * The vocabulary: the records and sealed types that every room shares. Imports nothing but {@code
 * java.*} and the annotations of JSpecify.
 */
@NullMarked
package io.feedloom.feed;

import org.jspecify.annotations.NullMarked;

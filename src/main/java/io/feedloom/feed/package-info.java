/**
 * The vocabulary: the records and sealed types that every room shares. Imports nothing but {@code
 * java.*}.
 */
@NullMarked
package io.feedloom.feed;

import org.jspecify.annotations.NullMarked;

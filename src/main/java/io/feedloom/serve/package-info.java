/**
 * The HTTP server and its routes. Never fetches. The sub-packages use each other in one direction:
 * {@code page} uses {@code view} and {@code merged}; {@code events} uses {@code merged}; {@code
 * merged} uses {@code access}; all of them use {@code http}.
 */
@NullMarked
package io.feedloom.serve;

import org.jspecify.annotations.NullMarked;

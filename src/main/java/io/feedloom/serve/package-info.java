/**
 * The HTTP server and its routes. Never fetches. The sub-packages use each other in one direction:
 * {@code page} and {@code events} use {@code merged}, which uses {@code access}, which uses {@code
 * http}.
 */
@NullMarked
package io.feedloom.serve;

import org.jspecify.annotations.NullMarked;

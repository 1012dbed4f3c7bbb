/**
 * The loop: takes what is due and runs fetch, parse, decide, store. Starts the threads that poll.
 */
@NullMarked
package io.feedloom.refresh;

import org.jspecify.annotations.NullMarked;

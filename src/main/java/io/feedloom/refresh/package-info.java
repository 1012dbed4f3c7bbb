/**
 * The loop: takes what is due and runs fetch, parse, decide, store. The only room that starts
 * threads.
 */
@NullMarked
package io.feedloom.refresh;

import org.jspecify.annotations.NullMarked;

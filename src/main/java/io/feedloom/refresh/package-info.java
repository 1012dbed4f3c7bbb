/** Takes due feeds and runs fetch, parse, decide and store. Starts the threads that poll. */
@NullMarked
package io.feedloom.refresh;

import org.jspecify.annotations.NullMarked;

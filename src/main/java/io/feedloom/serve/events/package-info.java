/** The event stream: sends arrivals to listeners as they happen. */
@NullMarked
package io.feedloom.serve.events;

import org.jspecify.annotations.NullMarked;

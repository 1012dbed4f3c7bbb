/**
 * Exchanges messages about new entries with other servers, so that nobody has to wait for the next
 * poll. It sends and receives; other rooms parse, store and render.
 */
@NullMarked
package io.feedloom.push;

import org.jspecify.annotations.NullMarked;

/**
 * The subscriptions at WebSub hubs, the subscriptions of our own hub, and what is still to be sent.
 */
@NullMarked
package io.feedloom.store.push;

import org.jspecify.annotations.NullMarked;

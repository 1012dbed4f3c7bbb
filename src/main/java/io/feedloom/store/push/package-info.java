/**
 * The subscriptions at WebSub hubs, the subscriptions of our own hub, what is still to be sent to
 * webhooks, and incidents.
 */
@NullMarked
package io.feedloom.store.push;

import org.jspecify.annotations.NullMarked;

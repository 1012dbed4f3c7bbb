/** The subscriptions of the WebSub hub, and how far each subscriber has received its topic. */
@NullMarked
package io.feedloom.store.push;

import org.jspecify.annotations.NullMarked;

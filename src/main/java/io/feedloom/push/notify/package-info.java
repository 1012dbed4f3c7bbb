/**
 * Webhooks: messages about new entries, and notices, to the addresses of {@code notify} in
 * feeds.yml. They follow Standard Webhooks 1.0.
 */
@NullMarked
package io.feedloom.push.notify;

import org.jspecify.annotations.NullMarked;

/**
 * Subscribes to feeds at WebSub hubs (W3C Recommendation of 23 January 2018), and takes what they
 * deliver.
 */
@NullMarked
package io.feedloom.push.subscriber;

import org.jspecify.annotations.NullMarked;

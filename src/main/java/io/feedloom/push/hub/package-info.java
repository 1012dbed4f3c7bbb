/**
 * The WebSub hub (W3C Recommendation of 23 January 2018): confirms subscriptions with their
 * callbacks, and delivers the news of each topic.
 */
@NullMarked
package io.feedloom.push.hub;

import org.jspecify.annotations.NullMarked;

package io.feedloom.store.api;

import io.feedloom.feed.TopicSubscription;

/** A change of the stored subscriptions at hubs. */
public sealed interface TopicChange {
  /** Adds a subscription, or replaces the one with the same path. */
  record Put(TopicSubscription subscription) implements TopicChange {}

  /** Removes a subscription. */
  record Remove(String path) implements TopicChange {}
}

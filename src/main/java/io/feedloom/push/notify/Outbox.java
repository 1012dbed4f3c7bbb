package io.feedloom.push.notify;

/** Sends notices of the program itself to webhooks. */
public interface Outbox {
  /**
   * Queues a notice. When this returns true, it is durable and will be sent, after what was queued
   * before it. It is retried over a day.
   *
   * @param webhook its name in feeds.yml
   * @return false if there is no such webhook, or it is off because it answered that it is gone
   * @throws io.feedloom.store.api.StoreException if it could not be stored
   */
  boolean enqueue(String webhook, Notice notice);

  /**
   * Tries once to send a notice, without the store and out of order. For notices about a store that
   * does not work. Blocks for at most some seconds.
   *
   * @return whether the webhook accepted it
   */
  boolean sendUnstored(String webhook, Notice notice);
}

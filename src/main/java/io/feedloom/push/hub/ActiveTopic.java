package io.feedloom.push.hub;

import io.feedloom.store.api.HubTopic;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A topic that this process has leased, and its subscribers that are being served. */
final class ActiveTopic {
  private final HubTopic topic;
  private final Set<Long> served = ConcurrentHashMap.newKeySet();
  private volatile long news;
  private volatile Instant leasedUntil;

  ActiveTopic(HubTopic topic, long news, Instant leasedUntil) {
    this.topic = topic;
    this.news = news;
    this.leasedUntil = leasedUntil;
  }

  HubTopic topic() {
    return topic;
  }

  /** Returns the place after the last news that are known. */
  long news() {
    return news;
  }

  void notice(long place) {
    news = Math.max(news, place);
  }

  void leaseUntil(Instant end) {
    leasedUntil = end;
  }

  boolean isLeased(Instant now) {
    return now.isBefore(leasedUntil);
  }

  /** Returns false if the subscriber is being served already. */
  boolean begin(long subscriber) {
    return served.add(subscriber);
  }

  void end(long subscriber) {
    served.remove(subscriber);
  }

  boolean isIdle() {
    return served.isEmpty();
  }
}

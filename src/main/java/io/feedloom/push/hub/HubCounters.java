package io.feedloom.push.hub;

import java.util.concurrent.atomic.LongAdder;

/** Counts what the hub of this process did since its start. */
public final class HubCounters {
  private final LongAdder confirmed = new LongAdder();
  private final LongAdder refused = new LongAdder();
  private final LongAdder delivered = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private final LongAdder ended = new LongAdder();
  private final LongAdder rendered = new LongAdder();

  /** Counts a request that its callback confirmed. */
  void confirm() {
    confirmed.increment();
  }

  /** Counts a request that its callback did not confirm. */
  void refuse() {
    refused.increment();
  }

  void deliver() {
    delivered.increment();
  }

  void fail() {
    failed.increment();
  }

  /** Counts subscriptions that ended without a request. */
  void end(int count) {
    ended.add(count);
  }

  /** Counts a document that was rendered. */
  public void render() {
    rendered.increment();
  }

  /** Returns how many requests were confirmed by their callbacks. */
  public long confirmed() {
    return confirmed.sum();
  }

  /** Returns how many requests were not confirmed by their callbacks. */
  public long refused() {
    return refused.sum();
  }

  /** Returns how many documents subscribers accepted. */
  public long delivered() {
    return delivered.sum();
  }

  /** Returns how many deliveries failed. */
  public long failed() {
    return failed.sum();
  }

  /**
   * Returns how many subscriptions ended because their lease ended, their callback was gone or
   * their key is no longer valid.
   */
  public long ended() {
    return ended.sum();
  }

  /** Returns how many documents were rendered. */
  public long rendered() {
    return rendered.sum();
  }
}

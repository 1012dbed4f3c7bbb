package io.feedloom.push.subscriber;

import io.feedloom.feed.FeedInfo;
import io.feedloom.feed.Subscription;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What polls ask about a feed's subscription at a hub, and what they report. */
public interface PushWatch {
  /** Nothing is subscribed. */
  PushWatch NONE =
      new PushWatch() {
        @Override
        public boolean isProven(int feed, Subscription subscription, Instant now) {
          return false;
        }

        @Override
        public void polled(Report report) {}
      };

  /**
   * A poll whose result is stored.
   *
   * @param feed the number of the feed
   * @param info what the publisher says, if a document was read
   * @param address the address that was polled
   * @param fresh the ids of the entries that the poll brought first
   * @param before when the previous poll was
   */
  record Report(
      int feed,
      Subscription subscription,
      Optional<FeedInfo> info,
      URI address,
      List<Long> fresh,
      Optional<Instant> before,
      Instant at) {
    public Report {
      fresh = List.copyOf(fresh);
    }
  }

  /** Returns whether a hub has proved that it delivers all new entries of a feed. */
  boolean isProven(int feed, Subscription subscription, Instant now);

  /** Takes the report of a poll. */
  void polled(Report report);
}

package io.feedloom.push.subscriber;

import io.feedloom.feed.FeedId;
import io.feedloom.feed.PushedBody;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Reads deliveries and stores their entries, as a poll does. */
public interface DeliveryReader {
  /** What became of a delivery. */
  sealed interface Outcome {
    /**
     * Its entries are stored.
     *
     * @param fresh the ids of the entries that it brought first
     * @param all the ids of all its entries
     * @param date the date of the document
     */
    record Stored(List<Long> fresh, List<Long> all, Optional<Instant> date) implements Outcome {
      public Stored {
        fresh = List.copyOf(fresh);
        all = List.copyOf(all);
      }
    }

    /** The feed is being polled; try again soon. */
    record Busy() implements Outcome {}

    /** It is not a feed. */
    record Unreadable(String why) implements Outcome {}

    /** The feed is no longer in feeds.yml. */
    record Unwanted() implements Outcome {}
  }

  /**
   * Reads a delivery.
   *
   * @param newest the latest date of an earlier delivery
   */
  Outcome read(PushedBody body, Optional<Instant> newest);

  /** Polls a feed soon, because its hub no longer delivers. */
  void poll(FeedId feed);
}

package io.feedloom.push.hub;

import io.feedloom.feed.Arrival;
import io.feedloom.store.api.HubTopic;
import java.time.Instant;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;

/** Makes the documents that the hub delivers. All methods may be called by many threads. */
public interface TopicDocuments {
  /** Returns an object that is another one after the settings changed. */
  Object version();

  /** Returns whether the topic may be delivered: the hub is on, and its key is still valid. */
  boolean isOpen(HubTopic topic);

  /** Returns when a topic has news. */
  Watch watch(HubTopic topic);

  /**
   * Returns what comes after a place.
   *
   * @param base the address of this server for the subscriber
   * @param news the place after the last news that are known
   * @throws io.feedloom.store.api.StoreException if the entries cannot be read now
   */
  Next next(HubTopic topic, String base, long place, long news);

  /** When a topic has news. */
  sealed interface Watch {
    /** When one of these arrivals is in the log. Places are places in the log. */
    record Arrivals(Predicate<Arrival> test) implements Watch {}

    /** When a period ends. Places are such times. */
    record Periods(ToLongFunction<Instant> lastEnd) implements Watch {}

    /** Never: the merged feed does not exist now. */
    record Nothing() implements Watch {}
  }

  /** What comes after a place. */
  sealed interface Next {
    /** Returns the place after it. */
    long end();

    /**
     * A document with the entries that are new or changed since the place.
     *
     * @param link the {@code Link} field with the hub and the topic
     * @param entries how many entries it has
     */
    record Document(byte[] body, String contentType, String link, int entries, long end)
        implements Next {}

    /** Nothing for the subscribers of the topic. */
    record Nothing(long end) implements Next {}
  }
}

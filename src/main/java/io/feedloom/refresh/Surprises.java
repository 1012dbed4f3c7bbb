package io.feedloom.refresh;

import io.feedloom.feed.Due;
import io.feedloom.feed.FeedId;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records exceptions that nobody expected: each is counted, and logged with its stack trace once as
 * long as it repeats. Safe for use by many threads.
 */
final class Surprises {
  private static final Logger log = LoggerFactory.getLogger(Surprises.class);

  private static final int MOST_REMEMBERED = 10_000;
  private static final int MOST_WORDS = 300;

  private final LongAdder count = new LongAdder();
  private final Map<FeedId, String> ofFeeds = new ConcurrentHashMap<>();
  private volatile String ofLoop = "";

  /** Records one in the poll of a feed and returns it in words for the admin. */
  String inPoll(Due due, Throwable unexpected) {
    count.increment();
    var message = "a bug in Feedloom ended this poll: " + words(unexpected);
    if (ofFeeds.size() >= MOST_REMEMBERED) {
      ofFeeds.clear();
    }
    if (!message.equals(ofFeeds.put(due.id(), message))) {
      log.error("A bug in Feedloom ended the poll of {}", due.id(), unexpected);
    }
    return message;
  }

  /** Records one that ended a round of the loop. */
  void inLoop(Throwable unexpected) {
    count.increment();
    var message = words(unexpected);
    if (!message.equals(ofLoop)) {
      log.error("A bug in Feedloom hinders polling; it is tried again", unexpected);
    }
    ofLoop = message;
  }

  /** A round of the loop went well. */
  void loopRuns() {
    ofLoop = "";
  }

  long count() {
    return count.sum();
  }

  /** What hinders the loop now. */
  Optional<String> trouble() {
    var words = ofLoop;
    return words.isEmpty()
        ? Optional.empty()
        : Optional.of("a bug in Feedloom hinders polling: " + words);
  }

  private static String words(Throwable unexpected) {
    var place =
        Arrays.stream(unexpected.getStackTrace())
            .filter(frame -> frame.getClassName().startsWith("io.feedloom."))
            .findFirst()
            .map(frame -> " at " + frame)
            .orElse("");
    var words = unexpected + place;
    return words.length() > MOST_WORDS ? words.substring(0, MOST_WORDS) + "…" : words;
  }
}

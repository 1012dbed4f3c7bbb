package io.feedloom.serve.view;

import io.feedloom.feed.FeedStatus;
import io.feedloom.feed.PollState.Outcome;
import io.feedloom.feed.Polled;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/**
 * The condition of a feed. The first one that applies counts; those that an admin can act on come
 * first.
 */
public enum FeedHealth {
  GONE("The publisher says that the feed is gone. It is no longer polled."),
  FAILING("The last poll failed."),
  THROTTLED("The publisher asked to slow down."),
  NEW("It has not been polled yet."),
  SLOW("Half of its last answers took longer than 5 seconds."),
  SILENT("It answers, but nothing new has arrived for 60 days."),
  HEALTHY("It answers, and new entries arrive.");

  private static final Duration SLOW_ANSWER = Duration.ofSeconds(5);
  private static final Duration SILENCE = Duration.ofDays(60);

  /** The number of answers that are checked for their time. */
  private static final int RECENT = 5;

  private final String meaning;

  FeedHealth(String meaning) {
    this.meaning = meaning;
  }

  /**
   * Returns the condition of a feed.
   *
   * @param history its polls, the newest first
   */
  public static FeedHealth of(FeedStatus feed, List<Polled> history, Instant now) {
    return switch (feed.state().outcome()) {
      case GONE -> GONE;
      case FAILED -> FAILING;
      case THROTTLED -> THROTTLED;
      case NEW -> NEW;
      case FRESH, UNCHANGED -> answering(feed, history, now);
    };
  }

  private static FeedHealth answering(FeedStatus feed, List<Polled> history, Instant now) {
    var took =
        history.stream()
            .filter(p -> p.outcome() == Outcome.FRESH || p.outcome() == Outcome.UNCHANGED)
            .limit(RECENT)
            .map(Polled::duration)
            .sorted()
            .toList();
    if (!took.isEmpty() && took.get(took.size() / 2).compareTo(SLOW_ANSWER) > 0) {
      return SLOW;
    }
    boolean silent = feed.newest().map(n -> n.isBefore(now.minus(SILENCE))).orElse(true);
    return silent ? SILENT : HEALTHY;
  }

  /** Returns the word for it in addresses and on pages. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  public String meaning() {
    return meaning;
  }
}

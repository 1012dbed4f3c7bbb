package io.feedloom.serve.view;

import io.feedloom.feed.FeedStatus;
import io.feedloom.feed.PollState.Outcome;
import io.feedloom.feed.Polled;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** How a feed is, in one word: the first that is true, in the order of what an admin can do. */
public enum FeedHealth {
  GONE("The publisher says that it is gone; it is not polled any more."),
  FAILING("The last poll brought no feed."),
  THROTTLED("The publisher asked to slow down."),
  NEW("It was not polled yet."),
  SLOW("Half of its last answers took longer than 5 seconds."),
  SILENT("It answers, but nothing new came for 60 days."),
  HEALTHY("It answers, and says something now and then.");

  private static final Duration SLOW_ANSWER = Duration.ofSeconds(5);
  private static final Duration SILENCE = Duration.ofDays(60);

  /** Answers that are looked at. */
  private static final int RECENT = 5;

  private final String meaning;

  FeedHealth(String meaning) {
    this.meaning = meaning;
  }

  /**
   * @param history the newest first
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
            .map(Polled::took)
            .sorted()
            .toList();
    if (!took.isEmpty() && took.get(took.size() / 2).compareTo(SLOW_ANSWER) > 0) {
      return SLOW;
    }
    boolean silent = feed.newest().map(n -> n.isBefore(now.minus(SILENCE))).orElse(true);
    return silent ? SILENT : HEALTHY;
  }

  /** As it stands in addresses and on pages. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  public String meaning() {
    return meaning;
  }
}

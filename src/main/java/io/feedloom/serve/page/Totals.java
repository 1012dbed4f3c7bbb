package io.feedloom.serve.page;

import io.feedloom.feed.FeedId;
import io.feedloom.feed.FeedStatus;
import io.feedloom.feed.PollState.Outcome;
import io.feedloom.feed.Polled;
import io.feedloom.serve.view.StatusView.Figure;
import io.feedloom.serve.view.StatusView.Upcoming;
import io.feedloom.store.api.HubFigures;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Computes the figures for all feeds: the load and the size of the store.
 *
 * @param history by feed, the newest poll first
 * @param whole figures for all feeds; empty for readers who may not see all of them
 */
public record Totals(
    Collection<FeedStatus> feeds,
    Map<FeedId, List<Polled>> history,
    Optional<Whole> whole,
    Instant now) {
  /**
   * Figures that include the feeds that need a key.
   *
   * @param bytes the size of the store
   * @param underWay the number of polls under way
   * @param hub the size of the hub
   */
  public record Whole(long bytes, int underWay, HubFigures hub) {}

  /** A poll counts as overdue after this time. */
  private static final Duration PROMPT = Duration.ofSeconds(2);

  private static final int MINUTES = 60;

  /** The number of polls per feed that the store keeps. */
  private static final int MAX_POLLS = 50;

  List<Figure> all() {
    long entries = feeds.stream().mapToLong(FeedStatus::entries).sum();
    var figures = new ArrayList<Figure>();
    figures.add(new Figure("Feeds", number(feeds.size()), "named in feeds.yml"));
    figures.add(new Figure("Polls", polledInLastHour(), "in the last hour; " + late()));
    figures.add(new Figure("Entries", number(entries), history.isEmpty() ? "kept" : growth()));
    whole.ifPresent(
        all -> {
          figures.add(new Figure("Under way", number(all.underWay()), "polls now"));
          figures.add(
              new Figure("Store", Attachments.size(all.bytes()), perEntry(all.bytes(), entries)));
          if (all.hub().subscriptions() > 0) {
            figures.add(
                new Figure("Subscribers", number(all.hub().subscriptions()), hub(all.hub())));
          }
        });
    return figures;
  }

  private static String hub(HubFigures hub) {
    return "of %s; %s waiting for news, %s failing"
        .formatted(
            hub.topics() == 1 ? "1 topic" : number(hub.topics()) + " topics",
            number(hub.waiting()),
            number(hub.failing()));
  }

  /**
   * Returns the number of polls in the last hour. If the stored polls of a feed do not cover the
   * hour, the number is a lower bound.
   */
  private String polledInLastHour() {
    var begin = now.minus(Duration.ofHours(1));
    long polls = 0;
    boolean all = true;
    for (var remembered : history.values()) {
      long recent = remembered.stream().filter(poll -> poll.at().isAfter(begin)).count();
      all &= recent < MAX_POLLS;
      polls += recent;
    }
    return (all ? "" : "over ") + number(polls);
  }

  private String late() {
    var due = now.minus(PROMPT);
    var late = feeds.stream().flatMap(f -> next(f).stream()).filter(due::isAfter).toList();
    return late.isEmpty()
        ? "none is overdue"
        : "%d overdue, the longest for %s"
            .formatted(
                late.size(),
                span(Duration.between(late.stream().min(Instant::compareTo).get(), now)));
  }

  private static String span(Duration time) {
    return time.toMinutes() < 2 ? time.toSeconds() + "\u00a0s" : time.toMinutes() + "\u00a0min";
  }

  /**
   * Returns the arrivals per day according to the stored polls. Leaves out the oldest poll of each
   * feed, which may be the first one and so have brought all of its entries.
   */
  private double arrivingADay() {
    return history.values().stream().mapToDouble(this::arrivingADay).sum();
  }

  private double arrivingADay(List<Polled> polls) {
    if (polls.size() < 2) {
      return 0;
    }
    var oldest = polls.getLast().at();
    int arrived = polls.subList(0, polls.size() - 1).stream().mapToInt(Polled::arrived).sum();
    return arrived * 86_400.0 / Math.max(3_600, Duration.between(oldest, now).toSeconds());
  }

  private String growth() {
    return number(Math.round(arrivingADay())) + " new or changed a day";
  }

  private String perEntry(long bytes, long entries) {
    if (entries == 0 || history.isEmpty()) {
      return "on disk";
    }
    double each = (double) bytes / entries;
    return "grows by up to " + Attachments.size(Math.round(arrivingADay() * each)) + " a day";
  }

  private static String number(long number) {
    return String.format(Locale.ENGLISH, "%,d", number);
  }

  /** Returns the polls of the next hour. */
  Upcoming upcoming() {
    int[] minutes = new int[MINUTES];
    for (FeedStatus feed : feeds) {
      next(feed)
          .map(time -> Math.max(0, Duration.between(now, time).toMinutes()))
          .filter(minute -> minute < MINUTES)
          .ifPresent(minute -> minutes[minute.intValue()]++);
    }
    int most = Math.max(1, Arrays.stream(minutes).max().orElse(1));
    var path = new StringBuilder();
    for (int i = 0; i < MINUTES; i++) {
      if (minutes[i] > 0) {
        int length = Math.max(2, (int) Math.round(minutes[i] * 26.0 / most));
        path.append("M%d 27v-%d".formatted(4 * i + 2, length));
      }
    }
    int sum = Arrays.stream(minutes).sum();
    return new Upcoming(
        sum == 0
            ? "No feed is due within the hour"
            : "%s due within the hour, at most %s in one minute; the chart shows each feed once, at its next poll"
                .formatted(sum == 1 ? "1 feed is" : number(sum) + " feeds are", number(most)),
        path.toString());
  }

  /** Returns when the feed is polled next; empty if it is no longer polled. */
  static Optional<Instant> next(FeedStatus feed) {
    return Optional.of(feed.state())
        .filter(state -> state.outcome() != Outcome.GONE)
        .map(state -> state.nextPoll());
  }
}

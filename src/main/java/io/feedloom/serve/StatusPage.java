package io.feedloom.serve;

import io.feedloom.config.Fault;
import io.feedloom.feed.FeedId;
import io.feedloom.feed.FeedStatus;
import io.feedloom.feed.PollState.Outcome;
import io.feedloom.feed.Polled;
import io.feedloom.serve.StatusView.Admin;
import io.feedloom.serve.StatusView.Column;
import io.feedloom.serve.StatusView.FaultLine;
import io.feedloom.serve.StatusView.Figure;
import io.feedloom.serve.StatusView.Filter;
import io.feedloom.serve.StatusView.Row;
import io.feedloom.serve.StatusView.Upcoming;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The state of all feeds as a page shows it.
 *
 * @param history by feed, the newest poll first
 * @param whole what concerns all feeds; empty for readers who may not know of all
 */
record StatusPage(
    Asked asked,
    Admin admin,
    List<Fault> faults,
    Collection<FeedStatus> feeds,
    Map<FeedId, List<Polled>> history,
    Optional<Whole> whole,
    Instant now) {
  /**
   * What is known of all feeds together, those that need a key included.
   *
   * @param bytes that the store takes
   * @param underWay polls under way now
   */
  record Whole(long bytes, int underWay) {}

  /** So long after its time a poll is no delay. */
  private static final Duration PROMPT = Duration.ofSeconds(2);

  private static final int MOST_ROWS = 200;
  private static final int MOST_FAULTS = 50;
  private static final int MINUTES = 60;

  /** That the store remembers of a feed. */
  private static final int MOST_POLLS = 50;

  /** What the table can be sorted by, and whether it is so downwards at first. */
  enum Order {
    TITLE(false),
    STATE(false),
    LAST(true),
    NEXT(false),
    ENTRIES(true);

    private final boolean downwards;

    Order(boolean downwards) {
      this.downwards = downwards;
    }

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Order> named(@Nullable String word) {
      return Arrays.stream(values()).filter(order -> order.word().equals(word)).findAny();
    }
  }

  /**
   * What the address asks for. What it says wrong is as if it were not said: this page shows all.
   *
   * @param condition only feeds of it
   * @param words only feeds whose title, id or address has them
   * @param downwards whether the order is turned round
   * @param from the first row
   */
  record Asked(
      Optional<Condition> condition, String words, Order order, boolean downwards, int from) {
    static Asked of(
        @Nullable String state,
        @Nullable String words,
        @Nullable String sort,
        @Nullable String from) {
      var named = sort != null && sort.startsWith("-") ? sort.substring(1) : sort;
      var order = Order.named(named).orElse(Order.STATE);
      return new Asked(
          Arrays.stream(Condition.values()).filter(c -> c.word().equals(state)).findAny(),
          words == null ? "" : words.strip(),
          order,
          sort != null && sort.startsWith("-"),
          from != null && from.matches("[0-9]{1,6}") ? Integer.parseInt(from) : 0);
    }

    Asked with(Optional<Condition> other) {
      return new Asked(other, words, order, downwards, 0);
    }

    Asked from(int row) {
      return new Asked(condition, words, order, downwards, row);
    }

    /** The same by this order; by the same order again, the other way round. */
    Asked by(Order other) {
      return new Asked(condition, words, other, other == order ? !downwards : other.downwards, 0);
    }

    /** The same page, as a query with its question mark; empty where nothing is said. */
    String query() {
      var query = new ArrayList<String>();
      condition.ifPresent(c -> query.add("state=" + c.word()));
      if (!words.isEmpty()) {
        query.add("q=" + URLEncoder.encode(words, StandardCharsets.UTF_8));
      }
      if (order != Order.STATE || downwards) {
        query.add("sort=" + (downwards ? "-" : "") + order.word());
      }
      if (from > 0) {
        query.add("from=" + from);
      }
      return query.isEmpty() ? "" : "?" + String.join("&", query);
    }

    boolean takes(FeedStatus feed) {
      var wanted = words.toLowerCase(Locale.ROOT);
      return wanted.isEmpty()
          || (feed.display() + " " + feed.id() + " " + feed.url())
              .toLowerCase(Locale.ROOT)
              .contains(wanted);
    }
  }

  private record Judged(FeedStatus feed, Condition condition) {}

  StatusView view(@Nullable String notice) {
    var all =
        feeds.stream()
            .filter(asked::takes)
            .map(feed -> new Judged(feed, Condition.of(feed, polls(feed), now)))
            .toList();
    var shown =
        all.stream()
            .filter(j -> asked.condition().map(c -> c == j.condition()).orElse(true))
            .sorted(order())
            .toList();
    int from = Math.min(asked.from(), shown.size());
    int to = Math.min(from + MOST_ROWS, shown.size());
    return new StatusView(
        admin,
        notice,
        faults.stream().limit(MOST_FAULTS).map(this::faultLine).toList(),
        figures(),
        upcoming(),
        filters(all),
        asked.words(),
        asked.condition().map(Condition::word).orElse(""),
        Arrays.stream(Order.values()).map(this::column).toList(),
        shown.subList(from, to).stream().map(this::row).toList(),
        !history.isEmpty(),
        path(asked).replaceFirst("\\?.*", ""),
        asked.query(),
        to < shown.size() ? path(asked.from(to)) : null);
  }

  /** Browsers send the token to what lies below the address where they were asked for it. */
  private String path(Asked other) {
    return (admin == Admin.YES ? "/status/admin" : "/status") + other.query();
  }

  private List<Polled> polls(FeedStatus feed) {
    return history.getOrDefault(feed.id(), List.of());
  }

  private Comparator<Judged> order() {
    var byTitle =
        Comparator.comparing((Judged j) -> j.feed().display(), String.CASE_INSENSITIVE_ORDER);
    var order =
        switch (asked.order()) {
          case TITLE -> byTitle;
          case STATE -> Comparator.comparing(Judged::condition);
          case LAST ->
              Comparator.comparing((Judged j) -> j.feed().state().lastPoll().orElse(Instant.MIN));
          case NEXT -> Comparator.comparing((Judged j) -> next(j.feed()).orElse(Instant.MAX));
          case ENTRIES -> Comparator.comparingLong((Judged j) -> j.feed().entries());
        };
    return (asked.downwards() ? order.reversed() : order).thenComparing(byTitle);
  }

  private static Optional<Instant> next(FeedStatus feed) {
    return Optional.of(feed.state())
        .filter(state -> state.outcome() != Outcome.GONE)
        .map(state -> state.nextPoll());
  }

  private FaultLine faultLine(Fault fault) {
    var place = fault.line() == 0 ? fault.file() : fault.file() + ":" + fault.line();
    var line = admin == Admin.YES && !fault.excerpt().isEmpty() ? fault.excerpt() : null;
    return new FaultLine(
        place + (fault.line() == 0 ? "" : ":" + fault.column()), fault.message(), line);
  }

  private List<Figure> figures() {
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
        });
    return figures;
  }

  /**
   * Of each feed that its last polls reach back over; of one that they do not, at least so many.
   */
  private String polledInLastHour() {
    var begin = now.minus(Duration.ofHours(1));
    long polls = 0;
    boolean all = true;
    for (var remembered : history.values()) {
      long recent = remembered.stream().filter(poll -> poll.at().isAfter(begin)).count();
      all &= recent < MOST_POLLS;
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
   * From the polls that are remembered, without the oldest of each feed, which may be the one that
   * brought all that the feed had.
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

  private Upcoming upcoming() {
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
            : "%s due within the hour, at most %s in one minute; each feed is drawn once, at its next poll"
                .formatted(sum == 1 ? "1 feed is" : number(sum) + " feeds are", number(most)),
        path.toString());
  }

  private List<Filter> filters(List<Judged> all) {
    var counts = new EnumMap<Condition, Integer>(Condition.class);
    all.forEach(judged -> counts.merge(judged.condition(), 1, Integer::sum));
    var filters = new ArrayList<Filter>();
    filters.add(
        new Filter(
            "all",
            "Every feed.",
            all.size(),
            path(asked.with(Optional.empty())),
            asked.condition().isEmpty()));
    for (var condition : Condition.values()) {
      filters.add(
          new Filter(
              condition.word(),
              condition.meaning(),
              counts.getOrDefault(condition, 0),
              path(asked.with(Optional.of(condition))),
              asked.condition().filter(c -> c == condition).isPresent()));
    }
    return filters;
  }

  private Column column(Order order) {
    var label =
        switch (order) {
          case TITLE -> "Feed";
          case STATE -> "State";
          case LAST -> "Last poll";
          case NEXT -> "Next poll";
          case ENTRIES -> "Entries";
        };
    var sorted = order != asked.order() ? null : asked.downwards() ? "descending" : "ascending";
    return new Column(label, path(asked.by(order)), sorted);
  }

  private Row row(Judged judged) {
    var feed = judged.feed();
    var state = feed.state();
    return new Row(
        feed.id().value(),
        feed.display(),
        (admin == Admin.YES ? "/status/sources/" : "/sources/") + feed.id().value(),
        Optional.ofNullable(feed.url().getHost()).orElse(""),
        judged.condition().word(),
        judged.condition().meaning(),
        state.message(),
        PollChart.of(polls(feed)),
        state.lastPoll().map(Moment::of).orElse(null),
        next(feed).map(Moment::of).orElse(null),
        state.reason(),
        feed.entries(),
        feed.newest().map(Moment::of).orElse(null));
  }
}

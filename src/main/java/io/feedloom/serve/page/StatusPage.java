package io.feedloom.serve.page;

import io.feedloom.config.Fault;
import io.feedloom.config.Reloaded;
import io.feedloom.feed.FeedId;
import io.feedloom.feed.FeedStatus;
import io.feedloom.feed.Polled;
import io.feedloom.feed.WebAddress;
import io.feedloom.serve.http.PublicUrl;
import io.feedloom.serve.view.FeedHealth;
import io.feedloom.serve.view.Moment;
import io.feedloom.serve.view.PollChart;
import io.feedloom.serve.view.ProgramHealth;
import io.feedloom.serve.view.StatusView;
import io.feedloom.serve.view.StatusView.Admin;
import io.feedloom.serve.view.StatusView.Column;
import io.feedloom.serve.view.StatusView.FaultLine;
import io.feedloom.serve.view.StatusView.Filter;
import io.feedloom.serve.view.StatusView.Row;
import io.feedloom.serve.view.WebhookView;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
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
 * Makes the page with the state of all feeds.
 *
 * @param url the address by which the client reaches this server
 * @param history by feed, the newest poll first
 * @param whole figures for all feeds; empty for readers who may not see all of them
 */
public record StatusPage(
    PublicUrl url,
    Asked asked,
    Admin admin,
    Reloaded file,
    Collection<FeedStatus> feeds,
    Map<FeedId, List<Polled>> history,
    Optional<Totals.Whole> whole,
    Instant now) {
  private static final int MAX_ROWS = 200;
  private static final int MAX_FAULTS = 50;

  /** A column by which the table can be sorted, and whether it is descending at first. */
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
   * What the query selects. Wrong values are ignored.
   *
   * @param condition only feeds in this condition
   * @param words only feeds that contain them in title, id or address
   * @param downwards whether the order is reversed
   * @param from the first row
   */
  public record Asked(
      Optional<FeedHealth> condition, String words, Order order, boolean downwards, int from) {
    public static Asked of(
        @Nullable String state,
        @Nullable String words,
        @Nullable String sort,
        @Nullable String from) {
      var named = sort != null && sort.startsWith("-") ? sort.substring(1) : sort;
      var order = Order.named(named).orElse(Order.STATE);
      return new Asked(
          Arrays.stream(FeedHealth.values()).filter(c -> c.word().equals(state)).findAny(),
          words == null ? "" : words.strip(),
          order,
          sort != null && sort.startsWith("-"),
          from != null && from.matches("[0-9]{1,6}") ? Integer.parseInt(from) : 0);
    }

    Asked with(Optional<FeedHealth> other) {
      return new Asked(other, words, order, downwards, 0);
    }

    Asked from(int row) {
      return new Asked(condition, words, order, downwards, row);
    }

    /** Returns the same sorted by a column; in reverse if it is sorted by that column already. */
    Asked by(Order other) {
      return new Asked(condition, words, other, other == order ? !downwards : other.downwards, 0);
    }

    /** Returns the query of this page with its question mark; empty if nothing is selected. */
    public String query() {
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

  private record Judged(FeedStatus feed, FeedHealth condition) {}

  StatusView view(
      @Nullable String notice, ProgramHealth programHealth, List<WebhookView> webhooks) {
    var figures = new Totals(feeds, history, whole, now);
    var all =
        feeds.stream()
            .filter(asked::takes)
            .map(feed -> new Judged(feed, FeedHealth.of(feed, polls(feed), now)))
            .toList();
    var shown =
        all.stream()
            .filter(j -> asked.condition().map(c -> c == j.condition()).orElse(true))
            .sorted(order())
            .toList();
    int from = Math.min(asked.from(), shown.size());
    int to = Math.min(from + MAX_ROWS, shown.size());
    return new StatusView(
        admin,
        notice,
        admin == Admin.YES ? FileNotice.withCause(file) : FileNotice.of(file),
        programHealth,
        webhooks,
        file.faults().stream().limit(MAX_FAULTS).map(this::faultLine).toList(),
        figures.all(),
        figures.upcoming(),
        filters(all),
        asked.words(),
        asked.condition().map(FeedHealth::word).orElse(""),
        Arrays.stream(Order.values()).map(this::column).toList(),
        shown.subList(from, to).stream().map(this::row).toList(),
        !history.isEmpty(),
        path(asked).replaceFirst("\\?.*", ""),
        asked.query(),
        to < shown.size() ? path(asked.from(to)) : null);
  }

  /**
   * Returns the reference to this page. Browsers send the token only to paths below the one that
   * asked for it.
   */
  private String path(Asked other) {
    return url.link((admin == Admin.YES ? "/status/admin" : "/status") + other.query());
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
          case NEXT ->
              Comparator.comparing((Judged j) -> Totals.next(j.feed()).orElse(Instant.MAX));
          case ENTRIES -> Comparator.comparingLong((Judged j) -> j.feed().entries());
        };
    return (asked.downwards() ? order.reversed() : order).thenComparing(byTitle);
  }

  /**
   * Returns a fault; its message is for the admin only. The line must not depend on whether some
   * feeds need a key.
   */
  private FaultLine faultLine(Fault fault) {
    var place = fault.line() == 0 ? "" : ":" + fault.line() + ":" + fault.column();
    return admin == Admin.YES
        ? new FaultLine(
            fault.file() + place,
            fault.message(),
            fault.excerpt().isEmpty() ? null : fault.excerpt())
        : new FaultLine(fault.file() + place, "has a fault; run feedloom check to see it", null);
  }

  private List<Filter> filters(List<Judged> all) {
    var counts = new EnumMap<FeedHealth, Integer>(FeedHealth.class);
    all.forEach(judged -> counts.merge(judged.condition(), 1, Integer::sum));
    var filters = new ArrayList<Filter>();
    filters.add(
        new Filter(
            "all",
            "Every feed.",
            all.size(),
            path(asked.with(Optional.empty())),
            asked.condition().isEmpty()));
    for (var condition : FeedHealth.values()) {
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
        url.link((admin == Admin.YES ? "/status/sources/" : "/sources/") + feed.id().value()),
        WebAddress.host(feed.url()).orElse(""),
        judged.condition().word(),
        judged.condition().meaning(),
        state.message(),
        PollChart.of(polls(feed)),
        state.lastPoll().map(Moment::of).orElse(null),
        Totals.next(feed).map(Moment::of).orElse(null),
        state.reason(),
        feed.entries(),
        feed.newest().map(Moment::of).orElse(null));
  }
}

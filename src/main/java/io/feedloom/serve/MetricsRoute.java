package io.feedloom.serve;

import io.feedloom.config.WebhookSettings;
import io.feedloom.feed.PollState;
import io.feedloom.health.Health;
import io.feedloom.push.hub.HubCounters;
import io.feedloom.serve.access.Access;
import io.feedloom.serve.access.AdminAuth;
import io.feedloom.serve.access.Catalog;
import io.feedloom.serve.access.Traffic;
import io.feedloom.serve.access.Views;
import io.feedloom.serve.http.Delivery;
import io.feedloom.serve.http.HeaderField;
import io.feedloom.serve.merged.PageCache;
import io.feedloom.store.Store;
import io.feedloom.store.api.FeedOutcome;
import io.feedloom.store.api.StoreException;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Serves {@code /metrics} in the text format of Prometheus or OpenMetrics, as the client prefers.
 * Feeds that need a key are counted only for clients with a key.
 */
final class MetricsRoute {
  private final Store store;
  private final Health health;
  private final Supplier<Views> views;
  private final PageCache pages;
  private final Traffic traffic;
  private final HubCounters hub;
  private final AdminAuth admission;
  private final InstantSource clock;

  MetricsRoute(
      Store store,
      Health health,
      Supplier<Views> views,
      PageCache pages,
      Traffic traffic,
      HubCounters hub,
      AdminAuth admission,
      InstantSource clock) {
    this.admission = admission;
    this.store = store;
    this.health = health;
    this.views = views;
    this.pages = pages;
    this.traffic = traffic;
    this.hub = hub;
    this.clock = clock;
  }

  void addTo(RoutesConfig routes) {
    routes.get("/metrics", this::metrics);
  }

  private void metrics(Context ctx) throws IOException {
    var all = new ArrayList<MetricSnapshot>();
    var feeds = feeds(views.get().of(ctx));
    feeds.ifPresent(known -> all.addAll(ofFeeds(known)));
    feeds.ifPresent(known -> all.addAll(ofPages(known)));
    all.addAll(ofWebhooks(Access.of(ctx)));
    all.addAll(ofNodes(ctx));
    all.addAll(ofHealth(feeds.isPresent()));
    all.addAll(ofTraffic(Access.of(ctx)));
    all.addAll(ofHub());
    JvmFigures.REGISTRY.scrape().forEach(all::add);
    var accept = HeaderField.of(ctx, "Accept").orElse("");
    var writer =
        accept.contains("openmetrics-text")
            ? JvmFigures.FORMATS.getOpenMetricsTextFormatWriter()
            : JvmFigures.FORMATS.getPrometheusTextFormatWriter();
    var out = new ByteArrayOutputStream();
    writer.write(out, new MetricSnapshots(all));
    Delivery.guardUnstored(ctx);
    ctx.contentType(writer.getContentType()).result(out.toByteArray());
  }

  /**
   * Returns the feeds; empty while the store is unavailable. The other metrics are sent even then.
   */
  private Optional<List<FeedOutcome>> feeds(Catalog catalog) {
    try {
      return Optional.of(
          store.feeds().outcomes().stream().filter(feed -> catalog.shows(feed.id())).toList());
    } catch (StoreException e) {
      return Optional.empty();
    }
  }

  private List<MetricSnapshot> ofHealth(boolean hasStore) {
    var parts = gauge("feedloom_part_in_order", "Whether a part of the program works");
    health
        .states()
        .forEach((part, fine) -> parts.dataPoint(point(Labels.of("part", part), fine ? 1 : 0)));
    return List.of(
        gauge("feedloom_store_up", "Whether the store can be read", hasStore ? 1 : 0),
        parts.build(),
        CounterSnapshot.builder()
            .name("feedloom_unexpected_errors")
            .help("Unexpected exceptions since the start; each kind is logged once")
            .dataPoint(count(health.count()))
            .build());
  }

  /** Returns how many pages of these feeds are to be fetched; nothing while the store fails. */
  private List<MetricSnapshot> ofPages(List<FeedOutcome> feeds) {
    try {
      var waiting = store.articles().waiting();
      long sum = feeds.stream().mapToLong(feed -> waiting.getOrDefault(feed.id(), 0L)).sum();
      return List.of(
          gauge("feedloom_pages_waiting", "Entries whose pages are still to be fetched", sum));
    } catch (StoreException e) {
      return List.of();
    }
  }

  /** Returns the webhooks whose entries the client may see; nothing while the store fails. */
  private List<MetricSnapshot> ofWebhooks(Access access) {
    var webhooks = views.get().full().settings().webhooks();
    if (webhooks.isEmpty()) {
      return List.of();
    }
    try {
      return WebhookStates.metrics(
          store.webhooks().states().stream()
              .filter(state -> isShown(webhooks.get(state.name()), access))
              .toList());
    } catch (StoreException e) {
      return List.of();
    }
  }

  /** Returns the nodes. Only clients with a key and the admin learn their names. */
  private List<MetricSnapshot> ofNodes(Context ctx) {
    boolean named =
        Access.of(ctx).keyed()
            || admission.isAdmin(ctx, views.get().full().settings().server().adminToken());
    try {
      var nodes = store.nodes().all();
      var all = new ArrayList<MetricSnapshot>(NodeStates.metrics(nodes));
      if (named) {
        all.addAll(NodeStates.perNode(nodes));
      }
      return all;
    } catch (StoreException e) {
      return List.of();
    }
  }

  private static boolean isShown(@Nullable WebhookSettings webhook, Access access) {
    return webhook != null && (access.keyed() || !webhook.keyed());
  }

  private List<MetricSnapshot> ofFeeds(List<FeedOutcome> feeds) {
    var byStatus = gauge("feedloom_feeds", "Subscribed feeds by the outcome of their last poll");
    for (var outcome : PollState.Outcome.values()) {
      long count = feeds.stream().filter(feed -> feed.outcome() == outcome).count();
      byStatus.dataPoint(
          point(Labels.of("status", outcome.name().toLowerCase(Locale.ROOT)), count));
    }
    var now = clock.instant();
    long overdue =
        feeds.stream()
            .filter(feed -> feed.outcome() != PollState.Outcome.GONE)
            .filter(feed -> feed.nextPoll().isBefore(now))
            .count();
    long failing = feeds.stream().filter(feed -> feed.failures() > 0).count();
    long entries = feeds.stream().mapToLong(FeedOutcome::entries).sum();
    return List.of(
        byStatus.build(),
        gauge("feedloom_feeds_due", "Feeds that should have been polled by now", overdue),
        gauge("feedloom_feeds_failing", "Feeds whose last polls failed", failing),
        gauge("feedloom_entries", "Stored entries", entries));
  }

  private List<MetricSnapshot> ofTraffic(Access access) {
    var answers =
        CounterSnapshot.builder()
            .name("feedloom_http_answers")
            .help("Answers since the start, from the page cache or a route");
    answers.dataPoint(count(traffic.memoryWhole(access), "from", "memory", "status", "200"));
    answers.dataPoint(count(traffic.memoryUnchanged(access), "from", "memory", "status", "304"));
    traffic
        .byStatus(access)
        .forEach(
            (status, n) ->
                answers.dataPoint(count(n, "from", "route", "status", String.valueOf(status))));
    return List.of(
        answers.build(),
        CounterSnapshot.builder()
            .name("feedloom_arrivals")
            .help("New or changed entries since the start")
            .dataPoint(count(traffic.arrivals(access)))
            .build(),
        CounterSnapshot.builder()
            .name("feedloom_reload_failures")
            .help("Reloads of feeds.yml that ended in an unexpected exception since the start")
            .dataPoint(count(traffic.failedReloads()))
            .build(),
        gauge("feedloom_pages_cached", "Rendered pages in memory", pages.size(access)));
  }

  private List<MetricSnapshot> ofHub() {
    var all = new ArrayList<MetricSnapshot>();
    all.add(
        CounterSnapshot.builder()
            .name("feedloom_hub_deliveries")
            .help("Documents that the hub sent to subscribers since the start, by result")
            .dataPoint(count(hub.delivered(), "result", "accepted"))
            .dataPoint(count(hub.failed(), "result", "failed"))
            .build());
    all.add(
        CounterSnapshot.builder()
            .name("feedloom_hub_requests")
            .help("Requests of subscribers since the start, by the answer of their callbacks")
            .dataPoint(count(hub.confirmed(), "result", "confirmed"))
            .dataPoint(count(hub.refused(), "result", "refused"))
            .build());
    all.add(
        CounterSnapshot.builder()
            .name("feedloom_hub_renderings")
            .help("Documents that were rendered for the hub since the start")
            .dataPoint(count(hub.rendered()))
            .build());
    all.add(
        CounterSnapshot.builder()
            .name("feedloom_hub_ended")
            .help("Subscriptions that ended without a request since the start")
            .dataPoint(count(hub.ended()))
            .build());
    try {
      var figures = store.hubSubscriptions().figures();
      all.add(gauge("feedloom_hub_topics", "Topics with subscribers", figures.topics()));
      all.add(
          gauge("feedloom_hub_subscriptions", "Subscriptions of the hub", figures.subscriptions()));
      all.add(gauge("feedloom_hub_waiting", "Subscriptions that wait for news", figures.waiting()));
      all.add(
          gauge(
              "feedloom_hub_failing",
              "Subscriptions whose last delivery failed",
              figures.failing()));
    } catch (StoreException e) {
      // The other metrics are sent even then.
    }
    return all;
  }

  private static CounterDataPointSnapshot count(long value, String... labels) {
    return CounterDataPointSnapshot.builder()
        .labels(Labels.of(labels))
        .value((double) value)
        .build();
  }

  private static GaugeSnapshot gauge(String name, String help, long value) {
    return gauge(name, help).dataPoint(point(Labels.EMPTY, value)).build();
  }

  private static GaugeSnapshot.Builder gauge(String name, String help) {
    return GaugeSnapshot.builder().name(name).help(help);
  }

  private static GaugeDataPointSnapshot point(Labels labels, long value) {
    return GaugeDataPointSnapshot.builder().labels(labels).value((double) value).build();
  }
}

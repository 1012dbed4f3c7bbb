package io.feedloom.serve;

import io.feedloom.config.Reloaded;
import io.feedloom.config.ServerSettings;
import io.feedloom.config.Settings;
import io.feedloom.feed.Arrival;
import io.feedloom.feed.FeedGroup;
import io.feedloom.feed.FeedProfile;
import io.feedloom.feed.FeedStatus;
import io.feedloom.feed.Selection;
import io.feedloom.feed.Tag;
import io.feedloom.health.FailureRun;
import io.feedloom.health.Health;
import io.feedloom.push.hub.HubCounters;
import io.feedloom.push.hub.TopicDocuments;
import io.feedloom.push.notify.NotifyEntries;
import io.feedloom.push.subscriber.Callbacks;
import io.feedloom.render.OpmlWriter;
import io.feedloom.render.Renderer;
import io.feedloom.select.BadSelection;
import io.feedloom.select.Selections;
import io.feedloom.serve.access.Access;
import io.feedloom.serve.access.AdminAuth;
import io.feedloom.serve.access.AdminTries;
import io.feedloom.serve.access.Catalog;
import io.feedloom.serve.access.ReverseProxy;
import io.feedloom.serve.access.Traffic;
import io.feedloom.serve.access.Views;
import io.feedloom.serve.events.Events;
import io.feedloom.serve.http.Connections;
import io.feedloom.serve.http.Cors;
import io.feedloom.serve.http.JettyErrors;
import io.feedloom.serve.http.Page;
import io.feedloom.serve.http.ProblemDocument;
import io.feedloom.serve.http.PublicUrl;
import io.feedloom.serve.http.RenderLimits;
import io.feedloom.serve.http.RequestFailures;
import io.feedloom.serve.http.Sender;
import io.feedloom.serve.http.ServerLimits;
import io.feedloom.serve.hub.HubRoutes;
import io.feedloom.serve.hub.Topics;
import io.feedloom.serve.merged.HotPages;
import io.feedloom.serve.merged.MergedFeeds;
import io.feedloom.serve.merged.PageCache;
import io.feedloom.serve.merged.Tags;
import io.feedloom.serve.page.EntryExplanation;
import io.feedloom.serve.page.ErrorPages;
import io.feedloom.serve.page.FileNotice;
import io.feedloom.serve.page.Pages;
import io.feedloom.serve.view.Asset;
import io.feedloom.store.Store;
import io.feedloom.store.api.IndexBehind;
import io.feedloom.store.api.IndexFailed;
import io.feedloom.store.api.StoreException;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.util.JavalinBindException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.jetty.http.MimeTypes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The HTTP server. All its answers come from the store; it never fetches. */
public final class Server implements AutoCloseable {
  private static final String FOLDERS = "folders";

  private static final Logger log = LoggerFactory.getLogger(Server.class);

  private final Optional<Callbacks> callbacks;
  private final Store store;
  private final InstantSource clock;
  private final Health health;
  private final FailureRun storeFailures = new FailureRun();
  private final PageCache pages = new PageCache();
  private final Traffic traffic = new Traffic();
  private final RenderLimits renderLimits = new RenderLimits(Runtime.getRuntime().maxMemory());
  private final AdminTries tries = new AdminTries(System::nanoTime);
  private final RequestFailures failures;
  private final Connections connections;
  private final Events events;
  private final Javalin javalin;
  private final HubCounters hubCounters = new HubCounters();
  private final Topics topics;
  private volatile Runnable hubRequested = () -> {};
  private volatile Views views;
  private volatile Set<String> segments = Set.of();
  private volatile boolean draining;

  /** The public address according to the settings. */
  private volatile PublicUrl url;

  /** The port is in use, or may not be used. */
  public static final class CannotListen extends Exception {
    private static final long serialVersionUID = 1;

    CannotListen(String message, Throwable cause) {
      super(message, cause);
    }
  }

  public Server(
      Store store,
      Settings settings,
      List<FeedGroup> groups,
      AdminActions operator,
      InstantSource clock,
      Health health) {
    this(store, settings, groups, operator, clock, health, ServerLimits.USUAL);
  }

  /**
   * @param callbacks answers the requests of hubs
   */
  public Server(
      Store store,
      Settings settings,
      List<FeedGroup> groups,
      AdminActions operator,
      InstantSource clock,
      Health health,
      Callbacks callbacks) {
    this(
        store,
        settings,
        groups,
        operator,
        clock,
        health,
        ServerLimits.USUAL,
        Optional.of(callbacks));
  }

  Server(
      Store store,
      Settings settings,
      List<FeedGroup> groups,
      AdminActions operator,
      InstantSource clock,
      Health health,
      ServerLimits limits) {
    this(store, settings, groups, operator, clock, health, limits, Optional.empty());
  }

  private Server(
      Store store,
      Settings settings,
      List<FeedGroup> groups,
      AdminActions operator,
      InstantSource clock,
      Health health,
      ServerLimits limits,
      Optional<Callbacks> callbacks) {
    this.callbacks = callbacks;
    this.store = store;
    this.clock = clock;
    this.health = health;
    this.views = Views.of(settings, groups);
    this.failures = new RequestFailures(health);
    this.connections = new Connections(limits);
    this.events =
        new Events(
            store,
            new MergedFeeds(store, renderLimits),
            () -> views,
            connections,
            limits,
            clock,
            health);
    this.url = views.full().url(settings.server().port());
    this.topics =
        new Topics(
            store,
            new MergedFeeds(store, renderLimits),
            () -> views,
            () -> url,
            clock,
            hubCounters);
    this.javalin = Javalin.create(config -> configure(config, operator));
    this.segments = segments();
  }

  /**
   * Begins to load what Jetty needs at its start, among it the names of all locales. It is done in
   * the background, so that the caller can open the store meanwhile.
   */
  public static void preload() {
    Thread.ofPlatform().daemon().name("preload").start(MimeTypes.DEFAULTS::getMimeMap);
  }

  private void configure(JavalinConfig config, AdminActions operator) {
    config.startup.showJavalinBanner = false;
    config.startup.showOldJavalinVersionWarning = false;
    config.startup.startupWatcherEnabled = false;
    config.concurrency.useVirtualThreads = true;
    config.http.compressionStrategy = io.javalin.compression.CompressionStrategy.NONE;
    config.http.generateEtags = false;
    config.http.prefer405over404 = true;
    config.http.responseBufferSize = 1 << 16;
    config.jetty.modifyHttpConfiguration(http -> http.setSendServerVersion(false));
    config.jetty.modifyServer(
        jetty -> {
          connections.setHandler(
              new ReverseProxy(
                  () -> views.full(), () -> url, () -> segments, new HotPages(pages, traffic)));
          connections.watch(jetty);
          jetty.setHandler(connections);
          jetty.setErrorHandler(new JettyErrors());
        });

    config.routes.before(this::refuseWithoutSettings);
    config.routes.before(this::checkKey);
    config.routes.exception(Unreadable.class, (_, ctx) -> unreadable(ctx));
    config.routes.exception(Access.WrongKey.class, (wrong, ctx) -> wrong.send(ctx));
    config.routes.exception(AdminAuth.TooManyTries.class, (_, ctx) -> AdminAuth.tooMany(ctx));
    config.routes.exception(RenderLimits.Busy.class, (_, ctx) -> busy(ctx));
    var feeds = new MergedFeeds(store, renderLimits);
    var admission = new AdminAuth(tries);
    var tags = new Tags(store);
    var html = new Pages(feeds, tags, clock);
    new FeedRoutes(() -> views, feeds, pages, html, clock).addTo(config.routes);
    new ApiRoutes(store, () -> views, feeds, tags, admission, operator, clock).addTo(config.routes);
    new StatusRoutes(
            store,
            () -> views,
            html,
            new EntryExplanation(store, feeds),
            admission,
            operator,
            clock,
            health)
        .addTo(config.routes);
    new IncidentRoutes(() -> views, feeds, admission, operator).addTo(config.routes);
    new HealthRoutes(store, health, () -> views, () -> draining).addTo(config.routes);
    new MetricsRoute(store, health, () -> views, pages, traffic, hubCounters, admission, clock)
        .addTo(config.routes);
    events.addTo(config.routes);
    new HubRoutes(store, () -> views, () -> url, admission, clock, () -> hubRequested.run())
        .addTo(config.routes);
    callbacks.ifPresent(each -> new CallbackRoutes(each).addTo(config.routes));
    OpenApi.addTo(config.routes);
    config.routes.after(new ErrorPages(() -> views, html)::show);
    config.routes.after(ctx -> traffic.fromRoute(ctx.statusCode(), Access.of(ctx)));
    config.routes.get("/opml", this::opml);
    config.routes.get("/robots.txt", Robots::send);
    config.routes.head("/opml", this::opml);
    config.routes.options("/opml", Cors::preflight);
    Asset.addTo(config.routes);
    config.routes.exception(BadSelection.class, (bad, ctx) -> FeedRoutes.problem(bad).send(ctx));
    config.routes.exception(IndexBehind.class, Server::indexBehind);
    config.routes.exception(IndexFailed.class, this::indexFailed);
    config.routes.exception(StoreException.class, this::storeFailed);
    config.routes.exception(Exception.class, failures::answer);
    config.router.javaLangErrorHandler(failures::answer);
    config.routes.error(404, Server::notFound);
    config.routes.error(405, Server::notAllowed);
  }

  /** Starts listening. Returns the port. */
  public int start() throws CannotListen {
    var address = views.full().settings().server();
    try {
      javalin.start(address.host(), address.port());
    } catch (JavalinBindException e) {
      throw new CannotListen(
          "cannot listen on %s:%d: %s"
              .formatted(ServerSettings.inLink(address.host()), address.port(), reason(e)),
          e);
    }
    url = views.full().url(javalin.port());
    events.start();
    return javalin.port();
  }

  private static String reason(Throwable e) {
    var root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return Optional.ofNullable(root.getMessage()).orElse(root.toString());
  }

  /** The configuration in force cannot be read on this node. */
  private static final class Unreadable extends Exception {
    private static final long serialVersionUID = 1;
  }

  /**
   * Refuses requests while this node does not know the settings in force. With older ones, it could
   * show feeds that need a key now.
   */
  private void refuseWithoutSettings(Context ctx) throws Unreadable {
    if (views.full().file() instanceof Reloaded.Older older
        && !older.unreadable().isEmpty()
        && !ctx.path().startsWith("/health/")) {
      throw new Unreadable();
    }
  }

  private static void unreadable(Context ctx) {
    ctx.header("Retry-After", "10");
    ProblemDocument.of(
            503,
            "Settings not readable",
            "This node cannot read the settings that another node loaded; ask another node.")
        .send(ctx);
  }

  private void checkKey(Context ctx) throws Access.WrongKey, AdminAuth.TooManyTries {
    var settings = views.full().settings();
    Access.check(ctx, settings.keys(), settings.server().adminToken(), new AdminAuth(tries));
  }

  /** Applies new settings. */
  public void use(Settings settings, List<FeedGroup> groups) {
    views = Views.of(settings, groups).with(views.full().file());
    url = views.full().url(javalin.port());
    pages.clear();
    topics.clear();
    events.settingsChanged();
  }

  /** Returns the object that finds the entries for webhooks. */
  public NotifyEntries notifyEntries() {
    return new SelectedEntries(new MergedFeeds(store, renderLimits), () -> views, () -> url, clock);
  }

  /** Stores the outcome of reading feeds.yml, to show it. */
  public void reloaded(Reloaded file) {
    views = views.with(file);
    if (file instanceof Reloaded.Failed) {
      traffic.reloadFailed();
    }
  }

  /** Returns the documents that the hub delivers. */
  public TopicDocuments topics() {
    return topics;
  }

  /** Returns the counters that the metrics show. */
  public HubCounters hubCounters() {
    return hubCounters;
  }

  /** Sets what is called after a request to the hub was stored. */
  public void onHubRequest(Runnable requested) {
    hubRequested = requested;
  }

  /** Drops all cached pages, because some arrivals are unknown. */
  public void forget() {
    pages.clear();
    events.reload();
  }

  /** Receives entries that arrived. Drops the pages on which they appear, and informs listeners. */
  public void arrived(List<Arrival> arrivals) {
    pages.arrived(arrivals);
    dropWithdrawn(arrivals);
    events.arrived();
    var open = views.open().groups().keySet();
    traffic.arrived(
        arrivals.size(), arrivals.stream().map(Arrival::group).filter(open::contains).count());
  }

  /** Drops the pages on which these entries appear or appeared, and informs listeners. */
  public void changed(List<Arrival> arrivals) {
    pages.changed(arrivals);
    topics.clear();
    events.arrived();
  }

  private void dropWithdrawn(List<Arrival> arrivals) {
    if (arrivals.stream().anyMatch(Arrival::withdrawn)) {
      topics.clear();
    }
  }

  /** Writes the subscriptions; {@code folders=true} puts them into folders. */
  private void opml(Context ctx) throws BadSelection {
    var now = views.of(ctx);
    var parameters = new HashMap<>(Access.parameters(ctx));
    boolean folders = List.of("true").equals(parameters.remove(FOLDERS));
    var selection =
        Selections.parse(Optional.empty(), Optional.empty(), parameters, clock.instant());
    var chosen =
        store.feeds().all().stream()
            .filter(feed -> isChosen(feed, selection, now))
            .map(FeedStatus::profile)
            .map(FeedProfile::masked)
            .toList();
    var body =
        OpmlWriter.write(
            now.settings().title(),
            chosen,
            now.settings().subscriptions(),
            PublicUrl.of(ctx).base(),
            folders);
    var rendered = Renderer.document(body, "text/x-opml; charset=utf-8");
    var access = Access.of(ctx);
    var control = Sender.cacheControl(access.keyed(), Duration.ofMinutes(5));
    Sender.send(
        ctx, Page.of(rendered, new Page.Caching(control, Optional.empty(), !access.keyed())));
  }

  /**
   * Returns whether the OPML list contains a feed. Only the admin's own tags and the ids select
   * feeds.
   */
  private static boolean isChosen(FeedStatus feed, Selection selection, Catalog catalog) {
    var tags = feed.tags().stream().map(Tag::key).toList();
    return catalog.groupOf(feed.id()).isPresent()
        && selection.tags().stream().allMatch(clause -> clause.test(tags))
        && selection.sources().stream().allMatch(c -> c.test(List.of(feed.id().value())));
  }

  private static void indexBehind(IndexBehind e, Context ctx) {
    ctx.header("Retry-After", "10");
    ProblemDocument.of(503, "Search not ready", String.valueOf(e.getMessage())).send(ctx);
  }

  private void indexFailed(IndexFailed e, Context ctx) {
    warn(e);
    ctx.header("Retry-After", "10");
    ProblemDocument.of(
            503, "Search not ready", "The search index cannot be used now; it is being repaired.")
        .send(ctx);
  }

  private void warn(StoreException e) {
    if (storeFailures.isFirst()) {
      log.warn("Some requests are answered 503: {}", e.getMessage());
    }
  }

  private void storeFailed(StoreException e, Context ctx) {
    warn(e);
    ctx.header("Retry-After", "10");
    var waits =
        views.full().file() instanceof Reloaded.Waiting ? " Also, " + FileNotice.BEHIND + "." : "";
    ProblemDocument.of(
            503, "Store unavailable", "The store cannot be read now; try again soon." + waits)
        .send(ctx);
  }

  private static void busy(Context ctx) {
    ctx.header("Retry-After", "5");
    ProblemDocument.of(503, "Busy", "Too many pages are being rendered now; try again soon.")
        .send(ctx);
  }

  private static void notFound(Context ctx) {
    if (!"application/problem+json".equals(ctx.res().getContentType())) {
      ProblemDocument.of(
              404,
              "Not found",
              "Merged feeds are at /feed.atom, /tags/{tags}.atom and /sources/{id}.atom (.rss,"
                  + " .json); see / for a list.")
          .send(ctx);
    }
  }

  private static void notAllowed(Context ctx) {
    ProblemDocument.of(
            405,
            "Method not allowed",
            "Nothing here answers to %s; allowed: %s."
                .formatted(ctx.method(), ctx.res().getHeader("Allow")))
        .send(ctx);
  }

  /** Returns the first segments of all paths, as {@code tags} of {@code /tags/{tags}}. */
  private Set<String> segments() {
    return javalin.unsafe.internalRouter.allHttpHandlers().stream()
        .map(route -> route.endpoint.path.split("/", -1))
        .filter(parts -> parts.length > 1)
        .map(parts -> parts[1])
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Returns the methods and paths of all routes, as {@code GET /feed.atom}. */
  Set<String> routes() {
    return javalin.unsafe.internalRouter.allHttpHandlers().stream()
        .map(route -> route.endpoint.method.name() + " " + route.endpoint.path)
        .collect(Collectors.toSet());
  }

  /** Reports that this node ends soon, so that a load balancer sends it no more requests. */
  public void drain() {
    draining = true;
  }

  /** Ends the event streams. Their clients connect again, to another node if there is one. */
  public void endStreams() {
    events.close();
  }

  /** Ends the open answers and stops listening. */
  @Override
  public void close() {
    events.close();
    connections.close();
    javalin.stop();
  }
}

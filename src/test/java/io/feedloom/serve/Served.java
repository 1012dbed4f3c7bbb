package io.feedloom.serve;

import io.feedloom.config.FeedsFile;
import io.feedloom.config.Loaded;
import io.feedloom.config.Reloaded;
import io.feedloom.config.Settings;
import io.feedloom.feed.Arrival;
import io.feedloom.feed.Category;
import io.feedloom.feed.Declared;
import io.feedloom.feed.Digest;
import io.feedloom.feed.Entry;
import io.feedloom.feed.FeedGroup;
import io.feedloom.feed.FeedId;
import io.feedloom.feed.FeedInfo;
import io.feedloom.feed.Pace;
import io.feedloom.feed.PollState;
import io.feedloom.feed.Problem;
import io.feedloom.feed.RuleResult;
import io.feedloom.feed.SampleUpdate;
import io.feedloom.feed.Subscription;
import io.feedloom.feed.Tombstone;
import io.feedloom.feed.Update;
import io.feedloom.fetch.UserAgent;
import io.feedloom.fetch.WebClient;
import io.feedloom.health.Health;
import io.feedloom.parse.SafeHtml;
import io.feedloom.push.hub.Hub;
import io.feedloom.push.hub.HubCounters;
import io.feedloom.push.notify.NotifyEntries;
import io.feedloom.rules.Rulebook;
import io.feedloom.select.Selections;
import io.feedloom.serve.http.ServerLimits;
import io.feedloom.store.Store;
import io.feedloom.store.api.Incident;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A server in this process with a store in memory. Tests add entries as polls would. */
public final class Served implements AutoCloseable {
  public static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Path folder;
  private final Store store;
  private final Health health = new Health(InstantSource.fixed(NOON), _ -> {});
  private final ServerLimits limits;
  private final AdminActions operator;
  private Server server;
  private @Nullable Hub hub;
  private int port;
  private volatile Instant now = NOON;
  private Settings settings;
  private String trustedProxies = "";
  private boolean isHub = true;
  private Reloaded outcome = Reloaded.fine();

  /**
   * Starts a server.
   *
   * @param feedsYml without {@code storage}
   */
  public Served(Path folder, String feedsYml) {
    this(folder, feedsYml, ServerLimits.USUAL, null);
  }

  /**
   * Starts a server.
   *
   * @param operator null for one that does nothing
   */
  public Served(
      Path folder, String feedsYml, ServerLimits limits, @Nullable AdminActions operator) {
    this.folder = folder;
    this.limits = limits;
    this.operator = operator == null ? new Idle() : operator;
    settings = settings(feedsYml);
    store = Store.open(settings.storage(), folder);
    var groups = store.feeds().subscribe(settings.subscriptions(), NOON);
    server = server(groups);
    port = started();
  }

  private Server server(List<FeedGroup> groups) {
    return new Server(store, settings, groups, operator, () -> now, health, limits);
  }

  private int started() {
    try {
      return server.start();
    } catch (Server.CannotListen e) {
      throw new IllegalStateException(e);
    }
  }

  /** Puts other settings into force, with trusted proxies. */
  void use(String feedsYml, String trustedProxies) {
    this.trustedProxies = trustedProxies;
    settings = settings(feedsYml);
    server.use(settings, store.feeds().groups());
  }

  public int port() {
    return port;
  }

  /** Restarts the server without its caches, on the same port. */
  void restart() {
    server.close();
    var before = settings.server();
    settings = settings.on(before.at("127.0.0.1", port));
    server = server(store.feeds().groups());
    port = started();
  }

  /** Passes on the outcome of a reload, as the watch of feeds.yml does. */
  void reloaded(Reloaded outcome) {
    this.outcome = outcome;
    server.reloaded(outcome);
  }

  private final class Idle implements AdminActions {
    @Override
    public boolean resume(String webhook) {
      return settings.webhooks().containsKey(webhook) && store.webhooks().resume(webhook, now);
    }

    @Override
    public List<Incident> incidents(int most) {
      return store.incidents().newest(most);
    }

    @Override
    public List<Incident> openIncidents() {
      return store.incidents().open();
    }

    @Override
    public int underWay() {
      return 0;
    }

    @Override
    public boolean refresh(FeedId id) {
      return true;
    }

    @Override
    public Reloaded reload() {
      return outcome;
    }
  }

  /** Parses settings. */
  public Settings settings(String feedsYml) {
    var file = folder.resolve("feeds.yml");
    try {
      Files.writeString(
          file,
          feedsYml
              + "\nserver: { port: 0, admin-token: letmein, hub: "
              + isHub
              + ", trusted-proxies: ["
              + trustedProxies
              + "] }\nstorage: { url: \"jdbc:h2:mem:"
              + folder.getFileName()
              + "\" }\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return switch (FeedsFile.read(file, Map.of(), Selections::fault)) {
      case Loaded.Valid valid -> valid.settings();
      case Loaded.Invalid invalid -> throw new IllegalStateException(invalid.faults().toString());
    };
  }

  /** Puts settings into force that switch the hub off. */
  void reloadWithoutHub(String feedsYml) {
    isHub = false;
    reload(feedsYml);
  }

  /** Puts other settings into force. */
  public void reload(String feedsYml) {
    settings = settings(feedsYml);
    server.use(settings, store.feeds().subscribe(settings.subscriptions(), NOON));
  }

  private void arrived(List<Arrival> arrivals) {
    server.arrived(arrivals);
    wakeHub();
  }

  private void changed(List<Arrival> arrivals) {
    server.changed(arrivals);
    wakeHub();
  }

  /** Starts the hub. Its loop also notices a turned clock within half a second. */
  void startHub() {
    var started =
        new Hub(
            store,
            server.topics(),
            new WebClient(() -> new UserAgent("test", Optional.empty(), 0)),
            () -> settings.polling(),
            () -> now,
            server.hubCounters(),
            health);
    hub = started;
    server.onHubRequest(started::requested);
    started.start();
  }

  /** Ends the hub as the end of the process would. */
  void stopHub() {
    var running = hub;
    if (running != null) {
      running.close();
      hub = null;
    }
  }

  private void wakeHub() {
    var running = hub;
    if (running != null) {
      running.wake();
    }
  }

  HubCounters hubCounters() {
    return server.hubCounters();
  }

  /** Sends a form and returns the answer. */
  HttpResponse<String> post(String path, String form, String... headers) {
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(form));
    if (headers.length > 0) {
      request.headers(headers);
    }
    try {
      return client.send(
          request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Returns what finds the entries for webhooks. */
  public NotifyEntries notifyEntries() {
    return server.notifyEntries();
  }

  /** Returns the methods and paths of all routes. */
  Set<String> routes() {
    return server.routes();
  }

  Health health() {
    return health;
  }

  public Store store() {
    return store;
  }

  /** Sets the clock of the server. */
  public void turn(Instant time) {
    now = time;
  }

  /** Adds entries in one update. */
  public void arrive(String feed, Entry... entries) {
    arriveAt(NOON, feed, entries);
  }

  /** Adds entries in one update, as a poll at this time would. */
  public void arriveAt(Instant at, String feed, Entry... entries) {
    var due = store.leases().take(new FeedId(feed), at, Duration.ofMinutes(5)).orElseThrow();
    var changes = Arrays.stream(entries).map(entry -> change(feed, entry)).toList();
    var state = PollState.unpolled(at);
    arrived(
        store
            .updates()
            .apply(SampleUpdate.of(due, state, Optional.of(info(feed)), List.of(), changes, at)));
  }

  private Update.Change change(String feed, Entry entry) {
    return new Update.Change(
        Digest.of(entry.guid()),
        Digest.of(entry.toString()),
        entry.published().orElse(NOON),
        true,
        entry,
        new Rulebook(settings.rules(), SafeHtml::of)
            .judge(subscription(feed), entry, Declared.NOTHING));
  }

  /** Withdraws an entry, a minute later. */
  public void withdraw(String feed, String guid, Instant when) {
    var due = store.leases().take(new FeedId(feed), NOON, Duration.ofMinutes(5)).orElseThrow();
    var withdrawal =
        new Update.Withdrawal(List.of(new Tombstone(guid, when)), Update.Withdrawal.Missing.NONE);
    var update =
        SampleUpdate.of(
            due,
            PollState.unpolled(NOON),
            Optional.of(info(feed)),
            List.of(),
            List.of(),
            Optional.of(new long[0]),
            RuleResult.NO_RULES,
            NOON.plusSeconds(60),
            Duration.ZERO,
            withdrawal);
    arrived(store.updates().apply(update));
  }

  private Subscription subscription(String feed) {
    return settings.subscriptions().stream()
        .filter(s -> s.id().value().equals(feed))
        .findFirst()
        .orElseThrow();
  }

  /** Applies changed rules to stored entries, as the background loop does. */
  void judgeAgain() {
    var rules = new Rulebook(settings.rules(), SafeHtml::of);
    for (var feed : settings.subscriptions()) {
      var judging =
          store
              .rules()
              .update(
                  feed.id(),
                  rules.fingerprint(feed),
                  NOON.plusSeconds(90),
                  (entry, declared) -> rules.judge(feed, entry, declared));
      while (judging.hasMore()) {
        changed(judging.next());
      }
    }
  }

  /** Adds an entry that is this many seconds older than noon. */
  public void arrive(String feed, String title, int secondsBeforeNoon, String... categories) {
    arrive(
        feed,
        Entry.builder(feed + "/" + title)
            .title(title)
            .link("https://" + feed + ".example/" + secondsBeforeNoon)
            .content("<p>" + title + " in full.</p>")
            .categories(Arrays.stream(categories).map(Category::of).toList())
            .published(NOON.minusSeconds(secondsBeforeNoon))
            .build());
  }

  /** Stores a failed poll. */
  void fail(String feed, PollState state, List<Problem> problems, FeedInfo info) {
    var due = store.leases().take(new FeedId(feed), NOON, Duration.ofMinutes(5)).orElseThrow();
    store
        .updates()
        .apply(SampleUpdate.of(due, state, Optional.of(info), problems, List.of(), NOON));
  }

  static FeedInfo info(String feed) {
    return new FeedInfo(
        "atom_1.0",
        Optional.of("urn:feed:" + feed),
        Optional.of("Feed " + feed),
        Optional.empty(),
        Optional.of("https://" + feed + ".example/"),
        Optional.empty(),
        List.of(),
        List.of(),
        Optional.of("en"),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.of(NOON),
        Pace.NONE,
        List.of(),
        List.of());
  }

  /** Returns the address from which ids are made. */
  String identity() {
    return "http://localhost:" + port;
  }

  /** Returns the address of links, which has the host of the request. */
  String base() {
    return "http://127.0.0.1:" + port;
  }

  public HttpResponse<String> get(String path, String... headers) {
    return send("GET", path, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8), headers);
  }

  /** Sends a request and returns the body as bytes. */
  public HttpResponse<byte[]> ask(String method, String path, String... headers) {
    return send(method, path, HttpResponse.BodyHandlers.ofByteArray(), headers);
  }

  /**
   * @param path a path, or a URL of this server from a document
   */
  private <T> HttpResponse<T> send(
      String method, String path, HttpResponse.BodyHandler<T> body, String... headers) {
    var address = path.startsWith("/") ? path : path.substring(base().length());
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + address))
            .method(method, HttpRequest.BodyPublishers.noBody());
    if (headers.length > 0) {
      request.headers(headers);
    }
    try {
      return client.send(request.timeout(Duration.ofSeconds(30)).build(), body);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    stopHub();
    server.close();
    store.close();
  }
}

package io.feedloom.config;

import io.feedloom.feed.AddressBlock;
import io.feedloom.feed.Cleaning;
import io.feedloom.feed.Rule;
import io.feedloom.feed.Secret;
import io.feedloom.feed.Subscription;
import java.net.URI;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The content of {@code feeds.yml} itself.
 *
 * @param include files and patterns of files
 */
record Root(
    String title,
    Optional<URI> publicUrl,
    ServerSettings server,
    StorageSettings storage,
    PollingSettings polling,
    RetentionSettings retention,
    Cleaning cleaning,
    List<FeedDefaults> defaults,
    List<Draft> feeds,
    List<Rule> rules,
    Map<String, StreamSettings> streams,
    Map<String, Secret> keys,
    ZoneId timeZone,
    Map<String, WebhookSettings> webhooks,
    AlertSettings alerts,
    LogSettings log,
    Optional<ExportKind.Unresolved> export,
    List<IncludePattern> include) {

  private static final Option<String> HOST =
      Option.of(
          "host",
          new LocalKind<>(Kinds.HOST_NAME, "localhost"),
          ServerSettings.DEFAULT.host(),
          "The address to listen on; `0.0.0.0` for all. Takes effect at start.");
  private static final Option<Integer> PORT =
      Option.of(
          "port",
          new LocalKind<>(Kinds.integer(0, 65_535), "0"),
          ServerSettings.DEFAULT.port(),
          "The port to listen on; 0 for any free one. Takes effect at start.");
  private static final Option<Secret> ADMIN_TOKEN =
      Option.optional(
          "admin-token",
          Kinds.SECRET,
          "The bearer token of the admin, best as `${NAME}`. `POST` requests, `/status/admin` and"
              + " `/status/sources/{id}` require it. It also opens feeds with `access: key`."
              + " Without this option, nobody can use these pages and `POST` requests are"
              + " refused.");

  private static final Option<List<AddressBlock>> TRUSTED_PROXIES =
      Option.optional(
          "trusted-proxies",
          new ListKind<>("a list of blocks of IP addresses", Kinds.ADDRESS_BLOCK),
          "The addresses of reverse proxies. Feedloom reads `X-Forwarded-For`, `-Proto`, `-Host`,"
              + " `-Port` and `-Prefix`, or `Forwarded`, only if the connection comes from one of"
              + " them.");

  private static final Option<Boolean> HUB =
      Option.of(
          "hub",
          Kinds.BOOLEAN,
          true,
          "Whether others can subscribe to the merged feeds at the WebSub hub. If it is switched"
              + " off, all subscriptions end.");

  private static final Option<String> URL =
      Option.of(
          "url",
          new LocalKind<>(Kinds.STORAGE_URL, StorageSettings.DEFAULT.url()),
          StorageSettings.DEFAULT.url(),
          "The H2 or PostgreSQL database. A relative H2 path starts from the folder of"
              + " `feeds.yml`, or from that of `--data`. Takes effect at start.");
  private static final Option<String> USER =
      Option.optional("user", new LocalKind<>(Kinds.TEXT, "local"), "The database user's name.");
  private static final Option<Secret> PASSWORD =
      Option.optional(
          "password",
          new LocalKind<>(Kinds.SECRET.kind(), "local"),
          "The database password, best as `${NAME}`.");

  private static final Option<String> TITLE =
      Option.of("title", Kinds.TEXT, "Feedloom", "The title of the merged feed.");
  private static final Option<URI> PUBLIC_URL =
      Option.optional(
          "public-url",
          Kinds.PUBLIC_URL,
          "The address at which readers reach this server, with the path if a reverse proxy serves"
              + " it below one. All links and the ids of merged feeds use it. Without it, links use"
              + " the host that the request names.");
  private static final Option<ZoneId> TIME_ZONE =
      Option.optional(
          "time-zone",
          Kinds.TIME_ZONE,
          "The time zone in which the days and weeks of digests begin. By default UTC.");
  private static final Option<ServerSettings> SERVER =
      Option.optional(
          "server",
          Shape.of(
              "a mapping of server options",
              List.of(HOST, PORT, ADMIN_TOKEN, TRUSTED_PROXIES, HUB),
              Root::server),
          "Where Feedloom listens.");
  private static final Option<StorageSettings> STORAGE =
      Option.optional(
          "storage",
          Shape.of("a mapping of storage options", List.of(URL, USER, PASSWORD), Root::storage),
          "Where entries are kept.");
  private static final Option<PollingSettings> POLLING =
      Option.optional("polling", PollingKind.SHAPE, "How feeds are polled.");

  private static final Option<RetentionSettings> RETENTION =
      Option.optional(
          "retention",
          RetentionKind.SHAPE,
          "How long entries are kept after they are no longer in their feed's document.");
  private static final Option<LogSettings> LOG =
      Option.optional("log", LogKind.SHAPE, "How the log on standard error looks.");
  private static final Option<ExportKind.Unresolved> EXPORT =
      Option.optional(
          "export",
          ExportKind.SHAPE,
          "Writes the pages, feeds, tags and streams as files that a static host can serve, with"
              + " compressed twins. Needs `public-url`.");
  private static final Option<Cleaning> CLEAN =
      Option.of(
          "clean",
          CleanKind.KIND,
          Cleaning.ALL,
          "What is cleaned in entries before they are stored. A feed can choose otherwise.");
  private static final Option<List<FeedDefaults>> DEFAULTS =
      Option.optional(
          "defaults",
          new ListKind<>("a list of options for several feeds", FeedDefaults.SHAPE),
          "Options for several feeds, also for those in included files. The first item that has an"
              + " option and applies to a feed counts, unless the feed has its own option.");
  private static final Kind<List<Draft>> FEED_LIST =
      new ListKind<>("a list of feeds", new FeedKind());
  private static final String FEEDS_DOC =
      "The feeds: addresses, or mappings with the keys below. May be empty.";

  private static final Option<List<Draft>> FEEDS = Option.required("feeds", FEED_LIST, FEEDS_DOC);
  private static final Option<List<Draft>> MORE_FEEDS =
      Option.optional("feeds", FEED_LIST, FEEDS_DOC);
  private static final Option<List<IncludePattern>> INCLUDE =
      Option.optional(
          "include",
          new ListKind<>("a list of files", IncludePattern.KIND),
          "Files with more feeds, relative to this file: `.yml` and `.yaml` files with the keys"
              + " `feeds` and `include`, and `.opml` files. The wildcards `*`, `**` and `?` are"
              + " allowed. The `http` or `https` address of an OPML list is fetched every hour."
              + " See [Lists on other servers](#lists-on-other-servers).");

  private static final Option<List<Rule>> RULES =
      Option.optional(
          "rules",
          new ListKind<>("a list of rules", RuleKind.SHAPE),
          "Rules that tag, drop or change entries when they arrive. They apply in this order, until"
              + " one drops the entry. A changed rule also applies to stored entries.");
  private static final Option<Map<String, StreamSettings>> STREAMS =
      Option.optional(
          "streams",
          new StreamsKind(),
          "Named merged feeds. The address of `jvm` is `/streams/jvm.atom`.");

  private static final Option<Map<String, Secret>> KEYS =
      Option.optional(
          "keys",
          new KeysKind(),
          "The keys of clients that may read feeds with `access: key`, such as `alice:"
              + " ${ALICE_KEY}`. Clients send a key as `key` parameter, bearer token or Basic"
              + " password. Removing a key revokes it.");

  private static final Option<AlertSettings> ALERTS =
      Option.optional(
          "alerts",
          AlertsKind.SHAPE,
          "What counts as an incident, and who is notified. Incidents are listed at `/status.atom`"
              + " and on `/status/admin`.");

  private static final Option<Map<String, WebhookSettings>> NOTIFY =
      Option.optional(
          "notify",
          new NotifyKind(),
          "Webhooks: names and the addresses that get messages about new entries. See"
              + " [push.md](push.md#webhooks).");

  /** The main file. */
  static final Shape<Root> SHAPE =
      Shape.of(
          "a mapping with the key feeds",
          List.of(
              TITLE,
              PUBLIC_URL,
              TIME_ZONE,
              SERVER,
              STORAGE,
              POLLING,
              RETENTION,
              CLEAN,
              DEFAULTS,
              FEEDS,
              RULES,
              STREAMS,
              KEYS,
              NOTIFY,
              ALERTS,
              LOG,
              EXPORT,
              INCLUDE),
          Root::root);

  /** An included file. */
  static final Shape<Included> INCLUDED =
      Shape.counted(
          "feeds, include or both: an included file has no other keys",
          1,
          2,
          List.of(MORE_FEEDS, INCLUDE),
          fields ->
              Optional.of(
                  new Included(
                      fields.get(MORE_FEEDS).orElse(List.of()),
                      fields.get(INCLUDE).orElse(List.of()))));

  /** The content of an included file. */
  record Included(List<Draft> feeds, List<IncludePattern> include) {}

  private static Optional<Root> root(MappingValues fields) {
    if (fields.place(PUBLIC_URL).isEmpty()) {
      fields
          .place(EXPORT)
          .ifPresent(at -> fields.fault(at, "\"export\" needs the key \"public-url\""));
    }
    return Optional.of(
        new Root(
            fields.get(TITLE).orElse("Feedloom"),
            fields.get(PUBLIC_URL),
            fields.get(SERVER).orElse(ServerSettings.DEFAULT),
            fields.get(STORAGE).orElse(StorageSettings.DEFAULT),
            fields.get(POLLING).orElse(PollingSettings.DEFAULT),
            fields.get(RETENTION).orElse(RetentionSettings.DEFAULT),
            fields.get(CLEAN).orElse(Cleaning.ALL),
            fields.get(DEFAULTS).orElse(List.of()),
            fields.get(FEEDS).orElse(List.of()),
            fields.get(RULES).orElse(List.of()),
            fields.get(STREAMS).orElse(Map.of()),
            fields.get(KEYS).orElse(Map.of()),
            fields.get(TIME_ZONE).orElse(ZoneOffset.UTC),
            fields.get(NOTIFY).orElse(Map.of()),
            fields.get(ALERTS).orElse(AlertSettings.DEFAULT),
            fields.get(LOG).orElse(LogSettings.DEFAULT),
            fields.get(EXPORT),
            fields.get(INCLUDE).orElse(List.of())));
  }

  private static Optional<ServerSettings> server(MappingValues fields) {
    return Optional.of(
        new ServerSettings(
            fields.get(HOST).orElse(ServerSettings.DEFAULT.host()),
            fields.get(PORT).orElse(ServerSettings.DEFAULT.port()),
            fields.get(ADMIN_TOKEN),
            fields.get(TRUSTED_PROXIES).orElse(List.of()),
            fields.get(HUB).orElse(ServerSettings.DEFAULT.isHub())));
  }

  private static Optional<StorageSettings> storage(MappingValues fields) {
    return Optional.of(
        new StorageSettings(
            fields.get(URL).orElse(StorageSettings.DEFAULT.url()),
            fields.get(USER),
            fields.get(PASSWORD)));
  }

  /** Returns the settings. Relative paths are resolved against the folder. */
  Settings settings(Path folder, List<Subscription> subscriptions) {
    return new Settings(
        title,
        publicUrl,
        server,
        storage.within(folder),
        polling,
        retention,
        cleaned(subscriptions),
        rules,
        streams,
        keys,
        timeZone,
        NotifyKind.resolved(webhooks, streams),
        alerts,
        log,
        ExportKind.within(export, folder));
  }

  /** Returns the feeds with the general choice of what is cleaned, where they have no own. */
  private List<Subscription> cleaned(List<Subscription> subscriptions) {
    return cleaning.chosen().isEmpty()
        ? subscriptions
        : subscriptions.stream()
            .map(feed -> feed.withCleaning(feed.cleaning().over(cleaning)))
            .toList();
  }
}

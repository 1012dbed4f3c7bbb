package io.feedloom.config;

import io.feedloom.feed.AddressBlock;
import io.feedloom.feed.OutgoingProxy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The mapping {@code polling}. */
final class PollingKind {
  /** The time between two polls of one feed. */
  static final ScalarKind<Duration> INTERVAL =
      Kinds.duration(Duration.ofSeconds(1), Duration.ofDays(365));

  /** The time between two requests to one host. */
  static final ScalarKind<Duration> SPACING_KIND =
      Kinds.duration(Duration.ZERO, Duration.ofHours(1));

  private static final PollingSettings DEFAULT = PollingSettings.DEFAULT;

  private static final Option<Duration> EVERY =
      Option.of(
          "every",
          INTERVAL,
          DEFAULT.every(),
          "The time between two polls of a new feed. Later, Feedloom polls a feed when new entries"
              + " are likely: a quiet feed less often, a lively one more often, and all feeds on"
              + " average no more often than this.");
  private static final Option<Duration> MIN =
      Option.of("min", INTERVAL, DEFAULT.min(), "The least time between two polls of a feed.");
  private static final Option<Duration> MAX =
      Option.of("max", INTERVAL, DEFAULT.max(), "The most time between two polls of a feed.");

  /** The longest time for a request. */
  static final ScalarKind<Duration> TIMEOUT_KIND =
      Kinds.duration(Duration.ofSeconds(1), Duration.ofMinutes(10));

  /** The size of the largest document. */
  static final ScalarKind<Long> SIZE_KIND = Kinds.size(1 << 10, 1 << 30);

  private static final Option<Duration> TIMEOUT =
      Option.of(
          "timeout",
          TIMEOUT_KIND,
          DEFAULT.timeout(),
          "The longest time for one request to a publisher, including redirects.");
  private static final Option<Long> MAX_SIZE =
      Option.of(
          "max-size",
          SIZE_KIND,
          DEFAULT.maxSize(),
          "The largest document that is read, after decompression.");
  private static final Option<Integer> PER_HOST =
      Option.of(
          "per-host",
          Kinds.integer(1, 100),
          DEFAULT.perHost(),
          "The most simultaneous requests to one registrable domain (`example.co.uk` with all hosts"
              + " below it), or to a host without one.");
  private static final Option<Duration> SPACING =
      Option.of(
          "spacing",
          SPACING_KIND,
          DEFAULT.spacing(),
          "The least time between the starts of two requests to one registrable domain. Requests to"
              + " hosts without one (addresses, names of your own network) are not spaced.");
  private static final Option<Map<String, HostSettings>> HOSTS =
      Option.optional(
          "hosts",
          new HostsKind(),
          "Settings for single hosts, or for all hosts of a domain:"
              + " `{ example.org: { per-host: 1, spacing: 5s } }`.");
  private static final Option<List<AddressBlock>> ALLOW_ADDRESSES =
      Option.of(
          "allow-addresses",
          new ListKind<>("a list of blocks of IP addresses", Kinds.ADDRESS_BLOCK),
          DEFAULT.allowAddresses(),
          "Blocks of loopback, private, link-local and similar addresses that may be polled. All"
              + " other such addresses are refused.");
  private static final Option<OutgoingProxy> PROXY =
      Option.optional(
          "proxy",
          new ProxyKind(),
          "The proxy for all requests to other servers: `http://`, `https://` or `socks5://` with"
              + " host and port. The proxy looks up the names of hosts. By default the one of the"
              + " environment variables `HTTPS_PROXY`, `HTTP_PROXY` and `ALL_PROXY`; `none` ignores"
              + " these. Hosts in `NO_PROXY` are reached without it.");

  /** The mapping. */
  static final Shape<PollingSettings> SHAPE =
      Shape.of(
          "a mapping of polling options",
          List.of(
              EVERY, MIN, MAX, TIMEOUT, MAX_SIZE, PER_HOST, SPACING, HOSTS, ALLOW_ADDRESSES, PROXY),
          PollingKind::settings);

  private PollingKind() {}

  private static Optional<PollingSettings> settings(MappingValues fields) {
    var settings =
        new PollingSettings(
            fields.get(EVERY).orElse(DEFAULT.every()),
            fields.get(MIN).orElse(DEFAULT.min()),
            fields.get(MAX).orElse(DEFAULT.max()),
            fields.get(TIMEOUT).orElse(DEFAULT.timeout()),
            fields.get(MAX_SIZE).orElse(DEFAULT.maxSize()),
            fields.get(PER_HOST).orElse(DEFAULT.perHost()),
            fields.get(SPACING).orElse(DEFAULT.spacing()),
            fields.get(HOSTS).orElse(DEFAULT.hosts()),
            fields.get(ALLOW_ADDRESSES).orElse(DEFAULT.allowAddresses()),
            fields.get(PROXY).map(ProxySettings::always).orElse(ProxySettings.NONE));
    if (settings.min().compareTo(settings.max()) > 0) {
      ordered(fields, MIN, settings.min(), MAX, settings.max());
    } else {
      ordered(fields, MIN, settings.min(), EVERY, settings.every());
      ordered(fields, EVERY, settings.every(), MAX, settings.max());
    }
    return Optional.of(settings);
  }

  /**
   * Reports a fault if the first duration is longer than the second. Its position is the value that
   * the admin wrote.
   */
  private static void ordered(
      MappingValues fields,
      Option<Duration> first,
      Duration less,
      Option<Duration> second,
      Duration more) {
    if (less.compareTo(more) > 0) {
      fields.fault(
          fields.place(first).or(() -> fields.place(second)).orElse(fields.at()),
          described(fields, first, less) + " is longer than " + described(fields, second, more));
    }
  }

  private static String described(MappingValues fields, Option<Duration> option, Duration value) {
    var origin = fields.place(option).isPresent() ? "" : ", the default";
    return "\"" + option.key() + "\" (" + Durations.format(value) + origin + ")";
  }
}

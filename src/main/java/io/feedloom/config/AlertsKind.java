package io.feedloom.config;

import io.feedloom.feed.FeedId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The mapping {@code alerts}. */
final class AlertsKind {
  private static final AlertSettings DEFAULT = AlertSettings.DEFAULT;
  private static final String NEVER = "never";
  private static final ScalarKind<Duration> DAYS =
      Kinds.duration(Duration.ofHours(1), Duration.ofDays(365));

  /** A duration, or a word for none. */
  private static final ScalarKind<Optional<Duration>> DAYS_OR_NEVER =
      ScalarKind.<Optional<Duration>>of(
              DAYS.expected() + ", or never",
              Kinds.matching(NEVER + "|" + Durations.PATTERN),
              text ->
                  text.strip().equals(NEVER)
                      ? Optional.empty()
                      : Optional.of(DAYS.parser().parse(text)))
          .writtenBy(time -> time.map(Durations::format).orElse(NEVER));

  private static final Option<List<String>> NOTIFY =
      Option.optional(
          "notify",
          new WebhookNamesKind(),
          "The webhooks of `notify` that get a message when an incident is opened or resolved.");
  private static final Option<Duration> AFTER =
      Option.of(
          "after",
          Kinds.duration(Duration.ofMinutes(1), Duration.ofDays(365)),
          DEFAULT.after(),
          "A source that cannot be read for this long is an incident.");
  private static final Option<Optional<Duration>> SILENT =
      Option.of(
          "silent",
          DAYS_OR_NEVER,
          DEFAULT.silent(),
          "A source without new entries is an incident after this time, if its rhythm makes such a"
              + " silence less likely than 1 %. `never` for no such incidents.");
  private static final Option<Long> DISK =
      Option.of(
          "disk",
          Kinds.size(32L << 20, 1L << 50),
          DEFAULT.disk(),
          "Less free space than this on the disk of the data is an incident.");
  private static final Option<Duration> KEEP =
      Option.of(
          "keep",
          Kinds.duration(Duration.ofDays(1), Duration.ofDays(3_650)),
          DEFAULT.keep(),
          "Resolved incidents are kept this long.");

  private static final Option<List<FeedId>> IGNORE =
      Option.optional(
          "ignore",
          new ListKind<>("a list of feed ids", Kinds.FEED_ID),
          "The ids of sources that have no incidents, such as one that pauses for months.");

  /** The mapping. */
  static final Shape<AlertSettings> SHAPE =
      Shape.of(
          "a mapping of alert options",
          List.of(NOTIFY, AFTER, SILENT, DISK, KEEP, IGNORE),
          fields ->
              Optional.of(
                  new AlertSettings(
                      fields.get(NOTIFY).orElse(List.of()),
                      fields.get(AFTER).orElse(DEFAULT.after()),
                      fields.get(SILENT).orElse(DEFAULT.silent()),
                      fields.get(DISK).orElse(DEFAULT.disk()),
                      fields.get(KEEP).orElse(DEFAULT.keep()),
                      Set.copyOf(fields.get(IGNORE).orElse(List.of())))));

  private AlertsKind() {}
}

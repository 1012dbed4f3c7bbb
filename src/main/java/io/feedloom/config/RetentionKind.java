package io.feedloom.config;

import io.feedloom.feed.Retention;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** The mapping {@code retention}, in general and of one feed. */
final class RetentionKind {
  private static final Option<Duration> KEEP =
      Option.of(
          "keep",
          Kinds.duration(Duration.ofSeconds(1), Duration.ofDays(36_500)),
          RetentionSettings.DEFAULT.keep(),
          "An entry is kept this long after it was last in its feed's document, or after its feed"
              + " was last in this file.");
  private static final Option<Integer> PER_FEED =
      Option.of(
          "per-feed",
          Kinds.integer(1, 10_000_000),
          RetentionSettings.DEFAULT.perFeed(),
          "The largest number of entries to keep for one feed. The newest are kept, and all that"
              + " are still in its document.");

  /** The general mapping. */
  static final Shape<RetentionSettings> SHAPE =
      Shape.of(
          "a mapping of retention options",
          List.of(KEEP, PER_FEED),
          fields ->
              Optional.of(
                  new RetentionSettings(
                      fields.get(KEEP).orElse(RetentionSettings.DEFAULT.keep()),
                      fields.get(PER_FEED).orElse(RetentionSettings.DEFAULT.perFeed()))));

  private static final Option<Duration> OWN_KEEP =
      Option.optional(
          "keep",
          KEEP.kind(),
          "An entry is kept this long after it was last in the feed's document.");
  private static final Option<Integer> OWN_PER_FEED =
      Option.optional(
          "per-feed",
          PER_FEED.kind(),
          "The largest number of entries to keep. The newest are kept, and all that are still in"
              + " its document.");

  /** The mapping of one feed. */
  static final Shape<Retention> OF_FEED =
      Shape.of(
          "a mapping of retention options",
          List.of(OWN_KEEP, OWN_PER_FEED),
          fields ->
              Optional.of(
                  new Retention(
                      fields.get(OWN_KEEP),
                      fields.get(OWN_PER_FEED).map(OptionalInt::of).orElse(OptionalInt.empty()),
                      false)));

  private RetentionKind() {}
}

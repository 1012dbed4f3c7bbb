package io.feedloom.config;

import io.feedloom.feed.Cleaning;
import io.feedloom.feed.Cleaning.Part;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is cleaned: {@code true}, {@code false}, or a mapping that switches single parts. */
final class CleanKind {
  private static final Option<Boolean> LAZY_IMAGES =
      Option.optional(
          "lazy-images",
          Kinds.BOOLEAN,
          "Whether pictures that a script of the publisher's page loads get their real addresses.");
  private static final Option<Boolean> TRACKING =
      Option.optional(
          "tracking",
          Kinds.BOOLEAN,
          "Whether parameters that only track readers, such as `utm_source` and `fbclid`, are"
              + " removed from links. Addresses of enclosures stay as they are.");
  private static final Option<Boolean> PIXELS =
      Option.optional(
          "pixels",
          Kinds.BOOLEAN,
          "Whether pictures that show nothing are dropped: of one pixel or none, or hidden.");
  private static final Option<Boolean> SHARE =
      Option.optional(
          "share",
          Kinds.BOOLEAN,
          "Whether buttons for sharing, and lists of related posts, are dropped. They are"
              + " recognized by the classes of well-known plug-ins.");

  private static final Map<Part, Option<Boolean>> PARTS =
      new EnumMap<>(
          Map.of(
              Part.LAZY_IMAGES, LAZY_IMAGES,
              Part.TRACKING, TRACKING,
              Part.PIXELS, PIXELS,
              Part.SHARE, SHARE));

  private static final Shape<Cleaning> PARTLY =
      Shape.of(
          "true, false, or a mapping of what to clean",
          List.copyOf(PARTS.values()),
          CleanKind::partly);

  /** The option. */
  static final Kind<Cleaning> KIND =
      new SwitchKind<>(
          ScalarKind.of(PARTLY.expected(), Kinds.BOOLEAN.schema(), CleanKind::word),
          PARTLY,
          value -> value.chosen().isEmpty() || value.equals(Cleaning.all(true)));

  private CleanKind() {}

  private static Cleaning word(String text) throws InvalidValue {
    return Cleaning.all(Kinds.BOOLEAN.parser().parse(text));
  }

  private static Optional<Cleaning> partly(MappingValues fields) {
    var chosen = new EnumMap<Part, Boolean>(Part.class);
    PARTS.forEach((part, option) -> fields.get(option).ifPresent(on -> chosen.put(part, on)));
    return Optional.of(new Cleaning(chosen));
  }
}

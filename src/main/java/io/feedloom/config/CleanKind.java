package io.feedloom.config;

import io.feedloom.feed.Cleaning;
import io.feedloom.feed.Cleaning.Part;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is cleaned: {@code true}, {@code false}, or a mapping that switches single parts. */
record CleanKind() implements Kind<Cleaning> {
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

  private static Optional<Cleaning> partly(MappingValues fields) {
    var chosen = new EnumMap<Part, Boolean>(Part.class);
    PARTS.forEach((part, option) -> fields.get(option).ifPresent(on -> chosen.put(part, on)));
    return Optional.of(new Cleaning(chosen));
  }

  @Override
  public String expected() {
    return PARTLY.expected();
  }

  @Override
  public Optional<Cleaning> read(YamlNode node, ReadContext in) {
    return node instanceof YamlNode.Scalar scalar && !scalar.isNull()
        ? Kinds.BOOLEAN.read(node, in).map(Cleaning::all)
        : PARTLY.read(node, in);
  }

  @Override
  public Map<String, Object> schema() {
    return Map.of("anyOf", List.of(Kinds.BOOLEAN.schema(), PARTLY.schema()));
  }

  @Override
  public Object written(Cleaning value) {
    return value.chosen().isEmpty() || value.equals(Cleaning.all(true));
  }

  @Override
  public List<Option<?>> options() {
    return PARTLY.options();
  }
}

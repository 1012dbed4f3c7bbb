package io.feedloom.config;

import io.feedloom.feed.Selection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The mapping {@code streams}: names and their selections. */
record StreamsKind() implements Kind<Map<String, StreamSettings>> {
  /**
   * Matches the name of a stream. It has no dot, so that the extension of an address can be
   * separated from it.
   */
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9_-]{0,99}");

  private static final Option<String> TITLE =
      Option.optional("title", Kinds.TEXT, "The stream's title. By default its name.");
  static final Option<List<String>> TAGS =
      parameter(
          "tags",
          "tag",
          "tags: each item narrows, a comma widens, a minus excludes",
          "The tags to select: `[\"java,kotlin\", \"-sponsored\"]` is (java or kotlin) and not"
              + " sponsored.");
  static final Option<List<String>> CATEGORY =
      parameter(
          "category", "category", "categories, written like tags", "The categories to select.");
  static final Option<List<String>> SOURCE =
      parameter(
          "source", "source", "feed ids, written like tags", "The ids of the feeds to select.");
  static final Option<List<String>> Q =
      single("q", "words and \"phrases\"", "Words that the entries contain; a minus excludes.");
  static final Option<List<String>> AUTHOR =
      parameter("author", "author", "names, written like tags", "The authors to select.");
  static final Option<List<String>> LANG =
      parameter(
          "lang",
          "lang",
          "language tags, written like tags",
          "The languages to select, such as `en`.");
  static final Option<List<String>> SINCE =
      single("since", "an instant, a date or a span such as 7d", "No older entries.");
  private static final Option<List<String>> UNTIL =
      single("until", "an instant, a date or a span such as 7d", "No newer entries.");
  private static final Option<List<String>> PER_FEED =
      single("per-feed", "a whole number", "The most entries of one feed in a page.");
  static final Option<List<String>> MERGE =
      single("merge", "story or none", "Whether a story of several feeds is one entry.");
  private static final Option<List<String>> MIN_SOURCES =
      single("min-sources", "a whole number", "Only stories that at least this many feeds report.");
  private static final Option<List<String>> ORDER =
      single(
          "order",
          "newest or top",
          "`top`: the stories with the most sources first, by default of the last 24 hours.");
  private static final Option<List<String>> DIGEST =
      single("digest", "day or week", "One entry for each finished day or week, with its entries.");
  private static final Option<List<String>> TITLES =
      single("titles", "plain or source", "`source`: titles begin with the name of the source.");
  private static final Option<Integer> LIMIT =
      Option.of(
          "limit",
          Kinds.integer(1, Selection.MAX_LIMIT),
          Selection.DEFAULT_LIMIT,
          "Entries in a page.");

  private static final Option<List<String>> NOTIFY =
      Option.optional(
          "notify",
          new WebhookNamesKind(),
          "The webhooks of the mapping `notify` that get the stream's new entries: a name or a"
              + " list.");

  /** All options that select entries, except limit. */
  private static final List<Option<List<String>>> PARAMETERS =
      List.of(
          TAGS,
          CATEGORY,
          SOURCE,
          Q,
          AUTHOR,
          LANG,
          SINCE,
          UNTIL,
          PER_FEED,
          MERGE,
          MIN_SOURCES,
          ORDER,
          DIGEST,
          TITLES);

  private static final Shape<StreamSettings> SHAPE =
      Shape.of(
          "a mapping of stream options",
          List.of(
              TITLE,
              TAGS,
              CATEGORY,
              SOURCE,
              Q,
              AUTHOR,
              LANG,
              SINCE,
              UNTIL,
              PER_FEED,
              MERGE,
              MIN_SOURCES,
              ORDER,
              DIGEST,
              TITLES,
              LIMIT,
              NOTIFY),
          StreamsKind::stream);

  private static Option<List<String>> parameter(
      String key, String parameter, String expected, String doc) {
    return Option.optional(key, new ParameterKind(parameter, expected, true), doc);
  }

  private static Option<List<String>> single(String key, String expected, String doc) {
    return Option.optional(key, new ParameterKind(key, expected, false), doc);
  }

  @Override
  public String expected() {
    return "a mapping of names to streams";
  }

  @Override
  public Optional<Map<String, StreamSettings>> read(YamlNode node, ReadContext in) {
    if (!(node instanceof YamlNode.Mapping mapping)) {
      return unexpected(node, in);
    }
    var streams = new TreeMap<String, StreamSettings>();
    for (var pair : mapping.pairs()) {
      var stream = SHAPE.read(pair.value(), in);
      var name = name(pair.key(), in);
      name.ifPresent(in.references()::declareStream);
      if (name.isPresent() && streams.containsKey(name.get())) {
        in.fault(pair.key().at(), "the stream \"" + name.get() + "\" appears here a second time");
      } else if (name.isPresent() && stream.isPresent()) {
        in.language()
            .fault(stream.get().parameters())
            .or(() -> notSendable(stream.get()))
            .ifPresentOrElse(
                problem -> in.fault(pair.value().at(), problem),
                () -> streams.put(name.get(), named(name.get(), stream.get())));
      }
    }
    return Optional.of(Collections.unmodifiableMap(streams));
  }

  private static Optional<String> name(YamlNode key, ReadContext in) {
    if (key instanceof YamlNode.Scalar name && NAME.matcher(name.text()).matches()) {
      return Optional.of(name.text());
    }
    in.fault(
        key.at(),
        "expected the name of a stream: 1 to 100 characters of a-z 0-9 _ - that begin with a letter"
            + " or digit");
    return Optional.empty();
  }

  private static Optional<String> notSendable(StreamSettings stream) {
    return stream.webhooks().isEmpty() || References.isSendable(stream)
        ? Optional.empty()
        : Optional.of(References.NOT_SENDABLE);
  }

  private static StreamSettings named(String name, StreamSettings stream) {
    return new StreamSettings(name, stream.title(), stream.parameters(), stream.webhooks());
  }

  private static Optional<StreamSettings> stream(MappingValues fields) {
    var parameters = new LinkedHashMap<String, List<String>>();
    for (var option : PARAMETERS) {
      fields.get(option).ifPresent(values -> parameters.put(parameter(option), values));
    }
    var limit = fields.get(LIMIT).orElse(Selection.DEFAULT_LIMIT);
    parameters.put("limit", List.of(String.valueOf(limit)));
    return Optional.of(
        new StreamSettings(
            "", fields.get(TITLE), parameters, fields.get(NOTIFY).orElse(List.of())));
  }

  /** Returns the query parameter of an option. */
  static String parameter(Option<List<String>> option) {
    return ((ParameterKind) option.kind()).parameter();
  }

  @Override
  public Map<String, Object> schema() {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("type", "object");
    schema.put("propertyNames", Map.of("pattern", "^" + NAME.pattern() + "$"));
    schema.put("additionalProperties", SHAPE.schema());
    return schema;
  }

  @Override
  public List<Option<?>> options() {
    return SHAPE.options();
  }

  @Override
  public String step() {
    return ".{name}";
  }
}

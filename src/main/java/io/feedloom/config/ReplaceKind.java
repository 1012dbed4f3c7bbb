package io.feedloom.config;

import io.feedloom.feed.RuleAction.Field;
import io.feedloom.feed.RuleAction.Replace;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Replacements: one mapping, or a list of them. */
record ReplaceKind() implements Kind<List<Replace>> {
  private static final int MAX_LENGTH = 1_000;

  private static final Option<Field> IN =
      Option.required(
          "in",
          ScalarKind.of(
              "title, content or link",
              Map.of("enum", List.of("title", "content", "link")),
              ReplaceKind::field),
          "Where matches are replaced: in the title, in the HTML of content and summary, or in the"
              + " link.");
  private static final Option<String> MATCH =
      Option.required("match", new RegexKind(), "What is replaced, wherever it occurs.");
  private static final Option<String> WITH =
      Option.required(
          "with",
          ScalarKind.of(
              "a text, which may be empty",
              Kinds.texts(""),
              text -> {
                if (text.length() > MAX_LENGTH) {
                  throw new InvalidValue("is longer than " + MAX_LENGTH + " characters");
                }
                return text;
              }),
          "The replacement. `$1` is what the first group matched.");

  private static final Shape<Replace> ONE =
      Shape.of(
          "a mapping with the keys in, match and with", List.of(IN, MATCH, WITH), ReplaceKind::one);

  private static final ListKind<Replace> SEVERAL =
      new ListKind<>("a mapping with the keys in, match and with, or a list of them", ONE);

  private static Field field(String text) throws InvalidValue {
    for (var field : Field.values()) {
      if (field.name().toLowerCase(Locale.ROOT).equals(text)) {
        return field;
      }
    }
    throw new InvalidValue();
  }

  private static Optional<Replace> one(MappingValues fields) {
    var in = fields.get(IN);
    var match = fields.get(MATCH);
    var with = fields.get(WITH);
    if (in.isEmpty() || match.isEmpty() || with.isEmpty()) {
      return Optional.empty();
    }
    var problem = RegexKind.problem(match.get(), with.get());
    if (problem.isPresent()) {
      fields.fault(
          fields.place(WITH).orElse(fields.at()),
          "expected a replacement, but it " + problem.get());
      return Optional.empty();
    }
    return Optional.of(new Replace(in.get(), match.get(), with.get()));
  }

  @Override
  public String expected() {
    return SEVERAL.expected();
  }

  @Override
  public Optional<List<Replace>> read(YamlNode node, ReadContext in) {
    return node instanceof YamlNode.Mapping
        ? ONE.read(node, in).map(List::of)
        : SEVERAL.read(node, in);
  }

  @Override
  public Map<String, Object> schema() {
    return Map.of("anyOf", List.of(ONE.schema(), SEVERAL.schema()));
  }

  @Override
  public List<Option<?>> options() {
    return ONE.options();
  }
}

package io.feedloom.config;

import io.feedloom.feed.EntryFilter;
import io.feedloom.feed.Rule;
import io.feedloom.feed.RuleAction;
import io.feedloom.feed.RuleAction.Replace;
import io.feedloom.feed.RuleAction.SetFields;
import io.feedloom.feed.Tag;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A rule: a filter, and what happens to the entries that pass it. */
final class RuleKind {
  private static final Option<EntryFilter> WHEN =
      Option.required(
          "when",
          FilterKind.OF_ANY,
          "The conditions. The rule applies to entries for which all of them hold.");
  private static final Option<Set<Tag>> TAG =
      Option.optional(
          "tag", new TagsKind(), "The tags to add to these entries, beside their feed's tags.");
  private static final Option<Boolean> DROP =
      Option.of(
          "drop",
          Kinds.BOOLEAN,
          false,
          "Whether to hide these entries everywhere. They stay stored, and appear again when the"
              + " rule is removed.");

  private static final Option<String> REMOVE =
      Option.optional(
          "remove",
          CssKind.OF_CONTENT,
          "Removes the elements that this CSS selector matches from content and summary.");
  private static final Option<String> KEEP =
      Option.optional(
          "keep",
          CssKind.OF_CONTENT,
          "Keeps only the elements of the content that this CSS selector matches. If none matches,"
              + " all stays.");
  private static final Option<List<Replace>> REPLACE =
      Option.optional("replace", new ReplaceKind(), "Replaces text.");
  private static final Option<String> TITLE_PREFIX =
      Option.optional(
          "title-prefix",
          ScalarKind.of(
              "a text in which only {feed} is in braces", Kinds.texts("\\S"), RuleKind::prefix),
          "Puts this text before the title. `{feed}` is the title of the feed.");
  private static final Option<String> AUTHOR =
      Option.optional("author", Kinds.TEXT, "The name of the only author.");
  private static final Option<String> LANGUAGE =
      Option.optional(
          "language",
          ScalarKind.of(
              "a language such as en or pt-BR",
              Kinds.texts("^\\s*" + PatternKind.LANGUAGE + "\\s*$|\\$\\{"),
              RuleKind::language),
          "The language, as a tag of BCP 47.");
  private static final Option<SetFields> SET =
      Option.optional(
          "set",
          Shape.counted(
              "author, language or both",
              1,
              2,
              List.of(AUTHOR, LANGUAGE),
              fields -> Optional.of(new SetFields(fields.get(AUTHOR), fields.get(LANGUAGE)))),
          "Sets fields, whatever the publisher says.");

  private static final List<Option<?>> ACTIONS = List.of(REMOVE, KEEP, REPLACE, TITLE_PREFIX, SET);

  /** The most characters of a prefix. */
  private static final int MAX_PREFIX = 200;

  /** Matches a word in braces that is not {@code {feed}}. */
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{(?!feed})[A-Za-z_-]+}");

  /** The mapping. */
  static final Shape<Rule> SHAPE =
      Shape.of(
          "a mapping with the key when and an effect",
          Stream.concat(Stream.of(WHEN, TAG, DROP), ACTIONS.stream()).toList(),
          RuleKind::rule);

  private RuleKind() {}

  private static String prefix(String text) throws InvalidValue {
    if (text.isBlank() || text.length() > MAX_PREFIX) {
      throw new InvalidValue(
          text.isBlank() ? "is empty" : "is longer than " + MAX_PREFIX + " characters");
    }
    if (PLACEHOLDER.matcher(text).find()) {
      throw new InvalidValue();
    }
    return text;
  }

  private static String language(String text) throws InvalidValue {
    if (!text.strip().matches(PatternKind.LANGUAGE)) {
      throw new InvalidValue();
    }
    return text.strip();
  }

  private static Optional<Rule> rule(MappingValues fields) {
    var when = fields.get(WHEN);
    var tags = fields.get(TAG).orElse(Set.of());
    var written = fields.get(DROP);
    var actions = actions(fields);
    boolean acts = ACTIONS.stream().anyMatch(option -> fields.place(option).isPresent());
    if (written.isEmpty()) {
      return Optional.empty();
    }
    boolean drop = written.get();
    if (drop == (acts || !tags.isEmpty())) {
      var at = fields.place(DROP).or(() -> fields.place(TAG)).orElse(fields.at());
      fields.fault(at, problem(drop, acts));
      return Optional.empty();
    }
    return when.map(filter -> new Rule(filter, tags, drop, actions));
  }

  private static String problem(boolean drop, boolean acts) {
    if (!drop) {
      return "expected \"tag\" with tags, \"drop: true\", or one of "
          + ACTIONS.stream()
              .map(option -> "\"" + option.key() + "\"")
              .collect(Collectors.joining(", "));
    }
    return acts
        ? "a dropped entry is not changed; write either \"drop\" or what changes"
        : "a dropped entry has no tags; write either \"tag\" or \"drop\"";
  }

  private static List<RuleAction> actions(MappingValues fields) {
    var actions = new ArrayList<RuleAction>();
    fields.get(REMOVE).map(RuleAction.Remove::new).ifPresent(actions::add);
    fields.get(KEEP).map(RuleAction.Keep::new).ifPresent(actions::add);
    fields.get(REPLACE).ifPresent(actions::addAll);
    fields.get(TITLE_PREFIX).map(RuleAction.TitlePrefix::new).ifPresent(actions::add);
    fields.get(SET).ifPresent(actions::add);
    return actions;
  }
}

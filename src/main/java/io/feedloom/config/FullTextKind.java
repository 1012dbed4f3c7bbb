package io.feedloom.config;

import io.feedloom.feed.FullText;
import io.feedloom.feed.FullText.Mode;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The option {@code full-text}: a word, or a mapping with selectors. */
final class FullTextKind {
  private static final Option<String> KEEP =
      Option.optional(
          "keep",
          CssKind.SELECTOR,
          "A CSS selector. If an element of the page matches, the text consists of the matching"
              + " elements.");
  private static final Option<String> REMOVE =
      Option.optional(
          "remove", CssKind.SELECTOR, "A CSS selector of elements that are not part of the text.");
  private static final Option<Boolean> WAIT =
      Option.of(
          "wait",
          Kinds.BOOLEAN,
          false,
          "Whether a new entry appears only with its full text, or after an hour.");

  private static final Option<Boolean> ROBOTS =
      Option.of(
          "robots",
          Kinds.BOOLEAN,
          true,
          "Whether pages that the `robots.txt` of their hosts forbids are left out.");

  private static final Shape<FullText> LONG_FORM =
      Shape.of(
          "true, wait, false, or a mapping of keep, remove, wait and robots",
          List.of(KEEP, REMOVE, WAIT, ROBOTS),
          fields ->
              Optional.of(
                  new FullText(
                      fields.get(WAIT).orElse(false) ? Mode.WAIT : Mode.ON,
                      fields.get(KEEP),
                      fields.get(REMOVE),
                      fields.get(ROBOTS).orElse(true))));

  private static final ScalarKind<FullText> WORD =
      ScalarKind.of(
          LONG_FORM.expected(),
          Map.of(
              "anyOf",
              List.of(
                  Map.of("enum", List.of(true, false, "true", "false", "wait")),
                  Kinds.matching("\\$\\{"))),
          FullTextKind::word);

  /** The option. */
  static final Kind<FullText> KIND = new SwitchKind<>(WORD, LONG_FORM, FullTextKind::written);

  private FullTextKind() {}

  private static Object written(FullText value) {
    return switch (value.mode()) {
      case OFF -> false;
      case ON -> true;
      case WAIT -> "wait";
    };
  }

  /** Returns the meaning of a word. */
  static FullText word(String text) throws InvalidValue {
    return FullText.of(
        switch (text.strip()) {
          case "true" -> Mode.ON;
          case "wait" -> Mode.WAIT;
          case "false" -> Mode.OFF;
          default -> throw new InvalidValue();
        });
  }
}

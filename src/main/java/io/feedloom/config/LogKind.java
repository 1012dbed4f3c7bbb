package io.feedloom.config;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The mapping {@code log}. */
final class LogKind {
  private static final Option<LogSettings.Format> FORMAT =
      Option.of(
          "format",
          words(LogSettings.Format.values()),
          LogSettings.DEFAULT.format(),
          "One line of text for each event, or one JSON object in a line.");
  private static final Option<LogSettings.Level> LEVEL =
      Option.of(
          "level",
          words(LogSettings.Level.values()),
          LogSettings.DEFAULT.level(),
          "The least important events that Feedloom logs.");

  static final Shape<LogSettings> SHAPE =
      Shape.of(
          "a mapping of log options",
          List.of(FORMAT, LEVEL),
          fields ->
              Optional.of(
                  new LogSettings(
                      fields.get(FORMAT).orElse(LogSettings.DEFAULT.format()),
                      fields.get(LEVEL).orElse(LogSettings.DEFAULT.level()))));

  private LogKind() {}

  /** Returns the kind whose values are the names of the constants in lower case. */
  private static <E extends Enum<E>> ScalarKind<E> words(E[] values) {
    var words = Arrays.stream(values).map(LogKind::word).toList();
    return ScalarKind.<E>of(
            String.join(", ", words.subList(0, words.size() - 1)) + " or " + words.getLast(),
            Map.of("anyOf", List.of(Map.of("enum", words), Kinds.matching("\\$\\{"))),
            text -> {
              int index = words.indexOf(text.strip());
              if (index < 0) {
                throw new InvalidValue();
              }
              return values[index];
            })
        .writtenBy(LogKind::word);
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}

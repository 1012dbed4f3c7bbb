package io.feedloom.config;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A text with placeholders: <code>{title}</code>, <code>{title:100}</code> with at most 100
 * characters, <code>{title|html}</code> escaped. Two opening braces are a plain one, and a brace
 * before anything but a lower-case letter is itself, as in JSON.
 */
public record MessageTemplate(List<Part> parts) {
  private static final Pattern OPENING = Pattern.compile("\\{\\{|\\{(?=[a-z])");
  private static final Pattern PLACEHOLDER =
      Pattern.compile("\\{([a-z]+)(?::([1-9]\\d{0,5}))?((?:\\|[a-z]+)*)}");

  public MessageTemplate {
    parts = List.copyOf(parts);
  }

  /** A piece of a template. */
  public sealed interface Part {
    /** A text that is always the same. */
    record Fixed(String text) implements Part {}

    /**
     * A placeholder.
     *
     * @param most the most characters
     * @param escapes applied in this order
     */
    record Placeholder(Value value, OptionalInt most, List<Escape> escapes) implements Part {
      public Placeholder {
        escapes = List.copyOf(escapes);
      }
    }
  }

  /** What a placeholder is replaced by. */
  public enum Value {
    TITLE,
    LINK,
    TEXT,
    SOURCE,
    AUTHOR,
    TAGS,
    PUBLISHED,
    ENTRIES,
    COUNT,
    NAME,
    SEVERITY,
    PRIORITY,
    ID;

    /** The values that belong to a single entry. */
    static final Set<Value> OF_ENTRY = Set.of(TITLE, LINK, TEXT, SOURCE, AUTHOR, TAGS, PUBLISHED);
  }

  /** How a value is escaped. */
  public enum Escape {
    /** For HTML and XML, also in attributes. */
    HTML,
    /** For the text of Slack: only {@code &}, {@code <} and {@code >}. */
    SLACK,
    /** For Markdown: a backslash before each character with a meaning. */
    MARKDOWN,
    /** For a part of a URL or of a form. */
    URL
  }

  /**
   * Parses a template.
   *
   * @param allowed the values that it may contain
   * @throws InvalidValue if a placeholder is malformed or unknown
   */
  static MessageTemplate parse(String text, Set<Value> allowed) throws InvalidValue {
    var parts = new ArrayList<Part>();
    var fixed = new StringBuilder();
    var opening = OPENING.matcher(text);
    int from = 0;
    while (opening.find(from)) {
      fixed.append(text, from, opening.start());
      if (opening.group().equals("{{")) {
        fixed.append('{');
        from = opening.end();
      } else {
        var placeholder = PLACEHOLDER.matcher(text).region(opening.start(), text.length());
        if (!placeholder.lookingAt()) {
          throw new InvalidValue(
              "has a brace without a placeholder such as {title}, {title:100} or {title|html};"
                  + " write {{ for a plain {");
        }
        add(parts, fixed);
        parts.add(
            new Part.Placeholder(
                known(placeholder.group(1), Value.values(), allowed, "placeholder"),
                length(Optional.ofNullable(placeholder.group(2))),
                escapes(placeholder.group(3))));
        from = placeholder.end();
      }
    }
    fixed.append(text, from, text.length());
    add(parts, fixed);
    return new MessageTemplate(parts);
  }

  private static void add(List<Part> parts, StringBuilder fixed) {
    if (!fixed.isEmpty()) {
      parts.add(new Part.Fixed(fixed.toString()));
      fixed.setLength(0);
    }
  }

  private static OptionalInt length(Optional<String> digits) {
    return digits.stream().mapToInt(Integer::parseInt).findFirst();
  }

  private static List<Escape> escapes(String written) throws InvalidValue {
    var escapes = new ArrayList<Escape>();
    for (var word : written.split("\\|", -1)) {
      if (!word.isEmpty()) {
        escapes.add(known(word, Escape.values(), Set.of(Escape.values()), "escape"));
      }
    }
    return escapes;
  }

  private static <E extends Enum<E>> E known(String word, E[] all, Set<E> allowed, String what)
      throws InvalidValue {
    for (var each : all) {
      if (word(each).equals(word) && allowed.contains(each)) {
        return each;
      }
    }
    throw new InvalidValue(
        "has an unknown "
            + what
            + "; allowed here: "
            + Arrays.stream(all)
                .filter(allowed::contains)
                .map(MessageTemplate::word)
                .collect(Collectors.joining(", ")));
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  /** Returns the text with every placeholder replaced. */
  public String fill(Function<Part.Placeholder, String> values) {
    return parts.stream()
        .map(
            part ->
                switch (part) {
                  case Part.Fixed(var text) -> text;
                  case Part.Placeholder placeholder -> values.apply(placeholder);
                })
        .collect(Collectors.joining());
  }
}

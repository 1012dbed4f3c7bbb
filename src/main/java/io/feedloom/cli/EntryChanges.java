package io.feedloom.cli;

import io.feedloom.feed.Entry;
import io.feedloom.feed.Person;
import io.feedloom.feed.text.PlainText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The entries that readers would see with other fields, with some examples. */
final class EntryChanges {
  private static final int EXAMPLES = 3;

  /** The most characters of an example's text before or after the change. */
  private static final int MAX_LENGTH = 60;

  /** How many equal characters an example shows before the first different one. */
  private static final int CONTEXT = 15;

  private static final String NOTHING = "(nothing)";

  private final List<Example> examples = new ArrayList<>();
  private long count;

  /**
   * One entry.
   *
   * @param fields one line for each field that changes
   */
  record Example(String title, List<String> fields) {
    Example {
      fields = List.copyOf(fields);
    }
  }

  /** Compares an entry as readers see it now with how they would see it. */
  void note(String title, Entry before, Entry after) {
    if (before.equals(after)) {
      return;
    }
    if (count++ < EXAMPLES) {
      examples.add(new Example(title, fields(before, after)));
    }
  }

  long count() {
    return count;
  }

  List<Example> examples() {
    return List.copyOf(examples);
  }

  private static List<String> fields(Entry before, Entry after) {
    var fields = new ArrayList<String>();
    add(fields, "title", before.title(), after.title());
    add(fields, "link", before.link().orElse(""), after.link().orElse(""));
    add(fields, "author", authors(before), authors(after));
    add(fields, "language", before.language().orElse(""), after.language().orElse(""));
    html(fields, "content", before.content(), after.content());
    html(fields, "summary", before.summary(), after.summary());
    return fields;
  }

  private static String authors(Entry entry) {
    return entry.authors().stream().map(Person::display).collect(Collectors.joining(", "));
  }

  private static void html(
      List<String> fields, String name, Optional<String> before, Optional<String> after) {
    if (before.equals(after)) {
      return;
    }
    var old = before.map(PlainText::of).orElse("");
    var next = after.map(PlainText::of).orElse("");
    boolean onlyMarkup = old.equals(next);
    add(fields, name, onlyMarkup ? before.orElse("") : old, onlyMarkup ? after.orElse("") : next);
  }

  private static void add(List<String> fields, String name, String before, String after) {
    if (before.equals(after)) {
      return;
    }
    int from = Math.max(0, firstDifference(before, after) - CONTEXT);
    int equalEnd = equalEnd(before, after, from);
    fields.add(
        name
            + ": "
            + part(before, from, before.length() - equalEnd)
            + " → "
            + part(after, from, after.length() - equalEnd));
  }

  private static int firstDifference(String one, String other) {
    int at = 0;
    while (at < Math.min(one.length(), other.length()) && one.charAt(at) == other.charAt(at)) {
      at++;
    }
    return at;
  }

  /** Returns how many characters at the end are equal and need not be shown. */
  private static int equalEnd(String one, String other, int from) {
    int equal = 0;
    int most = Math.min(one.length(), other.length()) - from;
    while (equal < most
        && one.charAt(one.length() - 1 - equal) == other.charAt(other.length() - 1 - equal)) {
      equal++;
    }
    return Math.max(0, equal - CONTEXT);
  }

  /** Returns a part of a text on one line, with ellipses where something is left out. */
  private static String part(String text, int from, int to) {
    if (text.isBlank()) {
      return NOTHING;
    }
    int end = Math.max(from, to);
    int half = MAX_LENGTH / 2;
    var shown =
        end - from <= MAX_LENGTH
            ? text.substring(from, end)
            : text.substring(from, from + half) + " … " + text.substring(end - half, end);
    return (from > 0 ? "…" : "")
        + "\""
        + PlainText.collapse(shown)
        + "\""
        + (end < text.length() ? "…" : "");
  }
}

package io.feedloom.farm;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Sentences with gaps, and lines to fill the gaps. {@code {city}} becomes a line of the section
 * {@code city}, always the same one in one text. {@code {City}} begins with a capital letter,
 * {@code {city*}} is a new line each time, and {@code {2-40}} is a number.
 */
final class Grammar {
  private static final Pattern GAP = Pattern.compile("\\{(\\p{L}+|\\d+-\\d+)(\\*?)}");

  private final Map<String, List<String>> sections;

  Grammar(Map<String, List<String>> sections) {
    this.sections = Map.copyOf(sections);
  }

  boolean has(String section) {
    return sections.containsKey(section);
  }

  /** Returns the lines of a section with their gaps. */
  List<String> lines(String section) {
    var lines = sections.get(section);
    if (lines == null) {
      throw new IllegalArgumentException("no section [" + section + "]");
    }
    return lines;
  }

  Filler filler(RandomGenerator random) {
    return new Filler(random);
  }

  /** Fills the gaps of one text and remembers the line of each gap. */
  final class Filler {
    private final RandomGenerator random;
    private final Map<String, String> chosen = new HashMap<>();

    private Filler(RandomGenerator random) {
      this.random = random;
    }

    /** Fills the gaps of a text, and the gaps of the lines that fill them. */
    String fill(String text) {
      return GAP.matcher(text)
          .replaceAll(gap -> java.util.regex.Matcher.quoteReplacement(filling(gap)));
    }

    /** Returns a filled line of a section. */
    String one(String section) {
      return fill(pick(lines(section)));
    }

    /** Returns some different lines of a section, filled; all lines if there are fewer. */
    List<String> some(String section, int count) {
      var rest = new ArrayList<>(lines(section));
      var taken = new ArrayList<String>();
      while (taken.size() < count && !rest.isEmpty()) {
        taken.add(fill(rest.remove(random.nextInt(rest.size()))));
      }
      return taken;
    }

    private String filling(MatchResult gap) {
      var name = gap.group(1);
      if (Character.isDigit(name.charAt(0))) {
        int dash = name.indexOf('-');
        int from = Integer.parseInt(name, 0, dash, 10);
        return Integer.toString(
            random.nextInt(from, Integer.parseInt(name, dash + 1, name.length(), 10) + 1));
      }
      var section = name.toLowerCase(Locale.ROOT);
      var word =
          gap.group(2).isEmpty()
              ? chosen.computeIfAbsent(section, it -> pick(lines(it)))
              : pick(lines(section));
      var text = fill(word);
      return Character.isUpperCase(name.charAt(0))
          ? text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1)
          : text;
    }

    private String pick(List<String> lines) {
      return lines.get(random.nextInt(lines.size()));
    }
  }
}

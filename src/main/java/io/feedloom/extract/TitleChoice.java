package io.feedloom.extract;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Chooses the title of an article. A page states it several times: as a heading, as its own title,
 * and for other programs. The heading that is most like the other statements is the headline, as it
 * is spelled for readers and comes without the name of the site.
 */
final class TitleChoice {
  private static final Pattern SEPARATOR =
      Pattern.compile("(?U)\\s+(?:[|\\-–—•·»«:/♥]|::)+\\s+|\\s*[|»«]\\s*");

  private static final Pattern WORD = Pattern.compile("(?U)\\w+");

  /** How like a statement a heading must be, from 0 to 1. */
  private static final double LIKE = 0.45;

  /** What the place of a heading among others costs; it decides between equal ones. */
  private static final double PLACE = 0.001;

  /** The most words of the name of a site at the end of a title. */
  private static final int SITE_WORDS = 4;

  /** The fewest words of a title. */
  private static final int TITLE_WORDS = 3;

  private static final int MAX_LENGTH = 400;

  private final String site;
  private final List<String> statements;
  private final List<Statement> compared;
  private double best;
  private Optional<String> heading = Optional.empty();

  /** The words of a statement, and those of its longest part between separators. */
  private record Statement(Set<String> all, Set<String> part) {}

  /**
   * Starts a choice.
   *
   * @param site the name of the site, empty if it is unknown
   * @param statements what the page says its title is, the most reliable first
   */
  TitleChoice(String site, List<String> statements) {
    this.site = letters(site);
    this.statements =
        statements.stream().filter(text -> !text.isBlank() && text.length() < MAX_LENGTH).toList();
    compared = this.statements.stream().map(this::statement).toList();
  }

  private Statement statement(String text) {
    var part =
        List.of(SEPARATOR.split(text, -1)).stream()
            .filter(each -> !letters(each).equals(site))
            .max(Comparator.comparingInt(each -> letters(each).length()))
            .orElse(text);
    return new Statement(words(text), words(part));
  }

  /**
   * Considers headings of one kind.
   *
   * @param weight how likely such a heading is that of the page, at most 1
   */
  void consider(List<String> headings, double weight) {
    for (int i = 0; i < headings.size(); i++) {
      var text = headings.get(i);
      if (text.length() < MAX_LENGTH && !isSite(text)) {
        double likeness = likeness(words(text));
        double rank = likeness * weight - i * PLACE;
        if (likeness >= LIKE && rank > best) {
          best = rank;
          heading = Optional.of(text);
        }
      }
    }
  }

  private double likeness(Set<String> words) {
    double most = 0;
    for (var each : compared) {
      double stated = share(words, each.all);
      double complete = share(each.part, words);
      most = Math.max(most, stated * Math.sqrt(complete));
    }
    return most;
  }

  private static double share(Set<String> words, Set<String> others) {
    return words.isEmpty()
        ? 0
        : (double) words.stream().filter(others::contains).count() / words.size();
  }

  /** Returns the heading that is like a statement. */
  Optional<String> heading() {
    return heading.map(this::withoutKicker);
  }

  /** Returns the statement that a heading ends or begins with, if that is most of it. */
  private String withoutKicker(String text) {
    var lower = text.toLowerCase(Locale.ROOT);
    for (var statement : statements) {
      var stated = withoutSite(statement);
      if (stated.length() < text.length() && stated.length() * 2 > text.length()) {
        var start = stated.toLowerCase(Locale.ROOT);
        boolean isStart =
            lower.startsWith(start)
                && SEPARATOR.matcher(text).region(stated.length(), text.length()).lookingAt()
                && stated.equals(statement);
        if (isStart || lower.endsWith(" " + start)) {
          return stated;
        }
      }
    }
    return text;
  }

  /** Returns the first statement, without the name of the site. */
  Optional<String> stated() {
    return statements.stream().findFirst().map(this::withoutSite);
  }

  boolean isSite(String text) {
    var letters = letters(text);
    return letters.length() < 2 || letters.equals(site);
  }

  /** Removes the name of the site from the end or the start of a title. */
  String withoutSite(String title) {
    var found = SEPARATOR.matcher(title);
    int firstEnd = -1;
    int lastStart = -1;
    int lastEnd = -1;
    while (found.find()) {
      firstEnd = firstEnd < 0 ? found.end() : firstEnd;
      lastStart = found.start();
      lastEnd = found.end();
    }
    if (firstEnd < 0) {
      return title;
    }
    if (!site.isEmpty() && letters(title.substring(0, firstEnd)).equals(site)) {
      return title.substring(firstEnd);
    }
    var rest = title.substring(0, lastStart);
    var end = letters(title.substring(lastEnd));
    boolean named = !site.isEmpty() && (end.contains(site) || site.contains(end));
    boolean shortEnd = count(title.substring(lastEnd)) <= SITE_WORDS && count(rest) >= TITLE_WORDS;
    return named || shortEnd ? rest : title;
  }

  private static int count(String text) {
    return text.strip().split("\\s+", -1).length;
  }

  private static Set<String> words(String text) {
    var words = new HashSet<String>();
    WORD.matcher(text.toLowerCase(Locale.ROOT)).results().forEach(each -> words.add(each.group()));
    return words;
  }

  private static String letters(String text) {
    var letters = new StringBuilder();
    WORD.matcher(text.toLowerCase(Locale.ROOT))
        .results()
        .forEach(word -> letters.append(word.group()));
    return letters.toString();
  }
}

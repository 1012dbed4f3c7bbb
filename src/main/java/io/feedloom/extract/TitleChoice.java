package io.feedloom.extract;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Chooses the title of an article. A page states it several times: as a heading, as its own title,
 * and for other programs. The heading that is most like the other statements is the headline, as it
 * is spelled for readers and comes without the name of the site.
 */
final class TitleChoice {
  private static final Pattern SEPARATOR =
      Pattern.compile("(?U)\\s+(?:[|\\-–—•·»«:/♥│]|::)+\\s+|\\s*[|»«│]\\s*");

  private static final Pattern WORD = Pattern.compile("(?U)\\w+");

  /** How like a statement a heading must be, from 0 to 1. */
  private static final double LIKE = 0.45;

  /** What the place of a heading among others costs; it decides between equal ones. */
  private static final double PLACE = 0.001;

  /** The most words of the name of a site at the end of a title. */
  private static final int SITE_WORDS = 4;

  /** The fewest words of a title. */
  private static final int TITLE_WORDS = 3;

  /** How complete a heading is, at least, that is one of several parts of a statement. */
  private static final double PART = 0.5;

  private static final int MAX_LENGTH = 400;

  /** How like a statement the only heading of the first order must be. */
  private static final double ONLY_LIKE = 0.2;

  private final Set<String> sites;
  private final List<String> statements;
  private final List<Statement> compared;
  private double best;
  private Optional<String> heading = Optional.empty();

  /**
   * What a statement consists of.
   *
   * @param all all words
   * @param part the words of the longest part between separators
   * @param parts the letters of all parts
   */
  private record Statement(Set<String> all, Set<String> part, Set<String> parts) {}

  /**
   * Starts a choice.
   *
   * @param sites the names of the site
   * @param statements what the page says its title is, the most reliable first
   */
  TitleChoice(List<String> sites, List<String> statements) {
    this.sites =
        sites.stream()
            .map(TitleChoice::letters)
            .filter(letters -> !letters.isEmpty())
            .collect(Collectors.toSet());
    this.statements =
        statements.stream()
            .filter(text -> !text.isBlank() && text.length() < MAX_LENGTH)
            .map(text -> withoutGlued(text, sites))
            .toList();
    compared = this.statements.stream().map(this::statement).toList();
  }

  /** Removes the names of the site that follow a title without a space. */
  private static String withoutGlued(String text, List<String> sites) {
    for (var site : sites) {
      int at = text.indexOf(site);
      if (at > 0
          && site.indexOf(' ') > 0
          && Character.isLetterOrDigit(text.charAt(at - 1))
          && Character.isLetterOrDigit(site.charAt(0))) {
        return text.substring(0, at);
      }
    }
    return text;
  }

  private Statement statement(String text) {
    var parts = SEPARATOR.splitAsStream(text).filter(each -> !isSite(each)).toList();
    var longest =
        parts.stream().max(Comparator.comparingInt(each -> letters(each).length())).orElse(text);
    return new Statement(
        words(text),
        words(longest),
        parts.stream().map(TitleChoice::letters).collect(Collectors.toSet()));
  }

  /** Considers the headings of the first order: the only one is that of the page more often. */
  void considerOnly(List<String> headings) {
    var own = headings.stream().filter(text -> !isSite(text)).toList();
    if (own.size() == 1
        && own.getFirst().length() < MAX_LENGTH
        && likeness(own.getFirst(), false) >= ONLY_LIKE) {
      best = 1;
      heading = Optional.of(own.getFirst());
    }
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
        double likeness = likeness(text, true);
        double rank = likeness * weight - i * PLACE;
        if (likeness >= LIKE && rank > best) {
          best = rank;
          heading = Optional.of(text);
        }
      }
    }
  }

  private double likeness(String text, boolean parts) {
    var words = words(text);
    double most = 0;
    for (var each : compared) {
      double stated = share(words, each.all);
      if (stated < 1 && stated * words.size() < 2) {
        continue; // one word in common is chance
      }
      double complete = share(each.part, words);
      if (parts && words.size() > 1 && each.parts.contains(letters(text))) {
        complete = Math.max(complete, PART);
      }
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
    return statements.stream().findFirst().map(this::withoutSite).map(TitleChoice::ofPath);
  }

  /** Returns the longest part of a title that is a path of three parts or more. */
  private static String ofPath(String title) {
    var parts = SEPARATOR.split(title, -1);
    return parts.length < 3
        ? title
        : Stream.of(parts).max(Comparator.comparingInt(String::length)).orElse(title);
  }

  boolean isSite(String text) {
    var letters = letters(text);
    return letters.length() < 2 || sites.contains(letters);
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
    if (sites.contains(letters(title.substring(0, firstEnd)))) {
      return title.substring(firstEnd);
    }
    var rest = title.substring(0, lastStart);
    var end = letters(title.substring(lastEnd));
    boolean named = sites.stream().anyMatch(site -> end.contains(site) || site.contains(end));
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

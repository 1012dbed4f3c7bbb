package io.feedloom.feed;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Reads what a CSS selector needs, without understanding it whole: whether it could take too long
 * on any text, and which of its parts look at many elements.
 *
 * @param steps the number of simple selectors and combinators, at least 1
 * @param siblings whether it compares siblings
 * @param inner whether it searches inside of elements ({@code :has})
 * @param words whether it reads the text of elements ({@code :contains})
 */
public record SelectorText(int steps, boolean siblings, boolean inner, boolean words) {
  /** The most characters of a selector. */
  public static final int MAX_LENGTH = 500;

  /** Pseudo-classes that search with regular expressions that can backtrack. */
  private static final List<String> REFUSED = List.of("matches", "matchtext");

  private static final List<String> COUNTING =
      List.of("nth", "last", "first", "only", "eq", "lt", "gt");

  /** A selector that cannot be used; the message says why. */
  public static final class Refused extends Exception {
    private static final long serialVersionUID = 1;

    Refused(String message) {
      super(message);
    }
  }

  /**
   * Reads a selector.
   *
   * @throws Refused if it could take too long
   */
  public static SelectorText of(String selector) throws Refused {
    if (selector.length() > MAX_LENGTH) {
      throw new Refused("is longer than " + MAX_LENGTH + " characters");
    }
    return new Reader(selector).read();
  }

  private static final class Reader {
    private final String text;

    /** For each open bracket, the name of its pseudo-class, or the bracket itself. */
    private final Deque<String> open = new ArrayDeque<>();

    private int steps = 1;
    private boolean siblings;
    private boolean inner;
    private boolean words;

    Reader(String text) {
      this.text = text;
    }

    SelectorText read() throws Refused {
      for (int i = 0; i < text.length(); i++) {
        char c = text.charAt(i);
        boolean inWords = "contains".equals(open.peek());
        switch (c) {
          case '\\' -> i++;
          case '"', '\'' -> i = inWords ? i : quoteEnd(i);
          case '[' -> open.push("[");
          case ']', ')' -> open.poll();
          case '(' -> open.push(inWords ? "contains" : "(");
          case ':' -> i = inWords ? i : pseudo(i);
          case '~' -> tilde(i, inWords);
          case ' ', '>', '+', ',' -> steps++;
          default -> {}
        }
      }
      return new SelectorText(steps, siblings, inner, words);
    }

    private int quoteEnd(int from) {
      int end = text.indexOf(text.charAt(from), from + 1);
      return end < 0 ? text.length() : end;
    }

    private void tilde(int at, boolean inWords) throws Refused {
      if (inWords) {
        return;
      }
      if ("[".equals(open.peek()) && at + 1 < text.length() && text.charAt(at + 1) == '=') {
        throw new Refused("uses ~=, which can take too long; write .name for a class, or *=");
      }
      steps++;
      siblings = true;
    }

    /** Reads the name of a pseudo-class. Returns the position of its last character. */
    private int pseudo(int at) throws Refused {
      if (at + 1 < text.length() && text.charAt(at + 1) == ':') {
        throw new Refused("uses a pseudo-element; only elements can be chosen");
      }
      int end = at + 1;
      while (end < text.length() && isName(text.charAt(end))) {
        end++;
      }
      var name = text.substring(at + 1, end).toLowerCase(Locale.ROOT);
      check(name);
      siblings |= COUNTING.stream().anyMatch(name::startsWith);
      if (end < text.length() && text.charAt(end) == '(') {
        open.push(name.startsWith("contains") ? "contains" : name);
        return end;
      }
      return end - 1;
    }

    private void check(String name) throws Refused {
      if (REFUSED.stream().anyMatch(name::startsWith)) {
        throw new Refused("uses :" + name + ", which can take too long; use \"replace\" for text");
      }
      boolean deep = open.contains("has");
      if (name.equals("has")) {
        if (deep) {
          throw new Refused("has :has inside :has, which can take too long");
        }
        inner = true;
      }
      if (name.startsWith("contains")) {
        if (deep) {
          throw new Refused("has :" + name + " inside :has, which can take too long");
        }
        words = true;
      }
    }

    private static boolean isName(char c) {
      return Character.isLetterOrDigit(c) || c == '-' || c == '_';
    }
  }

  /** The size of a text's tree, by which the cost of a selector is estimated. */
  public record Tree(long elements, long depths, long siblings, long characters) {}

  /**
   * Returns about how many elements are looked at to find all matches.
   *
   * @param tree the number of elements; the sums of their depths, of the squares of their numbers
   *     of children, and of the characters in them, whose text counts for every element around it
   */
  public long cost(Tree tree) {
    long cost = tree.elements() + tree.depths();
    if (inner) {
      cost += tree.depths();
    }
    if (siblings) {
      cost += tree.siblings() * (inner ? 2 : 1);
    }
    if (words) {
      cost += tree.characters() / 2;
    }
    return cost * steps;
  }

  /** Returns why a selector cannot be used; empty if it can. */
  public static Optional<String> refusal(String selector) {
    try {
      of(selector);
      return Optional.empty();
    } catch (Refused e) {
      return Optional.ofNullable(e.getMessage());
    }
  }
}

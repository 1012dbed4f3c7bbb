package io.feedloom.feed;

import java.util.Locale;
import java.util.Optional;

/** What a rule changes in the entries that it concerns, as readers see them. */
public sealed interface RuleAction {
  /** Is replaced by the title of the feed in a {@link TitlePrefix}. */
  String FEED = "{feed}";

  /** Returns the action in a form for people. It differs for every two different actions. */
  String describe();

  /** Removes the elements that a CSS selector matches from content and summary. */
  record Remove(String selector) implements RuleAction {
    @Override
    public String describe() {
      return "remove " + quoted(selector);
    }
  }

  /** Keeps only the elements of the content that a CSS selector matches. */
  record Keep(String selector) implements RuleAction {
    @Override
    public String describe() {
      return "keep " + quoted(selector);
    }
  }

  /** A part of an entry in which text can be replaced. */
  enum Field {
    TITLE,
    /** The HTML of content and summary. */
    CONTENT,
    LINK
  }

  /**
   * Replaces every match of a regular expression.
   *
   * @param match a regular expression (RE2)
   * @param with the replacement; {@code $1} is the first group
   */
  record Replace(Field field, String match, String with) implements RuleAction {
    @Override
    public String describe() {
      return "replace "
          + quoted(match)
          + " in "
          + field.name().toLowerCase(Locale.ROOT)
          + " with "
          + quoted(with);
    }
  }

  /**
   * Puts a text before the title.
   *
   * @param text the text, in which {@link #FEED} is replaced by the feed's title
   */
  record TitlePrefix(String text) implements RuleAction {
    @Override
    public String describe() {
      return "title-prefix " + quoted(text);
    }
  }

  /**
   * Sets fields.
   *
   * @param author the name of the only author
   * @param language a language tag of BCP 47
   */
  record SetFields(Optional<String> author, Optional<String> language) implements RuleAction {
    @Override
    public String describe() {
      return "set"
          + author.map(name -> " author " + quoted(name)).orElse("")
          + language.map(tag -> " language " + quoted(tag)).orElse("");
    }
  }

  private static String quoted(String text) {
    return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }
}

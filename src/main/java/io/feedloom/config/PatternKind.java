package io.feedloom.config;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.feedloom.feed.EntryFilter.Condition;
import io.feedloom.feed.EntryFilter.Part;
import io.feedloom.feed.Tag;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A regular expression that is searched for in one part of an entry. RE2 takes time linear in the
 * length of the text, so no pattern and no text can make a poll slow.
 */
record PatternKind(Part part) implements Kind<Condition> {
  /**
   * The most characters of a pattern. A compiled pattern takes memory in proportion to its length.
   */
  private static final int MAX_LENGTH = 1_000;

  /** Matches a language tag of BCP 47, or the first parts of one. */
  static final String LANGUAGE = "[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*";

  @Override
  public String expected() {
    return switch (part) {
      case FEED_TAG -> "a tag";
      case LANG -> "a language such as en or pt-BR";
      case TITLE, CONTENT, ANY, AUTHOR, CATEGORY, URL -> "a regular expression (RE2)";
    };
  }

  @Override
  public Optional<Condition> read(YamlNode node, ReadContext in) {
    if (!(node instanceof YamlNode.Scalar scalar) || scalar.isNull()) {
      return unexpected(node, in);
    }
    return in.expand(scalar).flatMap(text -> condition(text, scalar, in));
  }

  private Optional<Condition> condition(String text, YamlNode.Scalar scalar, ReadContext in) {
    if (text.isBlank() || text.length() > MAX_LENGTH) {
      var why = text.isBlank() ? "is empty" : "is longer than " + MAX_LENGTH + " characters";
      in.fault(scalar.at(), "expected " + expected() + ", but it " + why);
      return Optional.empty();
    }
    if ((part == Part.FEED_TAG && Tag.key(text).isEmpty())
        || (part == Part.LANG && !text.strip().matches(LANGUAGE))) {
      in.fault(scalar.at(), "expected " + expected() + ", but found something else");
      return Optional.empty();
    }
    try {
      return Optional.of(new Condition(part, scalar.text(), test(text)));
    } catch (PatternSyntaxException e) {
      in.fault(scalar.at(), "expected " + expected() + ": " + e.getDescription());
      return Optional.empty();
    }
  }

  private Predicate<String> test(String text) {
    if (part == Part.FEED_TAG) {
      var tag = Tag.key(text);
      return value -> Tag.key(value).equals(tag);
    }
    if (part == Part.LANG) {
      var wanted = text.strip().toLowerCase(Locale.ROOT);
      return value -> isOf(value.replace('_', '-').toLowerCase(Locale.ROOT), wanted);
    }
    var pattern = Pattern.compile(text);
    Predicate<String> found = value -> pattern.matcher(value).find();
    if (part != Part.CATEGORY) {
      return found;
    }
    var key = Tag.key(text);
    return found.or(category -> Tag.key(category).equals(key));
  }

  /** Returns whether a range includes a language (RFC 4647 section 3.3.1, basic filtering). */
  private static boolean isOf(String language, String range) {
    return language.equals(range) || language.startsWith(range + "-");
  }

  @Override
  public Map<String, Object> schema() {
    return Kinds.texts(part == Part.LANG ? "^\\s*" + LANGUAGE + "\\s*$|\\$\\{" : "\\S");
  }
}

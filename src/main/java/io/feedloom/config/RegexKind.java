package io.feedloom.config;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.Map;
import java.util.Optional;

/**
 * A regular expression whose matches are replaced. RE2 takes time linear in the length of the text.
 */
record RegexKind() implements Kind<String> {
  private static final int MAX_LENGTH = 1_000;

  @Override
  public String expected() {
    return "a regular expression (RE2)";
  }

  @Override
  public Optional<String> read(YamlNode node, ReadContext in) {
    if (!(node instanceof YamlNode.Scalar scalar) || scalar.isNull()) {
      return unexpected(node, in);
    }
    return in.expand(scalar)
        .filter(
            text -> {
              var why = problem(text);
              why.ifPresent(it -> in.fault(scalar.at(), "expected " + expected() + it));
              return why.isEmpty();
            });
  }

  private static Optional<String> problem(String text) {
    if (text.isEmpty() || text.length() > MAX_LENGTH) {
      return Optional.of(
          text.isEmpty()
              ? ", but it is empty"
              : ", but it is longer than " + MAX_LENGTH + " characters");
    }
    try {
      Pattern.compile(text);
      return Optional.empty();
    } catch (PatternSyntaxException e) {
      return Optional.of(": " + e.getDescription());
    }
  }

  /**
   * Returns why a replacement cannot be used with a valid expression; empty if it can.
   *
   * @param with the replacement, in which {@code $1} is a group
   */
  static Optional<String> problem(String match, String with) {
    try {
      // the second alternative matches everywhere, so the replacement is always tried
      Pattern.compile("(?:" + match + ")|").matcher("").replaceFirst(with);
      return Optional.empty();
    } catch (IndexOutOfBoundsException | IllegalArgumentException _) {
      return Optional.of("names a group that \"match\" does not have");
    }
  }

  @Override
  public Map<String, Object> schema() {
    return Kinds.texts(".");
  }
}

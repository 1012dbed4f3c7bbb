package io.feedloom.config;

import io.feedloom.feed.SelectorText;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jsoup.select.Selector;

/** A CSS selector for elements of an entry's content. */
record SelectorKind() implements Kind<String> {
  /** Matches the end of the parser's message, which quotes what it could not read. */
  private static final Pattern REST = Pattern.compile("(?s).* '(.+)'$");

  @Override
  public String expected() {
    return "a CSS selector";
  }

  @Override
  public Optional<String> read(YamlNode node, ReadContext in) {
    if (!(node instanceof YamlNode.Scalar scalar) || scalar.isNull()) {
      return unexpected(node, in);
    }
    return in.expand(scalar)
        .map(String::strip)
        .filter(
            text -> {
              var why = problem(text);
              why.ifPresent(
                  it -> in.fault(scalar.at(), "expected " + expected() + ", but it " + it));
              return why.isEmpty();
            });
  }

  private static Optional<String> problem(String text) {
    if (text.isEmpty()) {
      return Optional.of("is empty");
    }
    var refused = SelectorText.refusal(text);
    if (refused.isPresent()) {
      return refused;
    }
    try {
      Selector.evaluatorOf(text);
      return Optional.empty();
    } catch (IllegalArgumentException | IllegalStateException e) {
      return Optional.of("cannot be read" + place(text, e));
    }
  }

  private static String place(String text, RuntimeException e) {
    var rest = REST.matcher(String.valueOf(e.getMessage()));
    int at = rest.matches() ? text.lastIndexOf(rest.group(1)) : -1;
    return at < 0 ? "" : " from its character " + (at + 1) + " on";
  }

  @Override
  public Map<String, Object> schema() {
    return Kinds.texts("\\S");
  }
}

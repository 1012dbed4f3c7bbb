package io.feedloom.rules;

import com.google.re2j.Pattern;
import io.feedloom.feed.RuleAction.Field;
import io.feedloom.feed.RuleAction.Replace;
import java.util.Optional;

/** The replacement of a regular expression, ready for use. */
record Replacement(Field field, Pattern pattern, String with) {
  static Replacement of(Replace action) {
    return new Replacement(action.field(), Pattern.compile(action.match()), action.with());
  }

  /** Returns the text with every match replaced; empty if it would be longer than this. */
  Optional<String> apply(String text, int most) {
    var matcher = pattern.matcher(text);
    var out = new StringBuilder();
    while (matcher.find()) {
      matcher.appendReplacement(out, with);
      if (out.length() > most) {
        return Optional.empty();
      }
    }
    matcher.appendTail(out);
    return out.length() > most ? Optional.empty() : Optional.of(out.toString());
  }
}

package io.feedloom.select;

import io.feedloom.feed.NearestWord;
import io.feedloom.feed.Selection;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** All parameters, in the order of a canonical address. */
enum Parameter {
  TAG("tags joined by commas; a leading minus excludes them: java,kotlin or -sponsored"),
  CATEGORY("categories joined by commas; a leading minus excludes them: release or -jobs"),
  SOURCE("feed ids (a-z 0-9 . _ -) joined by commas; a leading minus excludes them"),
  Q(
      "words and \"phrases\"; a leading minus excludes them: java \"virtual threads\" -kotlin; at"
          + " most 20 in 500 characters"),
  AUTHOR("names of authors joined by commas; a leading minus excludes them: jane-doe or -john"),
  LANG("language tags (BCP 47) joined by commas; a leading minus excludes them: en or -pt-br"),
  SINCE(Moments.FORMS),
  UNTIL(Moments.FORMS),
  LIMIT("one whole number from 1 to " + Selection.MAX_LIMIT),
  PER_FEED("one whole number from 1 to " + Selection.MAX_LIMIT),
  MERGE("story or none"),
  MIN_SOURCES(
      "one whole number from 1 to " + Selection.MAX_SOURCES + "; more than 1 without merge=none"),
  ORDER("newest or top; top without merge=none, before and after"),
  DIGEST("day or week, without after"),
  TITLES("plain or source"),
  CONTENT("full, summary or none"),
  BEFORE("the cursor of a next link, without after"),
  AFTER("the cursor of a previous link, without before");

  private final String allowed;

  Parameter(String allowed) {
    this.allowed = allowed;
  }

  /** Returns its name in a query. */
  String key() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Returns the parameter with this value, which must already be percent-encoded if necessary. */
  String with(String value) {
    return key() + "=" + value;
  }

  /** Returns the allowed values, for messages. */
  String allowed() {
    return allowed;
  }

  /** Returns a fault of this parameter. */
  BadSelection.Fault fault(String problem) {
    return new BadSelection.Fault(key(), problem, allowed);
  }

  static Optional<Parameter> named(String name) {
    return Arrays.stream(values()).filter(p -> p.key().equals(name)).findFirst();
  }

  /** Returns the fault of an unknown name, with the parameter that was probably meant. */
  static BadSelection.Fault unknown(String name) {
    var meant =
        NearestWord.of(
            name.toLowerCase(Locale.ROOT), Arrays.stream(values()).map(Parameter::key).toList());
    return new BadSelection.Fault(
        QuotedInput.of(name),
        "unknown parameter" + meant.map(m -> ", did you mean \"" + m + "\"?").orElse(""),
        Arrays.stream(values()).map(Parameter::key).collect(Collectors.joining(", ")));
  }
}

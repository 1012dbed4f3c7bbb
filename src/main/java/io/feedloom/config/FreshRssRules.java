package io.feedloom.config;

import io.feedloom.feed.JsonPath;
import io.feedloom.feed.PageRules;
import io.feedloom.feed.PageRules.Fields;
import io.feedloom.feed.XPath;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Reads the attributes with which FreshRSS exports feeds of pages and JSON documents
 * (freshrss.org/opml).
 */
final class FreshRssRules {
  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  private final Function<String, Optional<String>> attributes;

  private FreshRssRules(Function<String, Optional<String>> attributes) {
    this.attributes = attributes;
  }

  /**
   * Returns the rules of an outline; {@link PageRules#NONE} if it is an ordinary feed.
   *
   * @param attributes returns an attribute by its name without prefix
   * @throws IllegalArgumentException if an expression does not parse
   */
  static PageRules of(Function<String, Optional<String>> attributes) {
    var rules = new FreshRssRules(attributes);
    return switch (attributes.apply("type").orElse("")) {
      case "HTML+XPath", "XML+XPath" ->
          rules
              .fields("xPath", FreshRssRules::xpath, FreshRssRules::xpath, ".")
              .map(page -> new PageRules(Optional.of(page), Optional.empty(), Optional.empty()))
              .orElse(PageRules.NONE);
      case "JSON+DotNotation" -> rules.json(Optional.empty());
      case "HTML+XPath+JSON+DotNotation" ->
          rules.json(attributes.apply("xPathToJson").map(FreshRssRules::xpath));
      default -> PageRules.NONE;
    };
  }

  private PageRules json(Optional<String> script) {
    return fields("json", FreshRssRules::items, FreshRssRules::path, "title")
        .map(json -> new PageRules(Optional.empty(), Optional.of(json), script))
        .orElse(PageRules.NONE);
  }

  private Optional<Fields> fields(
      String prefix, Function<String, String> items, Function<String, String> field, String title) {
    var named =
        (Function<String, Optional<String>>)
            name -> attributes.apply(prefix + "Item" + name).map(field);
    var link = prefix.equals("json") ? "url" : "descendant-or-self::a/@href";
    return attributes
        .apply(prefix + "Item")
        .map(items)
        .map(
            item ->
                new Fields(
                    item,
                    named.apply("Title").or(() -> Optional.of(field.apply(title))),
                    named.apply("Uri").or(() -> Optional.of(field.apply(link))),
                    named.apply("Timestamp"),
                    attributes.apply(prefix + "ItemTimeFormat").flatMap(FreshRssRules::format),
                    Optional.empty(),
                    false,
                    named.apply("Content"),
                    named.apply("Author"),
                    named.apply("Thumbnail"),
                    named.apply("Categories"),
                    named.apply("Uid")));
  }

  private static String xpath(String expression) {
    try {
      var _ = XPath.parse(expression);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("is not XPath 1.0: it " + e.getMessage(), e);
    }
    return "xpath:" + expression;
  }

  private static String items(String dotted) {
    return path(dotted) + "[*]";
  }

  /** Returns the path of RFC 9535 for {@code object.array[2].property}. */
  private static String path(String dotted) {
    var path = new StringBuilder("$");
    for (var step : dotted.replaceFirst("^\\$?\\.?", "").split("\\.", -1)) {
      int bracket = step.indexOf('[');
      var name = bracket < 0 ? step : step.substring(0, bracket);
      if (NAME.matcher(name).matches()) {
        path.append('.').append(name);
      } else if (!name.isEmpty()) {
        path.append("['").append(name.replace("\\", "\\\\").replace("'", "\\'")).append("']");
      }
      path.append(bracket < 0 ? "" : step.substring(bracket));
    }
    var _ = JsonPath.parse(path.toString());
    return path.toString();
  }

  /** Returns a format of PHP's {@code DateTime} as one of Java; empty if dates need none. */
  private static Optional<String> format(String php) {
    var format = new StringBuilder();
    for (int at = 0; at < php.length(); at++) {
      char c = php.charAt(at);
      switch (c) {
        case 'd' -> format.append("dd");
        case 'j' -> format.append('d');
        case 'D' -> format.append("EEE");
        case 'l' -> format.append("EEEE");
        case 'm' -> format.append("MM");
        case 'n' -> format.append('M');
        case 'M' -> format.append("MMM");
        case 'F' -> format.append("MMMM");
        case 'Y' -> format.append("yyyy");
        case 'y' -> format.append("yy");
        case 'H' -> format.append("HH");
        case 'G' -> format.append('H');
        case 'h' -> format.append("hh");
        case 'g' -> format.append('h');
        case 'i' -> format.append("mm");
        case 's' -> format.append("ss");
        case 'u', 'v' -> format.append("SSS");
        case 'a', 'A' -> format.append('a');
        case 'T', 'e' -> format.append('z');
        case 'P', 'p' -> format.append("XXX");
        case 'O' -> format.append("xx");
        case 'U' -> {
          return Optional.empty();
        }
        case '!', '|', '+', '*', '?' -> {}
        case '\\' -> {
          at++;
          format.append(at < php.length() ? "'" + php.charAt(at) + "'" : "");
        }
        default -> format.append(Character.isLetter(c) ? "'" + c + "'" : String.valueOf(c));
      }
    }
    return Optional.of(format.toString()).filter(text -> !text.isBlank());
  }
}

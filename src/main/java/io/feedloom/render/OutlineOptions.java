package io.feedloom.render;

import io.feedloom.feed.Cleaning;
import io.feedloom.feed.EntryOptions;
import io.feedloom.feed.FullText;
import io.feedloom.feed.HubChoice;
import io.feedloom.feed.IdBy;
import io.feedloom.feed.Masked;
import io.feedloom.feed.PageRules;
import io.feedloom.feed.PageRules.Fields;
import io.feedloom.feed.Subscription;
import io.feedloom.feed.Transport;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The options of a feed as attributes of its outline: those of FreshRSS where they say the same,
 * else our own. {@code config.OutlineReader} reads both.
 */
final class OutlineOptions {
  /** The namespace of FreshRSS's attributes. */
  static final Namespace FRESHRSS = new Namespace("frss", "https://freshrss.org/opml");

  /** The namespace of our attributes. */
  static final Namespace OWN = new Namespace("feedloom", "urn:feedloom:opml");

  private static final String XPATH = "xpath:";

  /** Matches a JSON path that FreshRSS's notation with dots can express. */
  private static final Pattern DOTTED =
      Pattern.compile("\\$((?:\\.[A-Za-z_][A-Za-z0-9_]*|\\[\\d+\\])+)");

  /** FreshRSS's names of the fields of an item. */
  private static final Map<String, String> FIELDS =
      Map.of(
          "title", "Title",
          "link", "Uri",
          "date", "Timestamp",
          "content", "Content",
          "author", "Author",
          "image", "Thumbnail",
          "categories", "Categories",
          "id", "Uid");

  /** One attribute. */
  record Attribute(Namespace namespace, String name, String value) {}

  private final List<Attribute> attributes = new ArrayList<>();
  private String type = "rss";

  private OutlineOptions() {}

  /** Returns the options of a feed. */
  static OutlineOptions of(Subscription feed) {
    var options = new OutlineOptions();
    options.rules(feed.pageRules());
    options.fullText(feed.fullText());
    options.cleaning(feed.cleaning());
    options.hub(feed.hub());
    options.requests(feed.transport());
    options.entries(feed.entryOptions());
    if (!feed.enabled()) {
      options.own("enabled", "false");
    }
    if (!feed.was().isEmpty()) {
      options.own("was", feed.was().stream().map(URI::toString).collect(Collectors.joining(" ")));
    }
    return options;
  }

  /** Returns the {@code type} of the outline. */
  String type() {
    return type;
  }

  List<Attribute> attributes() {
    return List.copyOf(attributes);
  }

  private void own(String name, String value) {
    attributes.add(new Attribute(OWN, name, value));
  }

  private void freshRss(String name, String value) {
    attributes.add(new Attribute(FRESHRSS, name, value));
  }

  private void rules(PageRules rules) {
    rules.page().ifPresent(this::page);
    rules.json().ifPresent(json -> json(json, rules.script()));
    rules.page().or(rules::json).ifPresent(this::dates);
  }

  private void page(Fields page) {
    if (selectors(page).allMatch(selector -> selector.startsWith(XPATH))) {
      type = "HTML+XPath";
      freshRss("xPathItem", xpath(page.item()));
      fields("xPathItem", page, OutlineOptions::xpath);
    } else {
      ownFields("page", page);
    }
  }

  private void json(Fields json, Optional<String> script) {
    boolean fits =
        json.item().endsWith("[*]")
            && dotted(items(json)).isPresent()
            && json.named().values().stream().allMatch(path -> dotted(path).isPresent())
            && script.filter(selector -> !selector.startsWith(XPATH)).isEmpty();
    if (fits) {
      type = script.isPresent() ? "HTML+XPath+JSON+DotNotation" : "JSON+DotNotation";
      script.ifPresent(selector -> freshRss("xPathToJson", xpath(selector)));
      freshRss("jsonItem", dotted(items(json)).orElseThrow());
      fields("jsonItem", json, path -> dotted(path).orElseThrow());
    } else {
      script.ifPresent(selector -> own("script", selector));
      ownFields("jsonPath", json);
    }
  }

  private static String items(Fields json) {
    return json.item().replaceFirst("\\[\\*\\]$", "");
  }

  private static Stream<String> selectors(Fields fields) {
    return Stream.concat(Stream.of(fields.item()), fields.named().values().stream());
  }

  private static String xpath(String selector) {
    return selector.substring(XPATH.length());
  }

  private static Optional<String> dotted(String path) {
    var matcher = DOTTED.matcher(path);
    return matcher.matches()
        ? Optional.of(matcher.group(1).replaceFirst("^\\.", ""))
        : Optional.empty();
  }

  private void fields(String prefix, Fields fields, UnaryOperator<String> form) {
    fields.named().forEach((name, value) -> freshRss(prefix + FIELDS.get(name), form.apply(value)));
  }

  private void ownFields(String prefix, Fields fields) {
    own(prefix + "Item", fields.item());
    fields
        .named()
        .forEach(
            (name, value) ->
                own(
                    prefix + name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1),
                    value));
  }

  private void dates(Fields fields) {
    fields.dateFormat().ifPresent(format -> own("dateFormat", format));
    fields.dateLang().ifPresent(language -> own("dateLang", language));
    if (fields.dateRelative()) {
      own("dateRelative", "true");
    }
  }

  private void fullText(FullText option) {
    if (!option.isOn()) {
      return;
    }
    option.keep().ifPresent(selector -> freshRss("cssFullContent", selector));
    option.remove().ifPresent(selector -> freshRss("cssContentFilter", selector));
    if (option.waits() || option.keep().isEmpty()) {
      own("fullText", option.waits() ? "wait" : "true");
    }
    if (!option.robots()) {
      own("robots", "false");
    }
  }

  /** Adds what is no secret and does not depend on the network of this server. */
  private void requests(Transport transport) {
    transport.timeout().ifPresent(timeout -> own("timeout", timeout.toSeconds() + "s"));
    transport.maxSize().ifPresent(size -> own("maxSize", String.valueOf(size)));
    if (transport.cookies()) {
      own("cookies", "within-exchange");
    }
    if (transport.ignoresCache()) {
      own("ignoreCache", "true");
    }
  }

  private void entries(EntryOptions options) {
    if (options.idBy() != IdBy.GUID) {
      own("idBy", options.idBy().name().toLowerCase(Locale.ROOT));
    }
    if (!options.appliesUpdates()) {
      own("updates", "ignore");
    }
  }

  private void cleaning(Cleaning option) {
    if (!option.chosen().isEmpty()) {
      own(
          "clean",
          option.chosen().entrySet().stream()
              .map(choice -> choice.getKey().option() + "=" + choice.getValue())
              .collect(Collectors.joining(" ")));
    }
  }

  /** Leaves out the address of a hub that contains a secret. */
  private void hub(HubChoice choice) {
    if (!choice.isOn()) {
      own("push", "false");
    }
    choice
        .hub()
        .map(URI::toString)
        .filter(address -> Masked.text(address).equals(address))
        .ifPresent(address -> own("hub", address));
  }
}

package io.feedloom.config;

import io.feedloom.feed.Cleaning;
import io.feedloom.feed.Credentials;
import io.feedloom.feed.EntryOptions;
import io.feedloom.feed.FullText;
import io.feedloom.feed.HubChoice;
import io.feedloom.feed.IdBy;
import io.feedloom.feed.OutgoingProxy;
import io.feedloom.feed.PageRules;
import io.feedloom.feed.Secret;
import io.feedloom.feed.Subscription;
import io.feedloom.feed.Tag;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Writes feeds in the form of {@code feeds.yml}, with the options that OPML can contain. */
public final class FeedsYaml {
  /** Matches a text that needs no quotes, either alone or between brackets. */
  private static final Pattern PLAIN = Pattern.compile("[\\p{IsLatin}][\\p{IsLatin}0-9 ._+-]*");

  /** Texts that without quotes mean null or a boolean. */
  private static final Set<String> WORDS =
      Set.of("null", "true", "false", "yes", "no", "on", "off", "y", "n");

  private FeedsYaml() {}

  /** Returns the key {@code feeds} and its list. */
  static String write(List<Subscription> feeds) {
    return feeds.isEmpty()
        ? "feeds: []\n"
        : feeds.stream().map(FeedsYaml::item).collect(Collectors.joining("", "feeds:\n", ""));
  }

  /** Returns the keys {@code script}, {@code json} and {@code page}, one line for each key. */
  public static String rules(PageRules rules, String indent) {
    var lines = new StringBuilder();
    rules.script().ifPresent(it -> lines.append(line(indent, "script", it)));
    rules.json().ifPresent(it -> lines.append(indent).append("json:\n").append(fields(it, indent)));
    rules.page().ifPresent(it -> lines.append(indent).append("page:\n").append(fields(it, indent)));
    return lines.toString();
  }

  private static String fields(PageRules.Fields fields, String indent) {
    var lines = new StringBuilder(line(indent + "  ", "item", fields.item()));
    fields.named().forEach((name, selector) -> lines.append(line(indent + "  ", name, selector)));
    fields.dateFormat().ifPresent(it -> lines.append(line(indent + "  ", "date-format", it)));
    fields.dateLang().ifPresent(it -> lines.append(line(indent + "  ", "date-lang", it)));
    lines.append(fields.dateRelative() ? indent + "  date-relative: true\n" : "");
    return lines.toString();
  }

  private static String line(String indent, String key, String value) {
    return indent + key + ": " + text(value) + "\n";
  }

  private static String item(Subscription feed) {
    var url = address(feed.url().toString());
    var options = options(feed);
    if (feed.title().isEmpty()
        && feed.tags().isEmpty()
        && feed.pageRules().isEmpty()
        && options.isEmpty()) {
      return "  - " + url + "\n";
    }
    var title = feed.title().map(text -> "    title: " + text(text) + "\n").orElse("");
    var tags =
        feed.tags().stream()
            .map(Tag::label)
            .map(FeedsYaml::text)
            .collect(Collectors.joining(", ", "    tags: [", "]\n"));
    return "  - url: "
        + url
        + "\n"
        + title
        + (feed.tags().isEmpty() ? "" : tags)
        + rules(feed.pageRules(), "    ")
        + options;
  }

  private static String options(Subscription feed) {
    return clean(feed.cleaning())
        + fullText(feed.fullText())
        + hub(feed.hub())
        + requests(feed)
        + entries(feed.entryOptions())
        + (feed.enabled() ? "" : "    enabled: false\n")
        + (feed.was().isEmpty()
            ? ""
            : feed.was().stream()
                .map(URI::toString)
                .map(FeedsYaml::quoted)
                .collect(Collectors.joining(", ", "    was: [", "]\n")));
  }

  private static String hub(HubChoice choice) {
    return choice.isOn()
        ? choice.hub().map(hub -> "    hub: " + address(hub.toString()) + "\n").orElse("")
        : "    push: false\n";
  }

  private static String requests(Subscription feed) {
    var transport = feed.transport();
    var lines = new StringBuilder();
    if (!feed.headers().isEmpty()) {
      lines.append(
          new TreeMap<>(feed.headers())
              .entrySet().stream()
                  .map(field -> quoted(field.getKey()) + ": " + secret(field.getValue()))
                  .collect(Collectors.joining(", ", "    headers: { ", " }\n")));
    }
    transport.proxy().ifPresent(proxy -> lines.append(proxy(proxy)));
    transport.timeout().ifPresent(it -> lines.append(option("timeout", Durations.format(it))));
    transport.maxSize().ifPresent(it -> lines.append(option("max-size", ByteSizes.format(it))));
    transport
        .body()
        .ifPresent(
            body -> lines.append("    method: POST\n").append("    body: " + secret(body) + "\n"));
    if (transport.cookies()) {
      lines.append(option("cookies", "within-exchange"));
    }
    if (transport.ignoresCache()) {
      lines.append(option("ignore-cache", "true"));
    }
    return lines.toString();
  }

  private static String option(String key, String value) {
    return "    " + key + ": " + value + "\n";
  }

  private static String secret(Secret secret) {
    return quoted(secret.value().replace("${", "$${"));
  }

  private static String proxy(OutgoingProxy proxy) {
    var login =
        proxy instanceof OutgoingProxy.Server server
            ? server.login()
            : Optional.<Credentials.Basic>empty();
    return login
        .map(
            it ->
                "    proxy: { url: %s, user: %s, password: %s }\n"
                    .formatted(quoted(proxy.toString()), quoted(it.user()), secret(it.password())))
        .orElseGet(() -> "    proxy: " + quoted(proxy.toString()) + "\n");
  }

  private static String entries(EntryOptions options) {
    return (options.idBy() == IdBy.GUID
            ? ""
            : option("id-by", options.idBy().name().toLowerCase(Locale.ROOT)))
        + (options.appliesUpdates() ? "" : option("updates", "ignore"));
  }

  private static String clean(Cleaning cleaning) {
    return cleaning.chosen().isEmpty()
        ? ""
        : "    clean: "
            + (cleaning.equals(Cleaning.NONE)
                ? "false"
                : cleaning.chosen().entrySet().stream()
                    .map(choice -> choice.getKey().option() + ": " + choice.getValue())
                    .collect(Collectors.joining(", ", "{ ", " }")))
            + "\n";
  }

  private static String fullText(FullText option) {
    if (!option.isOn()) {
      return "";
    }
    var more = new ArrayList<String>();
    option.keep().ifPresent(selector -> more.add("keep: " + text(selector)));
    option.remove().ifPresent(selector -> more.add("remove: " + text(selector)));
    if (!option.robots()) {
      more.add("robots: false");
    }
    if (option.waits() && !more.isEmpty()) {
      more.add("wait: true");
    }
    var word = option.waits() ? "wait" : "true";
    return "    full-text: "
        + (more.isEmpty() ? word : "{ " + String.join(", ", more) + " }")
        + "\n";
  }

  /**
   * Quotes an address if it ends with a colon. Other special characters of YAML are percent-encoded
   * in addresses.
   */
  private static String address(String url) {
    return url.endsWith(":") ? quoted(url) : url;
  }

  private static String text(String text) {
    boolean plain =
        PLAIN.matcher(text).matches()
            && !text.endsWith(" ")
            && !WORDS.contains(text.toLowerCase(Locale.ROOT));
    return plain ? text : quoted(text.replace("${", "$${"));
  }

  /** Returns the text in double quotes (YAML 1.2.2 section 7.3.1). */
  static String quoted(String text) {
    var quoted = new StringBuilder("\"");
    text.codePoints().forEach(c -> append(quoted, c));
    return quoted.append('"').toString();
  }

  private static void append(StringBuilder quoted, int c) {
    if (c == '"' || c == '\\') {
      quoted.append('\\').appendCodePoint(c);
    } else if (isVisible(c)) {
      quoted.appendCodePoint(c);
    } else {
      quoted.append("\\U%08X".formatted(c));
    }
  }

  private static boolean isVisible(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.PRIVATE_USE,
          Character.SURROGATE,
          Character.UNASSIGNED ->
          false;
      default -> true;
    };
  }
}

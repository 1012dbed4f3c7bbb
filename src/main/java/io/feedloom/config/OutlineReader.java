package io.feedloom.config;

import io.feedloom.feed.Cleaning;
import io.feedloom.feed.FullText;
import io.feedloom.feed.FullText.Mode;
import io.feedloom.feed.IdBy;
import io.feedloom.feed.OutgoingProxy;
import io.feedloom.feed.PageRules;
import io.feedloom.feed.PageRules.Fields;
import io.feedloom.feed.Secret;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Reads the options of a feed from the attributes of its outline in OPML: Feedloom's own, and those
 * of FreshRSS ({@link FreshRssRules}).
 */
final class OutlineReader {
  private final Function<String, Optional<String>> attributes;

  /**
   * @param attributes returns an attribute by its name without prefix
   */
  OutlineReader(Function<String, Optional<String>> attributes) {
    this.attributes = attributes;
  }

  /** Returns the rules of a page; {@link PageRules#NONE} if it is an ordinary feed. */
  PageRules rules() throws InvalidValue {
    var page = fields("page", SelectorsKind.SELECTOR);
    var json = fields("jsonPath", SelectorsKind.PATH);
    if (page.isPresent()) {
      return new PageRules(page, Optional.empty(), Optional.empty());
    }
    if (json.isPresent()) {
      return new PageRules(
          Optional.empty(), json, parsed("script", SelectorsKind.SELECTOR.parser()));
    }
    var rules = freshRss();
    return new PageRules(dated(rules.page()), dated(rules.json()), rules.script());
  }

  private PageRules freshRss() throws InvalidValue {
    try {
      return FreshRssRules.of(attributes);
    } catch (IllegalArgumentException e) {
      throw new InvalidValue(String.valueOf(e.getMessage()));
    }
  }

  private Optional<Fields> fields(String prefix, ScalarKind<String> kind) throws InvalidValue {
    var item = parsed(prefix + "Item", kind.parser());
    var title = parsed(prefix + "Title", kind.parser());
    var link = parsed(prefix + "Link", kind.parser());
    if (item.isEmpty() || title.isEmpty() || link.isEmpty()) {
      return Optional.empty();
    }
    return dated(
        Optional.of(
            new Fields(
                item.get(),
                title,
                link,
                parsed(prefix + "Date", kind.parser()),
                Optional.empty(),
                Optional.empty(),
                false,
                parsed(prefix + "Content", kind.parser()),
                parsed(prefix + "Author", kind.parser()),
                parsed(prefix + "Image", kind.parser()),
                parsed(prefix + "Categories", kind.parser()),
                parsed(prefix + "Id", kind.parser()))));
  }

  /** Returns the fields with our own options of dates. */
  private Optional<Fields> dated(Optional<Fields> fields) throws InvalidValue {
    if (fields.isEmpty()) {
      return fields;
    }
    var plain = fields.get();
    var format = parsed("dateFormat", SelectorsKind.FORMAT.parser());
    return Optional.of(
        new Fields(
            plain.item(),
            plain.title(),
            plain.link(),
            plain.date(),
            format.or(plain::dateFormat),
            attributes.apply("dateLang"),
            parsed("dateRelative", Kinds.BOOLEAN.parser()).orElse(false),
            plain.content(),
            plain.author(),
            plain.image(),
            plain.categories(),
            plain.id()));
  }

  private <T> Optional<T> parsed(String name, ScalarKind.Parser<T> parser) throws InvalidValue {
    var value = attributes.apply(name);
    return value.isPresent() ? Optional.of(parser.parse(value.get())) : Optional.empty();
  }

  /**
   * Returns the options that an outline can have.
   *
   * @param trusted whether the file is the admin's own; otherwise it may not choose header fields,
   *     bodies or proxies
   */
  FeedOptions options(boolean trusted) throws InvalidValue {
    var hub = parsed("hub", Kinds.ADDRESS.parser());
    var push = parsed("push", Kinds.BOOLEAN.parser());
    return FeedOptions.NONE.with(
        cleaning(),
        fullText(),
        push.or(() -> hub.map(_ -> true)),
        hub,
        trusted ? headers() : Optional.empty(),
        trusted ? proxy() : Optional.empty(),
        requested());
  }

  private FeedOptions.Requested requested() throws InvalidValue {
    return new FeedOptions.Requested(
        parsed("timeout", PollingKind.TIMEOUT_KIND.parser()),
        parsed("maxSize", PollingKind.SIZE_KIND.parser()),
        parsed("cookies", FeedOptions.COOKIES_KIND.parser()),
        parsed("ignoreCache", Kinds.BOOLEAN.parser())
            .or(() -> flag("ignoreHTTPCache").filter(is -> is)),
        idBy(),
        parsed("updates", FeedOptions.UPDATES_KIND.parser()),
        parsed("enabled", Kinds.BOOLEAN.parser())
            .or(() -> flag("disabled").filter(is -> is).map(is -> !is)));
  }

  /** Returns a flag of another program; empty if it is neither true nor false. */
  private Optional<Boolean> flag(String name) {
    return attributes
        .apply(name)
        .flatMap(
            text ->
                switch (text.toLowerCase(Locale.ROOT)) {
                  case "true", "1" -> Optional.of(true);
                  case "false", "0" -> Optional.of(false);
                  default -> Optional.empty();
                });
  }

  /** Returns our option, or what FreshRSS calls the criterion of unicity. */
  private Optional<IdBy> idBy() throws InvalidValue {
    var own = parsed("idBy", FeedOptions.ID_BY_KIND.parser());
    return own.or(
        () ->
            attributes
                .apply("unicityCriteria")
                .flatMap(
                    criterion ->
                        switch (criterion) {
                          case "link" -> Optional.of(IdBy.LINK);
                          case "sha1:title" -> Optional.of(IdBy.TITLE);
                          case "sha1:content", "sha1:title_published_content" ->
                              Optional.of(IdBy.CONTENT);
                          default -> Optional.empty();
                        }));
  }

  /** Returns the addresses under which the feed was known before. */
  List<URI> was() throws InvalidValue {
    var addresses = new ArrayList<URI>();
    for (var address : attributes.apply("was").orElse("").split("\\s+", -1)) {
      if (!address.isEmpty()) {
        addresses.add(FeedAddress.parse(address));
      }
    }
    return addresses;
  }

  /** Returns the body of POST requests in FreshRSS. */
  Optional<Secret> body() {
    return attributes
        .apply("CURLOPT_POSTFIELDS")
        .filter(_ -> flag("CURLOPT_POST").orElse(false))
        .map(Secret::new);
  }

  private Optional<Map<String, Secret>> headers() throws InvalidValue {
    var headers = new TreeMap<String, Secret>(String.CASE_INSENSITIVE_ORDER);
    for (var line : attributes.apply("CURLOPT_HTTPHEADER").orElse("").split("[\\r\\n|]+", -1)) {
      int colon = line.indexOf(':');
      if (colon > 0) {
        header(line.substring(0, colon).strip(), line.substring(colon + 1), headers);
      }
    }
    for (var name : List.of("CURLOPT_USERAGENT", "userAgent")) {
      header("User-Agent", attributes.apply(name).orElse(""), headers);
    }
    for (var name : List.of("CURLOPT_COOKIE", "cookie")) {
      header("Cookie", attributes.apply(name).orElse(""), headers);
    }
    return headers.isEmpty() ? Optional.empty() : Optional.of(headers);
  }

  private static void header(String name, String value, Map<String, Secret> headers)
      throws InvalidValue {
    if (HeadersKind.isAllowed(name) && !value.isBlank()) {
      headers.put(name, new Secret(Kinds.oneLine(value.strip())));
    }
  }

  /** Returns the proxy of FreshRSS, with the numbers of libcurl. */
  private Optional<OutgoingProxy> proxy() throws InvalidValue {
    var type = attributes.apply("CURLOPT_PROXYTYPE").orElse("0");
    var address = attributes.apply("CURLOPT_PROXY");
    if (type.equals("-1")) {
      return Optional.of(OutgoingProxy.NONE);
    }
    var scheme =
        switch (type) {
          case "0", "1" -> "http://";
          case "2", "3" -> "https://";
          case "5", "7" -> "socks5://";
          default -> "";
        };
    return address.isEmpty() || scheme.isEmpty()
        ? Optional.empty()
        : Optional.of(
            ProxyKind.parse(
                address.get().contains("://") ? address.get() : scheme + address.get()));
  }

  private Optional<FullText> fullText() throws InvalidValue {
    var keep = parsed("cssFullContent", CssKind::selector);
    var word = parsed("fullText", FullTextKind::word);
    if (keep.isEmpty() && word.isEmpty()) {
      return Optional.empty();
    }
    var filter =
        attributes.apply("cssContentFilter").isPresent()
            ? "cssContentFilter"
            : "cssFullContentFilter";
    return Optional.of(
        new FullText(
            word.map(FullText::mode).orElse(Mode.ON),
            keep,
            parsed(filter, CssKind::selector),
            parsed("robots", Kinds.BOOLEAN.parser()).orElse(true)));
  }

  private Optional<Cleaning> cleaning() {
    var chosen = new EnumMap<Cleaning.Part, Boolean>(Cleaning.Part.class);
    for (var choice : attributes.apply("clean").orElse("").split("\\s+", -1)) {
      Arrays.stream(Cleaning.Part.values())
          .filter(part -> choice.toLowerCase(Locale.ROOT).startsWith(part.option() + "="))
          .forEach(part -> chosen.put(part, choice.toLowerCase(Locale.ROOT).endsWith("=true")));
    }
    return chosen.isEmpty() ? Optional.empty() : Optional.of(new Cleaning(chosen));
  }
}

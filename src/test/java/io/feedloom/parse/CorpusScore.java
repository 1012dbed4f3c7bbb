package io.feedloom.parse;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.jsoup.parser.Parser;
import tools.jackson.databind.JsonNode;

/**
 * How far what was read of a document is what was expected: titles and content compare as text
 * without markup and white space, dates to the second; entries pair by id, link, title, order.
 */
final class CorpusScore {
  private static final Pattern HIDDEN = Pattern.compile("(?is)<(script|style)\\b.*?</\\1\\s*>");
  private static final Pattern COMMENT = Pattern.compile("(?s)<!--.*?-->");
  private static final Pattern TAG = Pattern.compile("<[^>]*>");
  private static final Pattern BLANK =
      Pattern.compile(
          "[\\s\\u0085\\u00a0\\u1680\\u2000-\\u200b\\u2028\\u2029\\u202f\\u205f\\u3000\\ufeff\\u001c-\\u001f]+");
  private static final Pattern ADDRESS =
      Pattern.compile("([a-zA-Z][\\w+.-]*://)([^/?#]*)(.*)", Pattern.DOTALL);
  private static final Set<String> DANGEROUS =
      Set.of(
          "javascript:",
          "vbscript:",
          "expression(",
          "-moz-binding",
          "behavior:",
          "livescript:",
          "mocha:",
          "data:text/html",
          "script:alert");

  private final JsonNode expect;
  private final Map<String, int[]> fields = new LinkedHashMap<>();
  private final List<String> notes = new ArrayList<>();

  CorpusScore(JsonNode expect, JsonNode observed) {
    this.expect = expect;
    score(observed);
  }

  boolean isRight() {
    return fields.values().stream().allMatch(f -> f[0] == f[1]);
  }

  /** By field: how many were right, of how many. */
  Map<String, int[]> fields() {
    return fields;
  }

  /** The fields that differ. */
  List<String> notes() {
    return notes;
  }

  private void put(String field, boolean right, Object wanted, Object got) {
    var count = fields.computeIfAbsent(field, key -> new int[2]);
    count[0] += right ? 1 : 0;
    count[1]++;
    if (!right) {
      notes.add(field + ": wanted " + wanted + ", got " + got);
    }
  }

  private void score(JsonNode observed) {
    var feed = observed.path("feed");
    var entries = feed.path("entries");
    if (expect.path("must_fail").asBoolean(false)) {
      put("rejected", entries.isEmpty(), "no entries", entries.size());
      return;
    }
    limits(observed, feed);
    if (!feed.isObject()) {
      put(
          "parsed",
          expect.path("may_fail").asBoolean(false),
          "a feed",
          observed.path("error").asString(""));
      return;
    }
    put("parsed", true, "", "");
    if (expect.has("count")) {
      put(
          "count",
          entries.size() == expect.path("count").asInt(),
          expect.path("count"),
          entries.size());
    }
    if (expect.has("min_count")) {
      put(
          "count",
          entries.size() >= expect.path("min_count").asInt(),
          expect.path("min_count"),
          entries.size());
    }
    var title = expect.path("feed_title").asString("");
    if (!title.isEmpty()) {
      var got = feed.path("feed_title").asString("");
      put("feed_title", squeeze(got).equals(squeeze(title)), title, got);
    }
    var wanted = expect.path("entries").values().stream().toList();
    var pairs = pair(wanted, entries.values().stream().toList());
    for (int i = 0; i < wanted.size(); i++) {
      entry(wanted.get(i), pairs.get(i));
    }
  }

  private void limits(JsonNode observed, JsonNode feed) {
    var limits = expect.path("limits");
    if (limits.has("max_seconds")) {
      put(
          "time_limit",
          observed.path("ms").asLong() <= limits.path("max_seconds").asDouble() * 1000,
          limits,
          observed.path("ms"));
    }
    if (limits.has("max_output_bytes") && feed.isObject()) {
      put(
          "size_limit",
          feed.toString().length() <= limits.path("max_output_bytes").asLong(),
          limits,
          feed.toString().length());
    }
  }

  private static List<JsonNode> pair(List<JsonNode> wanted, List<JsonNode> got) {
    var pairs = new HashMap<Integer, JsonNode>();
    var left = new ArrayList<>(got);
    List<Function<JsonNode, String>> keys =
        List.of(
            e -> e.path("id").asString("").strip(),
            e -> e.has("link") ? address(e.path("link").asString()) : "",
            e -> squeeze(e.path("title").asString("")));
    for (var key : keys) {
      for (int i = 0; i < wanted.size(); i++) {
        var mine = key.apply(wanted.get(i));
        if (!pairs.containsKey(i) && !mine.isEmpty()) {
          for (var candidate : left) {
            if (key.apply(candidate).equals(mine)) {
              pairs.put(i, candidate);
              remove(left, candidate);
              break;
            }
          }
        }
      }
    }
    var paired = new ArrayList<JsonNode>();
    for (int i = 0; i < wanted.size(); i++) {
      if (!pairs.containsKey(i) && !left.isEmpty()) {
        boolean same = i < got.size() && left.stream().anyMatch(isSame(got.get(i)));
        var next = same ? got.get(i) : left.getFirst();
        remove(left, next);
        pairs.put(i, next);
      }
      paired.add(pairs.getOrDefault(i, tools.jackson.databind.node.MissingNode.getInstance()));
    }
    return paired;
  }

  private static java.util.function.Predicate<JsonNode> isSame(JsonNode node) {
    int identity = System.identityHashCode(node);
    return other -> System.identityHashCode(other) == identity;
  }

  private static void remove(List<JsonNode> nodes, JsonNode node) {
    nodes.removeIf(isSame(node));
  }

  private void entry(JsonNode wanted, JsonNode got) {
    for (var property : wanted.properties()) {
      var value = property.getValue();
      switch (property.getKey()) {
        case "title" ->
            text(
                "title",
                value,
                got,
                squeeze(value.asString()).equals(squeeze(got.path("title").asString(""))));
        case "link" ->
            text(
                "link",
                value,
                got,
                address(value.asString("")).equals(address(got.path("link").asString(""))));
        case "id" ->
            text(
                "id",
                value,
                got,
                value.asString("").strip().equals(got.path("id").asString("").strip()));
        case "published", "updated" -> {
          boolean same =
              sameDate(value, got.path("published")) || sameDate(value, got.path("updated"));
          put(property.getKey(), same, value, got.path("published") + " " + got.path("updated"));
        }
        case "author" -> {
          var have =
              got.path("authors").values().stream()
                  .map(a -> plain(a.asString("")))
                  .collect(Collectors.joining(" | "));
          put(
              "author",
              have.toLowerCase(Locale.ROOT)
                  .contains(plain(value.asString("")).toLowerCase(Locale.ROOT)),
              value,
              have);
        }
        case "categories" ->
            put(
                "categories",
                folded(got.path("categories")).containsAll(folded(value)),
                value,
                got.path("categories"));
        case "content_contains" -> content(value.asString(""), got);
        case "content_urls" -> {
          var html =
              Parser.unescapeEntities(
                  got.path("content").asString("") + got.path("summary").asString(""), false);
          var missing =
              value.values().stream()
                  .map(u -> u.asString().replace("{ORIGIN}", Corpus.ORIGIN))
                  .filter(u -> !html.contains(u))
                  .toList();
          put("content_urls", missing.isEmpty(), missing, html);
        }
        case "enclosures" -> {
          var have = addresses(got.path("enclosures"));
          put("enclosures", have.containsAll(addresses(value)), value, got.path("enclosures"));
        }
        case "not_contains" -> {
          var found =
              value.values().stream()
                  .map(JsonNode::asString)
                  .filter(bad -> contains(got, bad))
                  .toList();
          put("sanitized", found.isEmpty(), value, found);
        }
        case "exactly" ->
            value.properties().forEach(field -> exactly(field.getKey(), field.getValue(), got));
        case "lines" -> lines(value, got);
        case "once" -> once(value, got);
        default -> {}
      }
    }
  }

  /** Compares a field that may hold what is expected and nothing else. */
  private void exactly(String field, JsonNode wanted, JsonNode got) {
    if (field.equals("link")) {
      var link = got.path("link").asString("");
      put("exactly link", wanted.asString("").equals(link), wanted, link);
      return;
    }
    var have =
        switch (field) {
          case "dates" ->
              Stream.of("published", "updated")
                  .map(name -> got.path(name).asString(""))
                  .filter(date -> !date.isEmpty())
                  .map(date -> Instant.parse(date).truncatedTo(ChronoUnit.SECONDS).toString())
                  .collect(Collectors.toSet());
          case "enclosures" -> addresses(got.path("enclosures"));
          case "categories", "authors" -> folded(got.path(field));
          default -> throw new IllegalArgumentException("a field that is not known: " + field);
        };
    var want =
        wanted.values().stream()
            .map(JsonNode::asString)
            .map(text -> field.equals("enclosures") ? address(text) : text)
            .map(
                text ->
                    field.equals("categories") || field.equals("authors")
                        ? text.toLowerCase(Locale.ROOT)
                        : text)
            .collect(Collectors.toSet());
    put("exactly " + field, !got.isMissingNode() && have.equals(want), wanted, have);
  }

  /** Looks for texts that follow each other, each on a line of its own. */
  private void lines(JsonNode wanted, JsonNode got) {
    var want = wanted.values().stream().map(JsonNode::asString).toList();
    var bodies =
        Stream.of("content", "summary")
            .map(name -> got.path(name).asString(""))
            .map(ShownLines::of)
            .toList();
    boolean right = bodies.stream().anyMatch(shown -> Collections.indexOfSubList(shown, want) >= 0);
    put("lines", right, want, bodies);
  }

  private void once(JsonNode wanted, JsonNode got) {
    var content = got.path("content").asString("");
    var html =
        Parser.unescapeEntities(
            content.isEmpty() ? got.path("summary").asString("") : content, false);
    boolean right =
        wanted.values().stream()
            .map(text -> text.asString().replace("{ORIGIN}", Corpus.ORIGIN))
            .allMatch(text -> html.split(Pattern.quote(text), -1).length == 2);
    put("once", right, wanted, html);
  }

  private void text(String field, JsonNode wanted, JsonNode got, boolean right) {
    put(field, right, wanted, got.path(field));
  }

  private void content(String wanted, JsonNode got) {
    var content = got.path("content").asString("");
    var summary = got.path("summary").asString("");
    var text = squeeze(wanted);
    boolean right =
        squeeze(content + "\n" + summary).contains(text)
            || squeeze(content).contains(text)
            || squeeze(summary).contains(text);
    put("content", right, wanted, content.isEmpty() ? summary : content);
  }

  private static boolean sameDate(JsonNode wanted, JsonNode got) {
    return got.isString()
        && Instant.parse(got.asString())
            .truncatedTo(ChronoUnit.SECONDS)
            .equals(Instant.parse(wanted.asString()).truncatedTo(ChronoUnit.SECONDS));
  }

  private static Set<String> folded(JsonNode texts) {
    return texts.values().stream()
        .map(t -> plain(t.asString("")).toLowerCase(Locale.ROOT))
        .filter(t -> !t.isEmpty())
        .collect(Collectors.toSet());
  }

  private static Set<String> addresses(JsonNode enclosures) {
    return enclosures.values().stream()
        .map(e -> e.path("url").asString(""))
        .filter(u -> !u.isEmpty())
        .map(CorpusScore::address)
        .collect(Collectors.toSet());
  }

  private static String address(String written) {
    var url = Parser.unescapeEntities(written.strip(), false).replace("{ORIGIN}", Corpus.ORIGIN);
    var parts = ADDRESS.matcher(url);
    if (parts.matches()) {
      var rest = parts.group(3).isEmpty() ? "/" : parts.group(3);
      url =
          parts.group(1).toLowerCase(Locale.ROOT) + parts.group(2).toLowerCase(Locale.ROOT) + rest;
    }
    return url.replaceAll("%7[eE]", "~");
  }

  /** Markup removed and references decoded, twice over. */
  private static String plain(String html) {
    var text = COMMENT.matcher(HIDDEN.matcher(html).replaceAll(" ")).replaceAll(" ");
    text = Parser.unescapeEntities(TAG.matcher(text).replaceAll(" "), false);
    text = Parser.unescapeEntities(TAG.matcher(text).replaceAll(" "), false);
    return BLANK.matcher(text).replaceAll(" ").strip();
  }

  private static String squeeze(String html) {
    return BLANK.matcher(plain(html)).replaceAll("");
  }

  private static boolean contains(JsonNode got, String bad) {
    var html = got.path("content").asString("") + "\n" + got.path("summary").asString("");
    var document = Jsoup.parseBodyFragment(html);
    if (bad.matches("<[a-z]+")) {
      return !document.body().getElementsByTag(bad.substring(1)).isEmpty();
    }
    if (bad.matches("[a-z]+=") || bad.equals("<img src=x onerror=")) {
      var name = bad.startsWith("<") ? "onerror" : bad.substring(0, bad.length() - 1);
      return !document.getElementsByAttribute(name).isEmpty();
    }
    if (DANGEROUS.contains(bad)) {
      var values = new HashSet<String>();
      document
          .getAllElements()
          .forEach(
              e ->
                  e.attributes()
                      .forEach(
                          a ->
                              values.add(
                                  a.getValue()
                                      .replaceAll("[\\s\\x00-\\x20]+", "")
                                      .toLowerCase(Locale.ROOT))));
      values.add(
          got.path("link")
              .asString("")
              .replaceAll("[\\s\\x00-\\x20]+", "")
              .toLowerCase(Locale.ROOT));
      return values.stream().anyMatch(v -> v.contains(bad));
    }
    return html.toLowerCase(Locale.ROOT).contains(bad.toLowerCase(Locale.ROOT));
  }
}

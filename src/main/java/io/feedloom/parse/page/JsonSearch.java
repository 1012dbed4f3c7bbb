package io.feedloom.parse.page;

import io.feedloom.feed.JsonPath;
import io.feedloom.feed.JsonPath.Segment;
import io.feedloom.feed.JsonPath.Selector;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads JSON, and finds values in it. */
final class JsonSearch {
  /** How deep values may be nested. */
  private static final int DEPTH = 300;

  /** Values that one path may visit. */
  private static final int MAX_VISITED = 2_000_000;

  /** Values that one path may find. */
  private static final int MAX_FOUND = 100_000;

  /** Places in a script where JSON may begin. */
  private static final int MAX_TRIES = 50;

  private static final Pattern PARSED = Pattern.compile("JSON\\.parse\\(\\s*[\"']");

  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(DEPTH).build())
                  .enable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS)
                  .enable(JsonReadFeature.ALLOW_TRAILING_COMMA)
                  .enable(JsonReadFeature.ALLOW_JAVA_COMMENTS)
                  .build())
          .build();

  private JsonSearch() {}

  /** Returns the first value of a text; empty if it is not JSON. */
  static Optional<JsonNode> read(String text) {
    try (var parser = MAPPER.createParser(text)) {
      return parser.nextToken() == null
          ? Optional.empty()
          : Optional.of(parser.<JsonNode>readValueAsTree());
    } catch (JacksonException _) {
      return Optional.empty();
    }
  }

  /**
   * Returns the first object or array of a text, also of {@code window.state = {…}} and of {@code
   * JSON.parse("…")}.
   */
  static Optional<JsonNode> find(String text) {
    var plain = text.strip();
    if (plain.startsWith("{") || plain.startsWith("[")) {
      return read(plain);
    }
    var quoted = PARSED.matcher(plain);
    return quoted.find()
        ? ScriptText.read(plain, quoted.end() - 1).flatMap(JsonSearch::read)
        : assigned(plain);
  }

  private static Optional<JsonNode> assigned(String script) {
    Optional<JsonNode> spare = Optional.empty();
    int at = 0;
    for (int tries = 0; tries < MAX_TRIES; tries++) {
      while (at < script.length() && script.charAt(at) != '{' && script.charAt(at) != '[') {
        at++;
      }
      var found = at < script.length() ? read(script.substring(at)) : Optional.<JsonNode>empty();
      // An array of texts alone may be a name in brackets: window["state"] = {…}.
      if (found.filter(it -> it.values().stream().anyMatch(JsonNode::isContainer)).isPresent()) {
        return found;
      }
      spare = spare.or(() -> found);
      at++;
    }
    return spare;
  }

  /** Returns the values of a path, in document order. */
  static List<JsonNode> find(JsonPath path, JsonNode root) {
    var found = List.of(root);
    int[] left = {MAX_VISITED};
    for (var segment : path.segments()) {
      var next = new ArrayList<JsonNode>();
      for (var node : found) {
        step(segment, node, next, left);
      }
      found = next;
    }
    return found;
  }

  private static void step(Segment segment, JsonNode node, List<JsonNode> into, int[] left) {
    var waiting = new ArrayDeque<JsonNode>(List.of(node));
    while (!waiting.isEmpty() && left[0]-- > 0 && into.size() < MAX_FOUND) {
      var next = waiting.removeFirst();
      for (var selector : segment.selectors()) {
        select(selector, next, into, left);
      }
      if (segment.descends()) {
        var children = new ArrayList<JsonNode>(next.values());
        for (int i = children.size() - 1; i >= 0; i--) {
          waiting.addFirst(children.get(i));
        }
      }
    }
  }

  private static void select(Selector selector, JsonNode node, List<JsonNode> into, int[] left) {
    switch (selector) {
      case Selector.Name(var name) -> {
        if (node.isObject() && node.has(name)) {
          into.add(node.get(name));
        }
      }
      case Selector.Index(long index) -> {
        long at = index < 0 ? node.size() + index : index;
        if (node.isArray() && at >= 0 && at < node.size()) {
          into.add(node.get((int) at));
        }
      }
      case Selector.Wildcard _ -> {
        left[0] -= node.size();
        into.addAll(node.values());
      }
      case Selector.Slice slice -> slice(slice, node, into);
    }
  }

  /** RFC 9535 section 2.3.4.2.2. */
  private static void slice(Selector.Slice slice, JsonNode node, List<JsonNode> into) {
    if (!node.isArray() || slice.step() == 0) {
      return;
    }
    long size = node.size();
    boolean up = slice.step() > 0;
    long start =
        bound(slice.start().map(n -> n < 0 ? size + n : n).orElse(up ? 0L : size - 1), up, size);
    long end = bound(slice.end().map(n -> n < 0 ? size + n : n).orElse(up ? size : -1L), up, size);
    for (long i = start; up ? i < end : i > end; i += slice.step()) {
      into.add(node.get((int) i));
    }
  }

  private static long bound(long index, boolean up, long size) {
    return up ? Math.clamp(index, 0, size) : Math.clamp(index, -1, size - 1);
  }
}

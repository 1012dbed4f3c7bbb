package io.feedloom.parse;

import io.feedloom.feed.Problem;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A JSON object, as far as it goes: one that breaks off has the members before the break, and of a
 * list that breaks off the elements before it.
 *
 * @param problems the break, if there is one
 */
record JsonDocument(JsonNode root, List<Problem> problems) {
  private static final JsonMapper MAPPER = mapper();

  JsonDocument {
    problems = List.copyOf(problems);
  }

  /** Reads a text; where it is no object, the root has no members. */
  static JsonDocument read(String text) {
    var root = MAPPER.createObjectNode();
    try (var parser = MAPPER.createParser(text)) {
      if (parser.nextToken() == JsonToken.START_OBJECT) {
        members(parser, root);
      }
      return new JsonDocument(root, List.of());
    } catch (JacksonException e) {
      return new JsonDocument(root, List.of(problem(e)));
    }
  }

  private static void members(JsonParser parser, ObjectNode root) {
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      var name = parser.currentName();
      if (parser.nextToken() == JsonToken.START_ARRAY) {
        var list = root.putArray(name);
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          list.add(parser.<JsonNode>readValueAsTree());
        }
      } else {
        root.set(name, parser.<JsonNode>readValueAsTree());
      }
    }
  }

  private static Problem problem(JacksonException e) {
    var place =
        Optional.ofNullable(e.getLocation())
            .map(at -> "line " + at.getLineNr() + ", column " + at.getColumnNr());
    return new Problem(place.orElse(""), "not JSON: " + e.getOriginalMessage());
  }

  private static JsonMapper mapper() {
    var limits = StreamReadConstraints.builder().maxNestingDepth(TreeBuilder.MAX_DEPTH).build();
    var factory =
        JsonFactory.builder()
            .streamReadConstraints(limits)
            .enable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS)
            .enable(JsonReadFeature.ALLOW_TRAILING_COMMA)
            .enable(JsonReadFeature.ALLOW_JAVA_COMMENTS)
            .enable(JsonReadFeature.ALLOW_BACKSLASH_ESCAPING_ANY_CHARACTER)
            .build();
    return JsonMapper.builder(factory).build();
  }
}

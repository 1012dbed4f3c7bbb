package io.feedloom.parse;

import io.feedloom.feed.Problem;
import io.feedloom.parse.text.TextPosition;
import io.feedloom.parse.xml.DocumentStart;
import io.feedloom.parse.xml.TreeBuilder;
import java.util.ArrayList;
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
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A JSON object. If its text breaks off, it has the members before the break, and the last list has
 * the elements before the break.
 *
 * @param problems reports the break, if there is one
 * @param end the offset at which it ends in the text
 */
record JsonDocument(JsonNode root, List<Problem> problems, int end) {
  /** The most objects that are read from one text, whether or not they are feeds. */
  private static final int MAX_OBJECTS = 20;

  /**
   * Objects up to this depth are read member by member, so that after a break only deeper content
   * is lost.
   */
  private static final int SALVAGED = 4;

  private static final JsonMapper MAPPER = mapper();

  JsonDocument {
    problems = List.copyOf(problems);
  }

  /**
   * Reads the objects of a text one after the other. Ignores all text around and between them.
   *
   * @param from the offset at which the first begins
   */
  static List<JsonDocument> all(String text, int from) {
    var starts = new DocumentStart(text);
    var all = new ArrayList<JsonDocument>();
    int next = from;
    while (next >= 0 && all.size() < MAX_OBJECTS) {
      var document = read(text, next);
      all.add(document);
      // An incomplete object that is not a feed was probably just a brace in other text.
      boolean object =
          document.problems.isEmpty()
              || RssInJson.is(document.root)
              || JsonFeedReader.isFeed(document.root, true);
      next = starts.json(object ? document.end : next + 1);
    }
    return all;
  }

  private static JsonDocument read(String text, int from) {
    var root = MAPPER.createObjectNode();
    try (var parser = MAPPER.createParser(from == 0 ? text : text.substring(from))) {
      if (parser.nextToken() == JsonToken.START_OBJECT) {
        members(parser, root, 1);
      }
      int read = (int) parser.currentLocation().getCharOffset();
      return new JsonDocument(root, List.of(), from + Math.max(1, read));
    } catch (JacksonException e) {
      return new JsonDocument(root, List.of(problem(e, text, from)), text.length());
    }
  }

  private static void members(JsonParser parser, ObjectNode object, int depth) {
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      var name = parser.currentName();
      var token = parser.nextToken();
      if (token == JsonToken.START_ARRAY) {
        elements(parser, object.putArray(name));
      } else if (token == JsonToken.START_OBJECT && depth < SALVAGED) {
        members(parser, object.putObject(name), depth + 1);
      } else {
        object.set(name, parser.<JsonNode>readValueAsTree());
      }
    }
  }

  private static void elements(JsonParser parser, ArrayNode list) {
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      list.add(parser.<JsonNode>readValueAsTree());
    }
  }

  private static Problem problem(JacksonException e, String text, int from) {
    var place =
        Optional.ofNullable(e.getLocation())
            .map(at -> TextPosition.of(text, from + (int) Math.max(0, at.getCharOffset())));
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

package io.feedloom.render;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** JSON Feed 1.1: a schema, and rules that a schema cannot express. */
final class JsonFeedRules {
  private static final Schema SCHEMA =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12).getSchema(schema());

  private JsonFeedRules() {}

  private static String schema() {
    try (var in = JsonFeedRules.class.getResourceAsStream("jsonfeed-1.1.schema.json")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<String> faults(byte[] body) {
    var faults = new ArrayList<String>();
    SCHEMA
        .validate(new String(body, StandardCharsets.UTF_8), InputFormat.JSON)
        .forEach(error -> faults.add(error.toString()));
    var ids = new HashSet<String>();
    for (JsonNode item : new ObjectMapper().readTree(body).path("items")) {
      var id = item.path("id").asString("");
      if (!ids.add(id)) {
        faults.add("id twice: " + id);
      }
      for (String name : List.of("date_published", "date_modified")) {
        item.optional(name).ifPresent(date -> Instant.parse(date.asString()));
      }
    }
    return faults;
  }
}

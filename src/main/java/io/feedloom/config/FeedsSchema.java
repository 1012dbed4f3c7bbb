package io.feedloom.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Describes the options of {@code feeds.yml} for editors and for people. */
public final class FeedsSchema {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .build();

  private FeedsSchema() {}

  /**
   * Returns the JSON Schema (2020-12) of {@code feeds.yml}. {@link FeedsFile} refuses every file
   * that the schema refuses. The schema cannot check conditions that involve several values,
   * another file or the environment.
   */
  public static String json() {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
    schema.put("title", "feeds.yml of Feedloom");
    schema.putAll(Root.SHAPE.schema());
    return JSON.writeValueAsString(schema) + "\n";
  }

  /** Returns all options as a table in Markdown: key, value, default, meaning. */
  static String optionsTable() {
    List<String> rows = new ArrayList<>();
    rows.add("| Key | Value | Default | Meaning |");
    rows.add("|---|---|---|---|");
    addRows("", Root.SHAPE.options(), rows);
    return String.join("\n", rows) + "\n";
  }

  private static void addRows(String prefix, List<Option<?>> options, List<String> rows) {
    for (var option : options) {
      var path = prefix + option.key();
      rows.add(
          "| `%s` | %s | %s | %s |"
              .formatted(path, cell(option.kind().expected()), fallback(option), option.doc()));
      addRows(path + option.kind().step() + ".", option.kind().options(), rows);
    }
  }

  private static String fallback(Option<?> option) {
    return option.required()
        ? "required"
        : option.writtenFallback().map(value -> "`" + value + "`").orElse("");
  }

  private static String cell(String text) {
    return text.replace("|", "\\|").replace("*", "\\*");
  }
}

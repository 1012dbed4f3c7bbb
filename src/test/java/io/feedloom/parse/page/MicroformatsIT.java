package io.feedloom.parse.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Runs the tests of microformats.org from a folder that the environment names, unpacked or as
 * {@code tests.tar.xz}, and prints how many pass. White space and the {@code rels} of a page do not
 * count, because entries need neither.
 */
@EnabledIfEnvironmentVariable(named = "FEEDLOOM_MICROFORMATS", matches = ".+")
class MicroformatsIT {
  /** How many of the tests passed when this was last measured. */
  private static final int FLOOR = 110;

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final URI BASE = URI.create("http://example.com/");

  @Test
  void asManyTestsPassAsBefore(@TempDir Path temporary) throws Exception {
    var folder = unpacked(Path.of(System.getenv("FEEDLOOM_MICROFORMATS")), temporary);
    var failed = new ArrayList<String>();
    int all = 0;
    for (var expected : cases(folder)) {
      all++;
      var page = Path.of(expected.toString().replaceFirst("\\.json$", ".html"));
      var items = MicroformatParser.items(HtmlPage.parse(Files.readString(page), BASE));
      var got = JsonNodeFactory.instance.arrayNode();
      items.forEach(item -> got.add(json(item)));
      var want = plain(JSON.readTree(Files.readString(expected)).path("items"));
      if (!want.equals(plain(got))) {
        failed.add("%s%n  want %s%n  got  %s".formatted(folder.relativize(page), want, plain(got)));
      }
    }
    failed.forEach(System.out::println);
    System.out.printf("microformats: %d of %d tests pass%n", all - failed.size(), all);
    assertThat(all - failed.size()).isGreaterThanOrEqualTo(FLOOR);
  }

  private static List<Path> cases(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      return files
          .filter(file -> file.toString().endsWith(".json"))
          .filter(file -> Files.exists(Path.of(file.toString().replaceFirst("\\.json$", ".html"))))
          .sorted()
          .toList();
    }
  }

  private static Path unpacked(Path folder, Path into) throws Exception {
    var archive = folder.resolve("tests.tar.xz");
    if (!Files.exists(archive)) {
      return folder;
    }
    var tar =
        new ProcessBuilder("tar", "xJf", archive.toString(), "-C", into.toString())
            .inheritIO()
            .start();
    assertThat(tar.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(tar.exitValue()).isZero();
    return into;
  }

  private static ObjectNode json(Microformat item) {
    var node = JsonNodeFactory.instance.objectNode();
    item.types().forEach(node.putArray("type")::add);
    var properties = node.putObject("properties");
    item.properties()
        .forEach(
            (name, values) -> {
              var all = properties.putArray(name);
              values.forEach(value -> all.add(json(value)));
            });
    if (!item.children().isEmpty()) {
      var children = node.putArray("children");
      item.children().forEach(child -> children.add(json(child)));
    }
    return node;
  }

  private static JsonNode json(Microformat.Value value) {
    var factory = JsonNodeFactory.instance;
    return switch (value) {
      case Microformat.Text(var text) -> factory.stringNode(text);
      case Microformat.Picture(var text, var alt) ->
          factory.objectNode().put("value", text).put("alt", alt);
      case Microformat.Markup(var text, var html) ->
          factory.objectNode().put("value", text).put("html", html);
      case Microformat.Nested(var text, var item, var html) -> {
        var node = json(item).put("value", text);
        html.ifPresent(markup -> node.put("html", markup));
        yield node;
      }
    };
  }

  /** Returns the same without white space, languages and ids, and with HTML as its text. */
  private static JsonNode plain(JsonNode node) {
    if (node.isString()) {
      return JsonNodeFactory.instance.stringNode(node.asString().replaceAll("\\s+", ""));
    }
    if (node instanceof ArrayNode array) {
      var all = JsonNodeFactory.instance.arrayNode();
      array.values().forEach(each -> all.add(plain(each)));
      return all;
    }
    var kept = JsonNodeFactory.instance.objectNode();
    node.properties().stream()
        .filter(each -> !each.getKey().equals("html") && !each.getKey().equals("lang"))
        .filter(each -> !(each.getKey().equals("id") && node.has("type")))
        .forEach(each -> kept.set(each.getKey(), plain(each.getValue())));
    return kept;
  }
}

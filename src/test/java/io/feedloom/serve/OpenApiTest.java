package io.feedloom.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** The description of what programs may ask is true: no more and no less than what is answered. */
class OpenApiTest {
  /** For programs; the other routes are pages and what belongs to them. */
  private static final List<String> DESCRIBED =
      List.of(
          "/feed",
          "/tags/",
          "/streams/",
          "/sources/",
          "/opml",
          "/api/",
          "/health/",
          "/metrics",
          "/openapi.json");

  @TempDir private Path folder;
  private Served served;
  private JsonNode paths = new ObjectMapper().createObjectNode();

  @BeforeEach
  void serve() {
    served =
        new Served(
            folder,
            """
            feeds: [{ id: a, url: "https://a.example/", tags: [java] }]
            streams: { jvm: { tags: [java] } }
            """);
    served.arrive("a", "Alpha", 20);
    paths = new ObjectMapper().readTree(served.get("/openapi.json").body()).path("paths");
  }

  @AfterEach
  void close() {
    served.close();
  }

  @Test
  void everyRouteIsDescribedAndEveryDescriptionIsARoute() {
    var described = new TreeSet<String>();
    paths
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .propertyNames()
                    .forEach(m -> described.add(m.toUpperCase(Locale.ROOT) + " " + path.getKey())));
    var routes =
        served.routes().stream()
            .filter(route -> route.startsWith("GET ") || route.startsWith("POST "))
            .filter(
                route ->
                    DESCRIBED.stream().anyMatch(route.substring(route.indexOf('/'))::startsWith))
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(described).isEqualTo(routes).hasSizeGreaterThan(15);
  }

  @Test
  void everyAnswerIsOfADescribedType() {
    for (var path : paths.properties()) {
      var get = path.getValue().path("get");
      if (get.isMissingNode() || path.getKey().equals("/api/v1/events")) {
        continue;
      }
      var answer = served.get(example(path.getKey()), "Accept", "*/*");
      assertThat(answer.statusCode()).as(path.getKey()).isEqualTo(200);
      var type = answer.headers().firstValue("Content-Type").orElse("").replaceAll(";.*", "");
      assertThat(get.path("responses").path("200").path("content").propertyNames())
          .as(path.getKey())
          .contains(type);
    }
  }

  private static String example(String path) {
    return path.replace("{tags}", "java").replace("{name}", "jvm").replace("{id}", "a");
  }

  @Test
  void theParametersAreThoseThatTheServerSaysAreAllowed() {
    int asked = 0;
    for (var path : paths.properties()) {
      var names = parameters(path.getValue().path("get"));
      if (names.isEmpty() || path.getKey().equals("/api/v1/events")) {
        continue;
      }
      var refusal = served.get(example(path.getKey()) + "?zebra=1");
      assertThat(refusal.statusCode()).as(path.getKey()).isEqualTo(400);
      var detail =
          new ObjectMapper().readTree(refusal.body()).path("errors").path(0).path("detail");
      var allowed = detail.asString().replaceFirst(".*allowed: ", "").split(", ", -1);
      assertThat(names).as(path.getKey()).containsExactly(allowed);
      asked++;
    }
    assertThat(asked).isGreaterThan(7);
  }

  private static List<String> parameters(JsonNode operation) {
    return StreamSupport.stream(operation.path("parameters").spliterator(), false)
        .filter(parameter -> parameter.path("in").asString().equals("query"))
        .map(parameter -> parameter.path("name").asString())
        .toList();
  }
}

package io.feedloom.serve;

import static org.assertj.core.api.Assertions.assertThat;

import io.feedloom.feed.FeedId;
import io.feedloom.feed.PollState;
import io.feedloom.feed.Rhythm;
import io.feedloom.feed.SampleUpdate;
import io.feedloom.feed.Weights;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** The description of the API is complete and true. */
class OpenApiTest {
  /** The routes for programs; the other routes are pages and their files. */
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
  private JsonNode document = new ObjectMapper().createObjectNode();
  private JsonNode paths = document;

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
    document = new ObjectMapper().readTree(served.get("/openapi.json").body());
    paths = document.path("paths");
  }

  @AfterEach
  void close() {
    served.close();
  }

  @Test
  void everyRouteIsDescribedAndEveryDescribedPathExists() {
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
  void everyAnswerHasADescribedType() {
    for (var path : paths.properties()) {
      var get = path.getValue().path("get");
      if (get.isMissingNode() || path.getKey().endsWith("/events")) {
        continue;
      }
      boolean token = !get.path("security").path(0).path("adminToken").isMissingNode();
      var answer =
          token
              ? served.get(example(path.getKey()), "Authorization", "Bearer letmein")
              : served.get(example(path.getKey()), "Accept", "*/*");
      assertThat(answer.statusCode()).as(path.getKey()).isEqualTo(200);
      var type = answer.headers().firstValue("Content-Type").orElse("").replaceAll(";.*", "");
      assertThat(get.path("responses").path("200").path("content").propertyNames())
          .as(path.getKey())
          .contains(type);
    }
  }

  @Test
  void everyMemberOfAFeedsStateIsDescribed() {
    var described = document.path("components").path("schemas").path("Feed").path("properties");
    publishTwiceADay();
    var feed = new ObjectMapper().readTree(served.get("/api/v1/feeds/a").body());
    var listed = new ObjectMapper().readTree(served.get("/api/v1/feeds").body()).path("feeds");

    assertThat(described.propertyNames())
        .containsAll(feed.propertyNames())
        .containsAll(listed.path(0).propertyNames());
    assertThat(feed.path("entriesPerDay").asDouble()).isEqualTo(2.0);
    assertThat(listed.path(0).path("entriesPerDay").asDouble()).isEqualTo(2.0);
    feed.properties()
        .forEach(
            member ->
                assertThat(type(member.getValue()))
                    .as(member.getKey())
                    .isEqualTo(described.path(member.getKey()).path("type").asString()));
  }

  /** Stores a poll of a feed that publishes twice a day. */
  private void publishTwiceADay() {
    var since = Served.NOON.minus(Rhythm.MEMORY);
    var weights = Weights.zeros(Rhythm.WEIGHTS).toArray();
    weights[Rhythm.HOURS + Rhythm.MINUTES] = 60 * (1 - 1 / Math.E);
    var rhythm = Rhythm.of(since, Served.NOON, 10, Weights.of(weights));
    var before = PollState.unpolled(Served.NOON);
    var state =
        new PollState(
            before.resource(),
            new PollState.NextPoll(Served.NOON, "usual"),
            new PollState.Result(
                PollState.Outcome.FRESH,
                "1 entry is new",
                200,
                0,
                Optional.of(Served.NOON),
                Optional.of(Served.NOON)),
            before.pace(),
            Optional.of(rhythm));
    var due =
        served
            .store()
            .leases()
            .take(new FeedId("a"), Served.NOON, Duration.ofMinutes(5))
            .orElseThrow();
    served
        .store()
        .updates()
        .apply(SampleUpdate.of(due, state, Optional.empty(), List.of(), List.of(), Served.NOON));
  }

  private static String type(JsonNode value) {
    return value.isIntegralNumber()
        ? "integer"
        : value.getNodeType().name().toLowerCase(Locale.ROOT);
  }

  private static String example(String path) {
    return path.replace("{tags}", "java").replace("{name}", "jvm").replace("{id}", "a");
  }

  @Test
  void parametersAreThoseThatTheServerAllows() {
    int asked = 0;
    for (var path : paths.properties()) {
      var names = parameters(path.getValue().path("get"));
      if (names.isEmpty() || path.getKey().endsWith("/events")) {
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

package io.feedloom.serve.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.feedloom.feed.Entry;
import io.feedloom.serve.Listener;
import io.feedloom.serve.Served;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The event stream and the metrics. */
class LiveTest {
  private static final String FEEDS =
      """
      feeds:
        - { id: a, url: "https://a.example/", tags: [java] }
        - { id: b, url: "https://b.example/", tags: [news] }
      """;

  @TempDir private Path folder;
  private Served served;

  @BeforeEach
  void serve() {
    served = new Served(folder, FEEDS);
  }

  @AfterEach
  void close() {
    served.close();
  }

  @Test
  void listenerGetsArrivalsOfItsSelection() throws IOException {
    try (var listener = new Listener(served, "/api/v1/events?tag=java")) {
      served.arrive("b", "Beta", 10);
      served.arrive("a", "Alpha", 20);
      assertThat(listener.next("event:")).isEqualTo("event: entry");
      assertThat(listener.next("data:")).contains("\"title\":\"Alpha\"").doesNotContain("Beta");

      served.reload(FEEDS);
      assertThat(listener.next("event:")).isEqualTo("event: reload");
    }
  }

  @Test
  void streamHasItsOwnEvents() throws IOException {
    served.reload(FEEDS + "streams: { jvm: { tags: [java] } }");
    try (var listener = new Listener(served, "/api/v1/streams/jvm/events")) {
      served.arrive("b", "Beta", 10);
      served.arrive("a", "Alpha", 20);
      assertThat(listener.next("data:")).contains("\"title\":\"Alpha\"");
    }
    assertThat(served.get("/api/v1/streams/nobody/events").statusCode()).isEqualTo(404);
    served.arrive("a", "Gamma", 5);
    var page = served.get("/api/v1/streams/jvm/entries?limit=1").body();
    assertThat(page)
        .contains("\"selection\":\"/streams/jvm?limit=1\"", "Gamma")
        .doesNotContain("Alpha", "Beta");
    var next = page.replaceFirst("(?s).*\"next\":\"([^\"]*)\".*", "$1");
    assertThat(next).contains("/api/v1/streams/jvm/entries?limit=1&before=");
    assertThat(served.get(next).body()).contains("Alpha").doesNotContain("Beta");
  }

  @Test
  void eventsCanBeLimitedToWords() throws IOException {
    try (var listener = new Listener(served, "/api/v1/events?q=alpha")) {
      served.arrive("a", "Gamma", 10);
      served.arrive("a", "Alpha", 20);
      assertThat(listener.next("data:")).contains("\"title\":\"Alpha\"");
    }
  }

  @Test
  void reconnectedListenerGetsMissedEventsOnce() throws IOException {
    String first;
    try (var listener = new Listener(served, "/api/v1/events?tag=java")) {
      first = listener.id();
      served.arrive("a", "Alpha", 50);
      assertThat(listener.event()).contains("Alpha");
    }
    served.arrive("b", "Beta", 40);
    served.arrive("a", "Gamma", 30);

    String second;
    try (var listener = new Listener(served, "/api/v1/events?tag=java", first)) {
      assertThat(listener.event()).contains("Alpha");
      var gamma = listener.event();
      assertThat(gamma).contains("Gamma");
      second = gamma.substring(4, gamma.indexOf('\n'));
    }
    try (var listener = new Listener(served, "/api/v1/events?tag=java", second)) {
      served.arrive("a", "Delta", 20);
      assertThat(listener.event()).contains("Delta");
    }
  }

  @Test
  void listenerDisconnectedDuringAnUpdateGetsAllOfItAgain() throws IOException {
    try (var listener = new Listener(served, "/api/v1/events")) {
      listener.id();
      served.arrive(
          "a", Entry.builder("1").title("One").build(), Entry.builder("2").title("Two").build());

      assertThat(listener.event()).contains("One").doesNotContain("\nid:").doesNotStartWith("id:");
      assertThat(listener.event()).contains("Two").startsWith("id:");
    }
  }

  @Test
  void listenerWithATooOldIdIsAskedToReload() throws IOException {
    var tooOld = new EventIds(served.store().storage().identity()).write(-5);
    var elsewhere = new EventIds(4711).write(1);
    for (var id : List.of(tooOld, elsewhere, "1")) {
      try (var listener = new Listener(served, "/api/v1/events", id)) {
        assertThat(listener.event()).isEqualTo("event: reload\ndata: {}\n");
        served.arrive("a", "Alpha " + id, 50);
        assertThat(listener.event()).contains("Alpha " + id);
      }
    }
  }

  @Test
  void eventIdsRevealNothingAndAreValidForOneDatabase() {
    var ids = new EventIds(1);

    assertThat(ids.read(ids.write(7))).hasValue(7);
    assertThat(ids.write(7)).hasSize(72).isNotEqualTo(ids.write(8));
    assertThat(new EventIds(2).read(ids.write(7))).isEmpty();
    assertThat(ids.read("7")).isEmpty();
  }

  @Test
  void withdrawalsAreEvents() throws IOException {
    served.arrive("a", "Alpha", 50);
    served.arrive("b", "Beta", 40);
    try (var listener = new Listener(served, "/api/v1/events?tag=java")) {
      served.withdraw("b", "b/Beta", Served.NOON);
      served.withdraw("a", "a/Alpha", Served.NOON);

      assertThat(listener.event())
          .contains("event: withdrawn")
          .contains(
              "data:"
                  + " {\"id\":\"a/Alpha\",\"guid\":\"a/Alpha\",\"source\":{\"id\":\"a\"},"
                  + "\"when\":\"2026-03-01T12:00:00Z\"}");
    }
  }

  @Test
  void changedSettingsEndStreams() throws IOException {
    try (var listener = new Listener(served, "/api/v1/events")) {
      served.reload(FEEDS);

      assertThat(listener.event()).contains("reload");
      assertThatThrownBy(() -> listener.next("event:")).hasMessageContaining("ended the stream");
    }
  }

  @Test
  void badSelectionIsRefusedBeforeTheStreamStarts() {
    assertThat(served.get("/api/v1/events?tga=java").statusCode()).isEqualTo(400);
  }

  @Test
  void metricsAreInPrometheusFormat() {
    served.arrive("a", "Alpha", 20);
    served.get("/feed.atom");
    served.get("/feed.atom");
    var answer = served.get("/metrics");

    assertThat(answer.headers().firstValue("Content-Type").orElse(""))
        .startsWith("text/plain; version=0.0.4");
    assertThat(answer.body())
        .contains("feedloom_entries 1", "feedloom_feeds{status=\"new\"} 2", "jvm_memory_used_bytes")
        .contains("feedloom_arrivals_total 1", "feedloom_pages_cached 1")
        .contains("feedloom_unexpected_errors_total 0")
        .contains("feedloom_http_answers_total{from=\"memory\",status=\"200\"} 1")
        .contains("feedloom_http_answers_total{from=\"route\",status=\"200\"} 1");
    assertThat(
            served
                .get("/metrics", "Accept", "application/openmetrics-text")
                .headers()
                .firstValue("Content-Type")
                .orElse(""))
        .startsWith("application/openmetrics-text");
  }

  @Test
  void metricsDoNotRevealKeyedFeeds() {
    served.reload(
        FEEDS.replace("tags: [news]", "tags: [news], access: key")
            + "keys: { a: sesame-sesame-sesame }\n");
    served.arrive("b", "Beta", 10);

    assertThat(served.get("/metrics").body()).contains("feedloom_entries 0");
    assertThat(served.get("/metrics?key=sesame-sesame-sesame").body())
        .contains("feedloom_entries 1");
  }
}

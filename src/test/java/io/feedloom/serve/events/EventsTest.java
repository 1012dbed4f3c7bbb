package io.feedloom.serve.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.feedloom.feed.Entry;
import io.feedloom.health.Health;
import io.feedloom.serve.Listener;
import io.feedloom.serve.Served;
import io.feedloom.serve.access.ReverseProxy;
import io.feedloom.serve.access.Views;
import io.feedloom.serve.http.Connections;
import io.feedloom.serve.http.PublicUrl;
import io.feedloom.serve.http.RenderLimits;
import io.feedloom.serve.http.ServerLimits;
import io.feedloom.serve.merged.MergedFeeds;
import io.javalin.Javalin;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import org.eclipse.jetty.server.Handler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Listeners under heavy load. A test that waits in vain fails by the timeout. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class EventsTest {
  private static final String FEEDS =
      """
      feeds:
        - { id: a, url: "https://a.example/", tags: [java] }
      """;

  /** More characters than the network buffers for a listener that reads nothing. */
  private static final int LONG_TEXT = 12 << 20;

  /** More events than a listener's queue holds. */
  private static final int TOO_MANY = 300;

  /** The number of events that a listener that reads surely gets. */
  private static final int BATCH_SIZE = 50;

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

  private Listener listen(String lastEventId) throws IOException {
    return new Listener(served, "/api/v1/events", lastEventId);
  }

  /** Adds an entry that keeps the server writing until the listener has read most of it. */
  private void arriveLong(String title) {
    served.arrive("a", Entry.builder(title).title(title).content("x".repeat(LONG_TEXT)).build());
  }

  /** Adds many entries, while the quick listener reads all of them. */
  private void arriveMany(Listener quick) throws IOException {
    for (int i = 0; i < TOO_MANY; i++) {
      served.arrive("a", "Many " + i, 10);
      if (i % BATCH_SIZE == BATCH_SIZE - 1) {
        String heard;
        do {
          heard = quick.event();
        } while (!heard.contains("\"Many " + i + "\""));
      }
    }
  }

  @Test
  void streamSaysWhenToReconnect() throws IOException {
    try (var listener = listen("")) {
      assertThat(listener.next("retry: ")).isEqualTo("retry: 3000");
    }
  }

  @Test
  void quietStreamIsKeptAliveAndNamesItsPosition() throws IOException {
    served.close();
    var usual = ServerLimits.USUAL;
    var limits =
        new ServerLimits(
            usual.connections(),
            usual.listeners(),
            usual.request(),
            usual.answer(),
            usual.event(),
            Duration.ofMillis(20));
    served = new Served(folder, FEEDS, limits, null);
    try (var listener = listen("")) {
      listener.next(": alive");
      assertThat(listener.id()).isNotEmpty();
      listener.next(": alive");
      served.arrive("a", "News", 10);
      assertThat(listener.event()).contains("\"News\"");
    }
  }

  @Test
  void slowListenerIsAskedToReloadAndThenContinues() throws IOException {
    try (var slow = listen("");
        var quick = listen("")) {
      arriveLong("Long");
      assertThat(slow.next("event:")).isEqualTo("event: entry");
      assertThat(quick.event()).contains("Long");

      arriveMany(quick);

      assertThat(slow.next("data:")).contains("Long");
      assertThat(slow.event()).isEqualTo("event: reload\ndata: {}\n");
      assertThat(slow.event()).as("the first after the reload").contains("\"Many 257\"");
    }
  }

  @Test
  void changedSettingsEndTheStreamOfASlowListener() throws IOException {
    try (var slow = listen("")) {
      arriveLong("Long");
      slow.next("event:");
      served.reload(FEEDS);
      try (var quick = listen("")) {
        arriveMany(quick);
      }

      assertThat(slow.next("data:")).contains("Long");
      assertThatThrownBy(() -> slow.next("data: {\"")).hasMessageContaining("ended the stream");
    }
  }

  @Test
  void changedSettingsEndAStreamAfterItsMissedEvents() throws IOException {
    String first;
    try (var listener = listen("")) {
      first = listener.id();
    }
    arriveLong("Long");
    served.arrive("a", "Short", 10);
    try (var back = listen(first)) {
      assertThat(back.next("event:")).isEqualTo("event: entry");
      served.reload(FEEDS);

      assertThat(back.next("data:")).contains("Long");
      assertThat(back.event()).contains("Short");
      assertThat(back.event()).isEqualTo("event: reload\ndata: {}\n");
      assertThatThrownBy(back::event).hasMessageContaining("ended the stream");
    }
  }

  /** Returns the next settings; the last ones stay. */
  private static Views next(Queue<Views> views) {
    return views.size() > 1 ? views.remove() : views.element();
  }

  @Test
  void streamStartedDuringASettingsChangeEndsWithoutEvents() throws IOException {
    var before = Views.of(served.settings(FEEDS), served.store().feeds().groups());
    var after = Views.of(served.settings(FEEDS + "title: Other"), served.store().feeds().groups());
    var views = new ArrayDeque<>(List.of(before, after));
    var connections = new Connections(ServerLimits.USUAL);
    var feeds = new MergedFeeds(served.store(), new RenderLimits(1L << 30));
    var events =
        new Events(
            served.store(),
            feeds,
            () -> next(views),
            connections,
            ServerLimits.USUAL,
            InstantSource.fixed(Served.NOON),
            new Health(InstantSource.fixed(Served.NOON), _ -> {}));
    var proxy =
        new ReverseProxy(
            before::full,
            () -> new PublicUrl("http://localhost", "", "http://localhost"),
            Set::of,
            new Handler.Wrapper());
    var server =
        Javalin.create(
                config -> {
                  config.jetty.modifyServer(jetty -> jetty.setHandler(proxy));
                  events.addTo(config.routes);
                })
            .start("127.0.0.1", 0);
    try (var listener = new Listener(server.port(), "/api/v1/events", "")) {
      assertThatThrownBy(() -> listener.next("id:")).hasMessageContaining("ended the stream");
      try (var later = new Listener(server.port(), "/api/v1/events", "")) {
        assertThat(later.id()).isNotEmpty();
      }
    } finally {
      events.close();
      server.stop();
    }
  }
}

package io.feedloom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.feedloom.config.StorageSettings;
import io.feedloom.farm.Answer;
import io.feedloom.farm.Publisher;
import io.feedloom.farm.RunningFeedloom;
import io.feedloom.store.Postgres;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three processes behind a real HAProxy, which are restarted one after the other. */
class BalancedNodesIT {
  private static final Path HAPROXY = Path.of("/usr/sbin/haproxy");
  private static final String TOKEN = "Bearer the-admin";
  private static final int FEEDS = 30;

  @TempDir private Path folder;
  private final StorageSettings storage = Postgres.freshDatabase();
  private final TreeMap<Integer, RunningFeedloom> nodes = new TreeMap<>();
  private final HttpClient client = HttpClient.newHttpClient();
  private final int[] ports = new int[4];
  private Publisher publisher;
  private Process proxy;

  @BeforeEach
  void start() throws Exception {
    assumeTrue(Files.isExecutable(HAPROXY), "HAProxy is not installed");
    publisher = Publisher.start();
    for (int i = 0; i < FEEDS; i++) {
      publisher.on("/f" + i, Answer.feed(rss(i)));
    }
    for (int i = 0; i < ports.length; i++) {
      try (var free = new ServerSocket(0)) {
        ports[i] = free.getLocalPort();
      }
    }
    for (int i = 1; i <= 3; i++) {
      nodes.put(i, node(i));
    }
    proxy = proxy();
  }

  private static String rss(int number) {
    return "<rss version=\"2.0\"><channel><title>F%d</title><link>http://x.example/</link><description/><item><guid>g%d</guid><title>T</title></item></channel></rss>"
        .formatted(number, number);
  }

  @AfterEach
  void end() throws Exception {
    if (proxy != null) {
      proxy.destroyForcibly().waitFor();
    }
    for (var node : nodes.values()) {
      node.kill();
    }
    if (publisher != null) {
      publisher.close();
    }
  }

  private RunningFeedloom node(int number) throws Exception {
    var home = Files.createDirectories(folder.resolve("node" + number));
    var feeds =
        IntStream.range(0, FEEDS)
            .mapToObj(i -> "  - { id: f%d, url: \"%s\" }\n".formatted(i, publisher.uri("/f" + i)))
            .collect(Collectors.joining());
    var file =
        Files.writeString(
            home.resolve("feeds.yml"),
            """
            polling: { every: 2s, min: 2s, max: 2s, allow-addresses: [127.0.0.0/8] }
            server: { admin-token: the-admin }
            public-url: "http://127.0.0.1:%d"
            storage: { url: "%s", user: postgres, password: postgres }
            feeds:
            """
                    .formatted(ports[0], storage.url())
                + feeds);
    return RunningFeedloom.start(
        file, "--node", "n" + number, "--port", String.valueOf(ports[number]), "--drain", "2");
  }

  /** Starts HAProxy, which asks each node four times a second whether it is ready. */
  private Process proxy() throws IOException {
    var servers =
        IntStream.rangeClosed(1, 3)
            .mapToObj(
                i ->
                    "  server n%d 127.0.0.1:%d check inter 250ms fall 2 rise 1\n"
                        .formatted(i, ports[i]))
            .collect(Collectors.joining());
    var config =
        Files.writeString(
            folder.resolve("haproxy.cfg"),
            """
            defaults
              mode http
              timeout connect 2s
              timeout client 1m
              timeout server 1m
              option redispatch
              retries 2
            frontend all
              bind 127.0.0.1:%d
              default_backend nodes
            backend nodes
              balance roundrobin
              option httpchk GET /health/ready
              http-check expect status 200
            """
                    .formatted(ports[0])
                + servers);
    return new ProcessBuilder(HAPROXY.toString(), "-f", config.toString())
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("haproxy.log").toFile())
        .start();
  }

  private HttpResponse<String> get(int port, String path, String... headers) throws Exception {
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .timeout(Duration.ofSeconds(20));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private void await(String what, Condition condition) throws Exception {
    long end = System.nanoTime() + 60_000_000_000L;
    while (!condition.holds()) {
      assertThat(System.nanoTime()).as(what).isLessThan(end);
      Thread.sleep(50);
    }
  }

  @FunctionalInterface
  private interface Condition {
    boolean holds() throws Exception;
  }

  private boolean isUp() {
    try {
      return get(ports[0], "/feed.atom?limit=100").body().split("<entry>", -1).length == FEEDS + 1;
    } catch (Exception e) {
      return false;
    }
  }

  private String nodesByApi() throws Exception {
    return get(ports[0], "/api/v1/nodes", "Authorization", TOKEN).body();
  }

  @Test
  void rollingRestartLosesNoRequestAndNoPoll() throws Exception {
    await("entries on all nodes", this::isUp);
    await("three nodes", () -> nodesByApi().split("\"status\":\"all\"", -1).length == 4);
    var ended = new AtomicBoolean();
    var failures = new ArrayList<String>();
    var readers =
        Thread.ofVirtual()
            .start(
                () -> {
                  while (!ended.get()) {
                    try {
                      var answer = get(ports[0], "/feed.atom?limit=100");
                      if (answer.statusCode() != 200) {
                        failures.add("status " + answer.statusCode());
                      }
                    } catch (Exception e) {
                      failures.add(e.toString());
                    }
                  }
                });

    for (int number = 1; number <= 3; number++) {
      var node = nodes.remove(number);
      long begun = System.nanoTime();
      var stopping = Thread.ofVirtual().start(node::close);
      int port = ports[number];
      await("readiness fails first", () -> get(port, "/health/ready").statusCode() == 503);
      assertThat(get(port, "/health/ready").body()).contains("draining");
      assertThat(get(port, "/feed.atom").statusCode()).isEqualTo(200);
      stopping.join();
      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(15));
      var polled = publisher.requests("/f0").size();
      await("polls by the others", () -> publisher.requests("/f0").size() > polled);
      nodes.put(number, node(number));
    }

    ended.set(true);
    readers.join();
    assertThat(failures).isEmpty();
    await("three nodes", () -> nodesByApi().split("\"status\":\"all\"", -1).length == 4);
    assertThat(get(ports[0], "/status/admin", "Authorization", TOKEN).body())
        .contains("<h2 id=\"nodes\">", "<bdi>n1</bdi>", "<bdi>n2</bdi>", "<bdi>n3</bdi>");
    var metrics = get(ports[1], "/metrics", "Authorization", TOKEN).body();
    assertThat(metrics)
        .contains("feedloom_nodes{status=\"all\"} 3.0", "feedloom_node_polls_total{node=\"n2\"");
    assertThat(get(ports[1], "/metrics").body()).doesNotContain("node=\"n2\"");
  }

  @Test
  void listenersOfAnEndingNodeAreAskedToConnectAgainLater() throws Exception {
    await("entries on all nodes", this::isUp);
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + ports[1] + "/api/v1/events"))
            .build();
    var stream = client.send(request, HttpResponse.BodyHandlers.ofInputStream()).body();
    var lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
    assertThat(lines.readLine()).isEqualTo(": listening");
    assertThat(lines.readLine()).startsWith("retry:");

    nodes.remove(1).close();

    var rest = lines.lines().toList();
    assertThat(rest.stream().filter(line -> line.startsWith("retry: "))).hasSize(1);
    assertThat(List.of("", "\n")).contains(rest.getLast());
  }

  @Test
  void killedNodeIsCountedAsGoneAndItsFeedsArePolled() throws Exception {
    await("entries on all nodes", this::isUp);
    nodes.remove(2).kill();

    await("one node gone", () -> nodesByApi().contains("\"status\":\"gone\""));
    int polled = publisher.requests("/f3").size();
    await("polls", () -> publisher.requests("/f3").size() > polled);
    assertThat(get(ports[0], "/feed.atom").statusCode()).isEqualTo(200);
    assertThat(proxy.waitFor(10, TimeUnit.MILLISECONDS)).isFalse();
  }
}

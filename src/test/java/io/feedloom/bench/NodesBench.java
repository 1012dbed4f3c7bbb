package io.feedloom.bench;

import io.feedloom.farm.Answer;
import io.feedloom.farm.Publisher;
import io.feedloom.farm.RunningFeedloom;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

/**
 * Measures how soon three nodes with one PostgreSQL show an entry that one of them stored. Also
 * compares their documents and ETags. The argument is the number of entries, by default 100.
 */
final class NodesBench {
  private static final int NODES = 3;
  private static final String TOKEN = "Bearer the-admin";
  private static final long PATIENCE = 20_000_000_000L;

  private final List<RunningFeedloom> nodes = new ArrayList<>();
  private final Map<String, List<Double>> delays = new TreeMap<>();

  /** When each event stream got each word, by node and word. */
  private final Map<String, Long> events = new ConcurrentHashMap<>();

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private NodesBench() {}

  /** Runs the benchmark. */
  public static void main(String[] args) throws Exception {
    int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 100;
    Report.title("An entry on other nodes");
    try (var scratch = Scratch.create();
        var postgres = LocalPostgres.start(scratch.file("db"));
        var publisher = Publisher.start()) {
      new NodesBench().run(scratch, postgres, publisher, rounds);
    }
  }

  private void run(Scratch scratch, LocalPostgres postgres, Publisher publisher, int rounds)
      throws Exception {
    publisher.on("/f", _ -> Answer.feed(rss(0)));
    try {
      for (int i = 0; i < NODES; i++) {
        nodes.add(node(scratch, postgres, publisher, i));
      }
      for (int i = 0; i < NODES; i++) {
        listen(i);
      }
      for (int round = 1; round <= rounds; round++) {
        measure(publisher, round);
      }
      report(rounds);
    } finally {
      for (var node : nodes) {
        node.kill();
      }
    }
  }

  private static RunningFeedloom node(
      Scratch scratch, LocalPostgres postgres, Publisher publisher, int number)
      throws IOException, InterruptedException {
    var home = Files.createDirectories(scratch.file("node" + number));
    var file =
        Files.writeString(
            home.resolve("feeds.yml"),
            """
            polling: { every: 1h, allow-addresses: [127.0.0.0/8], spacing: 0s }
            public-url: "http://feeds.example"
            server: { admin-token: the-admin }
            storage: { url: "%s", user: postgres, password: postgres }
            feeds: [{ id: f, url: "%s" }]
            """
                .formatted(postgres.url(), publisher.uri("/f")));
    return RunningFeedloom.start(file, "--node", "n" + number);
  }

  private static String word(int number) {
    return "word" + Integer.toString(number * 7919 + 100_000, 36);
  }

  private static String rss(int newest) {
    var items = new StringBuilder();
    for (int i = newest; i >= Math.max(0, newest - 20); i--) {
      items.append("<item><guid>g%d</guid><title>%s</title></item>".formatted(i, word(i)));
    }
    return "<rss version=\"2.0\"><channel><title>F</title><link>http://x.example/</link><description/>%s</channel></rss>"
        .formatted(items);
  }

  private void listen(int node) {
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                var request = HttpRequest.newBuilder(uri(node, "/api/v1/events")).build();
                client
                    .send(request, HttpResponse.BodyHandlers.ofLines())
                    .body()
                    .forEach(line -> note(node, line));
              } catch (IOException | RuntimeException e) {
                Report.note("the stream of node " + node + " ended: " + e.getMessage());
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
  }

  private void note(int node, String line) {
    int at = line.indexOf("\"word");
    if (line.startsWith("data:") && at > 0) {
      events.put(node + " " + line.substring(at + 1, line.indexOf('"', at + 1)), System.nanoTime());
    }
  }

  private URI uri(int node, String path) {
    return nodes.get(node).uri(path);
  }

  /** Stores one entry on a node, and waits until all others show it. */
  private void measure(Publisher publisher, int round) throws Exception {
    int storing = round % NODES;
    var word = word(round);
    publisher.on("/f", _ -> Answer.feed(rss(round)));
    nodes.get(storing).post("/api/v1/feeds/f/refresh", "Authorization", TOKEN);
    long stored = await(storing, "/feed.atom?limit=5", word);
    var threads = new ArrayList<Thread>();
    for (int node = 0; node < NODES; node++) {
      int other = node;
      if (other != storing) {
        threads.add(look("feed", other, "/feed.atom?limit=5", word, stored));
        threads.add(look("page", other, "/", word, stored));
        threads.add(look("search", other, "/feed.json?q=" + word, word + "\"", stored));
      }
    }
    for (var thread : threads) {
      thread.join();
    }
    for (int node = 0; node < NODES; node++) {
      if (node != storing) {
        delay("events", awaitEvent(node, word) - stored);
      }
    }
    compare(round);
  }

  private Thread look(String kind, int node, String path, String word, long since) {
    return Thread.ofVirtual()
        .start(
            () -> {
              try {
                delay(kind, await(node, path, word) - since);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
  }

  private synchronized void delay(String kind, long nanos) {
    delays.computeIfAbsent(kind, _ -> new ArrayList<>()).add(Math.max(0, nanos / 1e6));
  }

  private long await(int node, String path, String word) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE;
    while (System.nanoTime() < end) {
      var answer = nodes.get(node).get(path);
      if (answer.statusCode() == 200 && answer.body().contains(word)) {
        return System.nanoTime();
      }
      Thread.sleep(5);
    }
    throw new IllegalStateException("node " + node + " never showed " + word + " at " + path);
  }

  private long awaitEvent(int node, String word) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE;
    while (System.nanoTime() < end) {
      var at = events.get(node + " " + word);
      if (at != null) {
        return at;
      }
      Thread.sleep(5);
    }
    throw new IllegalStateException("node " + node + " never sent " + word);
  }

  /** Fails if the nodes have different documents or validators. */
  private void compare(int round) {
    for (var path : List.of("/feed.atom", "/feed.rss", "/feed.json", "/sources/f.atom")) {
      var answers = nodes.stream().map(node -> node.get(path)).toList();
      long bodies = answers.stream().map(HttpResponse::body).distinct().count();
      long tags =
          answers.stream().map(answer -> answer.headers().firstValue("ETag")).distinct().count();
      if (bodies != 1 || tags != 1) {
        throw new IllegalStateException("round " + round + ": nodes differ at " + path);
      }
    }
  }

  private void report(int rounds) {
    Report.section(rounds + " entries, " + NODES + " nodes");
    delays.forEach(
        (kind, all) -> {
          var sorted = all.stream().sorted().toList();
          Report.line(kind + ", median", at(sorted, 0.5), "ms");
          Report.line(kind + ", p99", at(sorted, 0.99), "ms");
          Report.line(kind + ", longest", sorted.getLast(), "ms");
        });
    Report.note("documents and ETags of all nodes were equal after each entry");
  }

  private static double at(List<Double> sorted, double part) {
    int index = (int) Math.ceil(part * sorted.size()) - 1;
    return sorted.get(IntStream.of(index, 0).max().orElse(0));
  }
}

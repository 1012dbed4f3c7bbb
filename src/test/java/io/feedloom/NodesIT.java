package io.feedloom;

import static org.assertj.core.api.Assertions.assertThat;

import io.feedloom.config.StorageSettings;
import io.feedloom.farm.Answer;
import io.feedloom.farm.Publisher;
import io.feedloom.farm.RunningFeedloom;
import io.feedloom.store.Postgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several real processes with different files on one PostgreSQL database. */
class NodesIT {
  private static final String KEY = "a-key-of-alice";

  @TempDir private Path folder;
  private final StorageSettings storage = Postgres.freshDatabase();
  private final List<RunningFeedloom> nodes = new ArrayList<>();
  private Publisher publisher;

  @BeforeEach
  void publish() throws Exception {
    publisher = Publisher.start();
    for (int i = 0; i < 12; i++) {
      publisher.on("/f" + i, Answer.feed(rss("f" + i)));
    }
  }

  @AfterEach
  void close() throws Exception {
    for (var node : nodes) {
      node.kill();
    }
    publisher.close();
  }

  private static String rss(String name) {
    var items =
        IntStream.range(0, 20)
            .mapToObj(
                n ->
                    "<item><guid>%s-%d</guid><title>%s #%d</title></item>"
                        .formatted(name, n, name, n))
            .collect(Collectors.joining());
    return "<rss version=\"2.0\"><channel><title>%s</title><link>http://%s.example/</link><description/>%s</channel></rss>"
        .formatted(name, name, items);
  }

  private Path write(String node, String more, String... feeds) throws Exception {
    var home = Files.createDirectories(folder.resolve(node));
    var yaml =
        new StringBuilder(
            """
            polling: { every: 2s, min: 2s, max: 2s, allow-addresses: [127.0.0.0/8], spacing: 0s }
            storage: { url: "%s", user: postgres, password: postgres }
            %s
            feeds:
            """
                .formatted(storage.url(), more));
    for (var feed : feeds) {
      yaml.append("  - ").append(feed).append('\n');
    }
    return Files.writeString(home.resolve("feeds.yml"), yaml);
  }

  private String feed(int number, String more) {
    return "{ id: f%d, url: \"%s\"%s }".formatted(number, publisher.uri("/f" + number), more);
  }

  private String[] feeds(int count) {
    return IntStream.range(0, count).mapToObj(i -> feed(i, "")).toArray(String[]::new);
  }

  private RunningFeedloom start(String name, Path file, String... more) throws Exception {
    var arguments = new ArrayList<>(List.of("--node", name));
    arguments.addAll(List.of(more));
    var node = RunningFeedloom.start(file, arguments.toArray(String[]::new));
    nodes.add(node);
    return node;
  }

  private static int entries(RunningFeedloom node, String path) {
    return node.get(path).body().split("<entry>", -1).length - 1;
  }

  @Test
  void newFeedsOfOneNodeArePolledByAllAndSurviveARestartWithTheOlderFile() throws Exception {
    var older = write("one", "", feeds(2));
    var one = start("one", older);
    var two = start("two", write("two", "", feeds(2)));
    two.await("entries", () -> entries(two, "/feed.atom?limit=100") == 40);

    write("two", "", feeds(12));

    one.await("the newer file", () -> one.get("/health/ready").body().contains("revision 2"));
    for (var node : List.of(one, two)) {
      node.await("all entries", () -> entries(node, "/feed.atom?limit=300") == 240);
    }
    two.close();
    nodes.remove(two);
    int before = publisher.requests("/f11").size();
    one.await(
        "polls by the node with the older file", () -> publisher.requests("/f11").size() > before);

    one.close();
    nodes.remove(one);
    var again = start("one", older);

    assertThat(entries(again, "/feed.atom?limit=300")).isEqualTo(240);
    assertThat(again.get("/health/ready").body())
        .contains("\"status\":\"ready\"", "is older than revision 2, which node two loaded");
    assertThat(again.get("/status").body()).contains("older than revision 2");
    assertThat(again.log().lines().filter(line -> line.contains("older than revision"))).hasSize(1);
  }

  @Test
  void retagKeepsAllEntriesOnAllNodes() throws Exception {
    var one = start("one", write("one", "", feeds(5)));
    var two = start("two", write("two", "", feeds(5)));
    two.await("entries", () -> entries(two, "/feed.atom?limit=300") == 100);

    var tagged = IntStream.range(0, 5).mapToObj(i -> feed(i, ", tags: [t]")).toArray(String[]::new);
    write("two", "", tagged);

    for (var node : List.of(one, two)) {
      node.await("tagged entries", () -> entries(node, "/tags/t.atom?limit=300") == 100);
      assertThat(entries(node, "/feed.atom?limit=300")).isEqualTo(100);
    }
  }

  @Test
  void keyedFeedIsNeverServedWithoutAKeyByANodeWithAnOlderFile() throws Exception {
    var open = write("one", "", feeds(3));
    var one = start("one", open);
    var two = start("two", write("two", "", feeds(3)));
    one.await("entries", () -> entries(one, "/feed.atom?limit=300") == 60);

    write(
        "two",
        "keys: { alice: \"" + KEY + "\" }",
        feed(0, ", access: key"),
        feed(1, ""),
        feed(2, ""));
    two.await("the key", () -> entries(two, "/feed.atom?limit=300") == 40);
    long known = System.nanoTime();
    one.await("the key", () -> entries(one, "/feed.atom?limit=300") == 40);
    assertThat(System.nanoTime() - known).isLessThan(1_000_000_000L);

    assertThat(one.get("/sources/f0.atom").statusCode()).isEqualTo(404);
    assertThat(one.get("/feed.atom?limit=300&key=" + KEY).statusCode()).isEqualTo(401);
    assertThat(one.get("/health/ready").body())
        .contains("degraded", "only serves", "which is not written as ${NAME}")
        .doesNotContain(KEY);
    one.close();
    nodes.remove(one);
    var again = start("one", open);
    assertThat(entries(again, "/feed.atom?limit=300")).isEqualTo(40);
  }

  @Test
  void differentRulesDoNotJudgeInTurn() throws Exception {
    var one = start("one", write("one", "", feeds(2)));
    var two = start("two", write("two", "", feeds(2)));
    two.await("entries", () -> entries(two, "/feed.atom?limit=300") == 40);

    write("two", "rules: [{ when: { title: \"#[0-9]$\" }, drop: true }]", feeds(2));
    for (var node : List.of(one, two)) {
      node.await("fewer entries", () -> entries(node, "/feed.atom?limit=300") == 20);
    }
    long end = System.nanoTime() + 5_000_000_000L;
    while (System.nanoTime() < end) {
      for (var node : List.of(one, two)) {
        assertThat(entries(node, "/feed.atom?limit=300")).isEqualTo(20);
      }
      Thread.sleep(100);
    }
  }

  @Test
  void applyGoesBackOnAllNodes() throws Exception {
    var one = start("one", write("one", "", feeds(2)));
    var two = start("two", write("two", "", feeds(3)));
    one.await("the newer file", () -> entries(one, "/feed.atom?limit=300") == 60);

    var ended = RunningFeedloom.run("apply", "--config", write("admin", "", feeds(2)).toString());

    assertThat(ended.output()).contains("Revision 3 is in force: 2 feeds");
    assertThat(ended.code()).isZero();
    for (var node : List.of(one, two)) {
      node.await("the earlier feeds", () -> entries(node, "/feed.atom?limit=300") == 40);
    }
    assertThat(one.get("/health/ready").body()).doesNotContain("older");
    assertThat(two.get("/health/ready").body()).contains("older than revision 3");
  }
}

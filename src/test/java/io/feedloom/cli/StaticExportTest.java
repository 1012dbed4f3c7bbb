package io.feedloom.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.feedloom.config.StorageSettings;
import io.feedloom.serve.Served;
import io.feedloom.store.Store;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files of an export, beside the answers of the server. */
class StaticExportTest {
  private static final String FEEDS =
      """
      public-url: https://x.example/planet
      keys: { ann: s3cret-key }
      feeds:
        - { id: a, url: "https://a.example/feed", tags: ["C#", x] }
        - { id: b, url: "https://b.example/feed", tags: [hidden], access: key }
      streams: { all: { title: All, tags: x } }
      """;

  @TempDir private Path work;
  @TempDir private Path folder;
  private Served served;
  private StaticExport export;

  @BeforeEach
  void serve() {
    served = new Served(work, FEEDS);
    served.arrive("a", "First", 3_600);
    export = new StaticExport("http://127.0.0.1:" + served.port(), folder);
  }

  @AfterEach
  void close() {
    export.close();
    served.close();
  }

  private byte[] answer(String path, String accept, String coding)
      throws IOException, InterruptedException {
    try (var client = HttpClient.newHttpClient()) {
      var request =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + served.port() + path))
              .header("Accept", accept)
              .header("Accept-Encoding", coding)
              .build();
      return client.send(request, HttpResponse.BodyHandlers.ofByteArray()).body();
    }
  }

  private List<String> files() {
    try (var all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile)
          .map(file -> folder.relativize(file).toString())
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void everyFileHasTheBytesOfTheAnswer() throws Exception {
    export.run(served.settings(FEEDS));

    assertThat(files())
        .contains("index.html", "feed.atom", "feed.rss", "feed.json", "tags/c#.atom", "opml")
        .contains("tags/x/index.html", "streams/all.rss", "sources/a.json", "robots.txt")
        .noneMatch(name -> name.contains("hidden") || name.contains("sources/b"));
    assertThat(folder.resolve("feed.atom"))
        .hasBinaryContent(answer("/feed.atom", "*/*", "identity"))
        .content()
        .contains("https://x.example/planet/feed.atom");
    assertThat(folder.resolve("feed.atom.br")).hasBinaryContent(answer("/feed.atom", "*/*", "br"));
    assertThat(folder.resolve("index.html.zst")).hasBinaryContent(answer("/", "text/html", "zstd"));
    assertThat(folder.resolve("tags/c#.json"))
        .hasBinaryContent(answer("/tags/c%23.json", "*/*", "identity"));
    try (var plain = new GZIPInputStream(Files.newInputStream(folder.resolve("feed.json.gz")))) {
      assertThat(plain.readAllBytes()).isEqualTo(Files.readAllBytes(folder.resolve("feed.json")));
    }
  }

  @Test
  void pageFindsItsStylesheetInTheExport() throws Exception {
    export.run(served.settings(FEEDS));

    assertThat(files()).anyMatch(name -> name.matches("assets/feedloom\\.[0-9a-f]+\\.css"));
    assertThat(files()).anyMatch(name -> name.matches("assets/feedloom\\.[0-9a-f]+\\.js\\.br"));
  }

  @Test
  void onlyNewContentIsWritten() throws Exception {
    var settings = served.settings(FEEDS);
    var first = export.run(settings);
    assertThat(first.written()).isEqualTo(first.files()).isGreaterThan(20);

    assertThat(export.run(settings)).isEqualTo(new StaticExport.Result(first.files(), 0, 0));
    try (var restarted = new StaticExport("http://127.0.0.1:" + served.port(), folder)) {
      assertThat(restarted.run(settings).written()).isZero();
    }

    served.arrive("a", "Second", 20);
    assertThat(export.run(settings).written()).isPositive();
    assertThat(folder.resolve("feed.rss")).content().contains("Second");
    assertThat(files()).noneMatch(name -> name.endsWith(".partial"));
  }

  @Test
  void filesOfRemovedThingsAreDeletedAndForeignOnesStay() throws Exception {
    export.run(served.settings(FEEDS));
    Files.writeString(folder.resolve("CNAME"), "x.example\n");
    var without = FEEDS.replace("streams: { all: { title: All, tags: x } }\n", "");
    served.reload(without);

    assertThat(export.run(served.settings(without)).deleted()).isPositive();

    assertThat(files()).contains("CNAME").noneMatch(name -> name.startsWith("streams/"));
  }

  @Test
  void commandNeedsAPublicAddress() throws IOException {
    var file = Files.writeString(work.resolve("none.yml"), "feeds: []\n");

    assertThat(CommandRun.of("export", folder.toString(), "--config", file.toString()))
        .isEqualTo(
            new CommandRun(
                Exit.FAULTS,
                "",
                "set public-url in feeds.yml first: the links of files need it\n"));
  }

  @Test
  void commandServesWhatIsStored() throws IOException {
    var file = Files.writeString(work.resolve("feeds.yml"), FEEDS);
    assertThat(CommandRun.of("export", folder.toString(), "--config", file.toString()).err())
        .isEqualTo("nothing is stored yet; start serve first\n");

    var command = List.of("export", folder.toString(), "--config", file.toString());
    Store.open(StorageSettings.ofUrl("jdbc:h2:" + work + "/data/feedloom"), work).close();
    assertThat(CommandRun.of(command.toArray(String[]::new)).code()).isEqualTo(Exit.OK);
    assertThat(files()).contains("index.html", "feed.atom.gz");
  }
}

package io.feedloom.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.feedloom.farm.Answer;
import io.feedloom.farm.Publisher;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code feedloom add} finds a feed and writes it into feeds.yml. */
class AddCommandTest {
  private static final String RSS =
      "<rss version='2.0'><channel><title>T</title><item><title>A</title></item></channel></rss>";
  private static final String START =
      """
      # mine
      polling: { allow-addresses: [127.0.0.0/8] }
      feeds:
        - https://a.example/   # first
      """;

  @TempDir private Path folder;
  private final Publisher publisher = Publisher.start();
  private Path file;
  private String said = "";

  @BeforeEach
  void write() throws IOException {
    file = Files.writeString(folder.resolve("feeds.yml"), START);
    publisher.on("/feed", Answer.feed(RSS));
    publisher.on(
        "/",
        Answer.of(
            200,
            Map.of("Content-Type", "text/html"),
            "<html><head><link rel=alternate type=application/rss+xml href=/feed></head></html>"));
  }

  @AfterEach
  void close() {
    publisher.close();
  }

  private int add(String... arguments) {
    var out = new StringWriter();
    var writer = new PrintWriter(out);
    var environment =
        new Environment(InstantSource.fixed(Instant.EPOCH), "test", Map.of(), writer, writer);
    int code =
        FeedloomCommand.run(
            environment,
            Stream.concat(Stream.of("add", "--config", file.toString()), Stream.of(arguments))
                .toArray(String[]::new));
    said = out.toString();
    return code;
  }

  @Test
  void feedOfAPageIsAddedWithTags() throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    assertThat(add(publisher.uri("/").toString(), "--tag", "java,news", "-t", "x")).isZero();

    assertThat(Files.readString(file))
        .isEqualTo(START + "  - url: " + publisher.uri("/feed") + "\n    tags: [java, news, x]\n");
    assertThat(Files.getPosixFilePermissions(file))
        .isEqualTo(PosixFilePermissions.fromString("rw-r-----"));
    assertThat(said).contains("added " + publisher.uri("/feed"));
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void feedIsAddedOnce() throws IOException {
    assertThat(add(publisher.uri("/feed").toString())).isZero();
    var once = Files.readString(file);

    for (var address : List.of("/feed", "/")) {
      assertThat(add(publisher.uri(address).toString())).isEqualTo(1);
      assertThat(said).contains("is subscribed already");
    }
    assertThat(Files.readString(file)).isEqualTo(once);
  }

  @Test
  void whatIsNoFeedIsNotAdded() throws IOException {
    assertThat(add(publisher.uri("/missing").toString())).isEqualTo(1);
    assertThat(said).contains("404");
    assertThat(add("ftp://a.example/")).isEqualTo(2);
    assertThat(add(publisher.uri("/feed").toString(), "-t", "&")).isEqualTo(2);
    Files.writeString(file, "feeds: [x");
    assertThat(add(publisher.uri("/feed").toString())).isEqualTo(1);
    assertThat(Files.readString(file)).isEqualTo("feeds: [x");
  }

  @Test
  void symbolicLinkStaysOne() throws IOException {
    var real = Files.createDirectory(folder.resolve("real")).resolve("feeds.yml");
    Files.move(file, real);
    Files.createSymbolicLink(file, real);

    assertThat(add(publisher.uri("/feed").toString())).isZero();
    assertThat(file).isSymbolicLink();
    assertThat(Files.readString(real)).startsWith(START).contains("/feed");
  }
}

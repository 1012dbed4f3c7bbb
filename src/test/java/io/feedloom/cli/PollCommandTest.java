package io.feedloom.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.feedloom.farm.Answer;
import io.feedloom.farm.Publisher;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What `feedloom poll` prints about feeds. */
class PollCommandTest {
  private static final String RSS =
      """
      <rss version="2.0"><channel><title>The Daily Test</title><link>http://x.example/</link>
      <description/><ttl>120</ttl><item><guid isPermaLink="false">1</guid><title>One</title></item>
      </channel></rss>
      """;

  @TempDir private Path folder;
  private final Publisher publisher = Publisher.start();
  private final StringWriter out = new StringWriter();

  @AfterEach
  void close() {
    publisher.close();
  }

  private int run(String feeds, String... command) throws IOException {
    var file = folder.resolve("feeds.yml");
    Files.writeString(
        file,
        "public-url: https://planet.example\n"
            + "polling: { allow-addresses: [127.0.0.0/8] }\nfeeds:\n"
            + feeds);
    var writer = new PrintWriter(out, true);
    var environment =
        new Environment(
            InstantSource.fixed(Instant.parse("2026-03-01T12:00:00Z")),
            "1.2",
            Map.of("TOKEN", "s3cret"),
            writer,
            writer);
    var arguments = new java.util.ArrayList<>(java.util.List.of(command));
    arguments.add("--config");
    arguments.add(file.toString());
    return FeedloomCommand.run(environment, arguments.toArray(String[]::new));
  }

  @Test
  void verboseShowsEachStepOfTheExchangeAndNoSecret() throws IOException {
    publisher.on("/old", Answer.redirect(301, "/feed"));
    publisher.on(
        "/feed", Answer.of(200, Map.of("ETag", "\"v1\"", "Cache-Control", "max-age=60"), RSS));
    var url = publisher.uri("/old").toString();

    int code =
        run("  - { url: \"" + url + "\", auth: { bearer: \"${TOKEN}\" } }\n", "poll", url, "-v");

    assertThat(code).isZero();
    assertThat(out.toString())
        .containsPattern("ms  dns +127.0.0.1 is at 127.0.0.1")
        .containsPattern("ms  connect +to 127.0.0.1 port " + publisher.port())
        .containsPattern("ms  sent +GET " + url)
        .contains("User-Agent: Feedloom/1.2 (+https://planet.example; 1 subscribers)")
        .contains("Authorization: (not shown)")
        .contains("Accept-Encoding: gzip, br, zstd")
        .containsPattern("received +301")
        .contains("Location: /feed")
        .contains("over a kept connection")
        .contains("ETag: \"v1\"")
        .containsPattern(
            "body +%d bytes received, %d decoded".formatted(RSS.length(), RSS.length()))
        .contains("redirect   301 to " + publisher.uri("/feed"))
        .contains("fresh for  60 s")
        .contains("title      The Daily Test")
        .containsPattern("schedule +next poll 2026-03-01T14.*: its ttl is 2 h")
        .doesNotContain("s3cret");
  }

  @Test
  void credentialsInTheAddressAreSentAndNeverShown() throws IOException {
    publisher.on(
        "/old",
        Answer.redirect(
            302,
            publisher.uri("/feed").toString().replace("//", "//jane:hunt%20er2@")
                + "?again=hunt%20er2"));
    publisher.on("/feed", Answer.of(200, Map.of("X-Echo", "jane:hunt er2"), RSS));
    var url = publisher.uri("/old").toString().replace("//", "//jane:hunt%20er2@");

    run("  - https://other.example/\n", "poll", url, "-v");

    assertThat(publisher.requests("/old").getFirst().header("Authorization"))
        .contains("Basic amFuZTpodW50IGVyMg==");
    assertThat(out.toString())
        .contains("requested  " + publisher.uri("/old"))
        .doesNotContain("er2", "amFuZTpodW50IGVyMg");
  }

  @Test
  void credentialsInAnInvalidAddressAreNotShown() throws IOException {
    for (var address :
        new String[] {
          "http://jane:hunter2@", "http://jane:hunter2@a b/", "ftp://jane:hunter2@x/"
        }) {
      assertThat(run("  - https://other.example/\n", "poll", address, "-v")).isEqualTo(Exit.USAGE);
    }

    assertThat(out.toString()).contains("not the address").doesNotContain("hunter2");
  }

  @Test
  void withoutVerboseOnlyTheResultIsShown() throws IOException {
    publisher.on("/feed", Answer.feed(RSS));

    run("  - " + publisher.uri("/feed") + "\n", "poll", publisher.uri("/feed").toString());

    assertThat(out.toString()).contains("The Daily Test").doesNotContain("User-Agent");
  }

  @Test
  void probeShowsEachFeedAndItsNextPoll() throws IOException {
    publisher.on("/feed", Answer.feed(RSS));
    publisher.on("/gone", Answer.of(410, Map.of(), ""));
    publisher.on("/busy", Answer.of(429, Map.of("Retry-After", "7200"), ""));
    publisher.on("/moved", Answer.redirect(308, "/feed"));
    var feeds = new StringBuilder();
    for (var path : new String[] {"/feed", "/gone", "/busy", "/moved"}) {
      feeds.append("  - ").append(publisher.uri(path)).append('\n');
    }

    int code = run(feeds.toString(), "check", "--probe");

    assertThat(code).isEqualTo(1);
    assertThat(out.toString())
        .containsPattern("ok +.*/feed: rss_2.0, 1 entries; next poll 2026-.*: its ttl is 2 h")
        .containsPattern("FAIL .*/gone: gone for good: HTTP 410; no longer polled")
        .containsPattern(
            "FAIL .*/busy: asked to slow down: .*; next poll 2026-03-01T14.*: it asked us to wait 2"
                + " h")
        .containsPattern(
            "ok +.*/moved: .*moved permanently to .*/feed: write this address into feeds.yml")
        .contains("2 of 4 feeds can be read");
  }
}

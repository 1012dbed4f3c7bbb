package io.feedloom.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.feedloom.feed.FeedId;
import io.feedloom.serve.Served;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code feedloom refetch} and the route that it uses. */
class RefetchCommandTest {
  @TempDir private Path folder;
  private Served served;

  @BeforeEach
  void serve() {
    served =
        new Served(
            folder,
            """
            feeds:
              - { id: alpha, url: "https://a.example/feed", full-text: true }
              - { id: beta, url: "https://b.example/feed" }
            """);
    served.arrive("alpha", "Old", 3_600);
    served.arrive("alpha", "New", 20);
    served.arrive("beta", "Other", 20);
  }

  @AfterEach
  void close() {
    served.close();
  }

  private record Ended(int code, String out, String err) {}

  private Ended refetch(String... arguments) {
    var out = new StringWriter();
    var err = new StringWriter();
    var environment =
        new Environment(
            InstantSource.fixed(Served.NOON),
            "test",
            Map.of(),
            new PrintWriter(out),
            new PrintWriter(err));
    var all = new ArrayList<>(List.of("refetch", "--config", folder + "/feeds.yml"));
    all.addAll(List.of("--server", "http://127.0.0.1:" + served.port() + "/"));
    all.addAll(List.of(arguments));
    int code = FeedloomCommand.run(environment, all.toArray(String[]::new));
    return new Ended(code, out.toString(), err.toString());
  }

  @Test
  void allEntriesOfTheFeedWaitForTheirPages() {
    assertThat(refetch("alpha"))
        .isEqualTo(new Ended(Exit.OK, "alpha: entries whose pages are fetched: 2\n", ""));
    assertThat(served.store().articles().waiting()).isEqualTo(Map.of(new FeedId("alpha"), 2L));
    assertThat(served.get("/api/v1/feeds/alpha").body()).contains("\"pagesWaiting\":2");
    assertThat(served.get("/api/v1/feeds").body()).containsOnlyOnce("pagesWaiting");
    assertThat(served.get("/metrics").body()).contains("feedloom_pages_waiting 2.0");
  }

  @Test
  void sinceLeavesOutOlderEntries() {
    assertThat(refetch("alpha", "--since", "30m").out()).endsWith("fetched: 1\n");
    assertThat(refetch("alpha", "--since", "soon"))
        .matches(ended -> ended.code() == Exit.FAULTS)
        .matches(ended -> ended.err().startsWith("the server answered 400: since is not valid"));
  }

  @Test
  void unknownSourceIsNotAskedFor() {
    assertThat(refetch("alpah"))
        .isEqualTo(
            new Ended(Exit.USAGE, "", "feeds.yml has no feed with this id; did you mean alpha?\n"));
  }

  @Test
  void withoutAServerTheCommandSaysSo() {
    int port = served.port();
    served.close();
    assertThat(refetch("alpha").err())
        .isEqualTo(
            "no server answers at http://127.0.0.1:"
                + port
                + "/; start it, or name it by --server\n");
  }

  @Test
  void requestNeedsTheAdminToken() {
    assertThat(served.ask("POST", "/api/v1/feeds/alpha/refetch").statusCode()).isEqualTo(401);
    assertThat(served.store().articles().waiting()).isEmpty();
    var token = new String[] {"Authorization", "Bearer letmein"};
    assertThat(served.ask("POST", "/api/v1/feeds/nobody/refetch", token).statusCode())
        .isEqualTo(404);
    assertThat(served.ask("POST", "/api/v1/feeds/alpha/refetch", token).statusCode())
        .isEqualTo(202);
  }
}

package io.feedloom.serve;

import static org.assertj.core.api.Assertions.assertThat;

import io.feedloom.feed.FeedInfo;
import io.feedloom.feed.Pace;
import io.feedloom.feed.PollState;
import io.feedloom.feed.PollState.Move;
import io.feedloom.feed.PollState.Resource;
import io.feedloom.feed.Problem;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Secrets in feed addresses are visible only to the admin. */
class SecretAddressTest {
  private static final String SECRET = "s3cret";
  private static final String ADDRESS = "https://paid.example/feed?token=" + SECRET;
  private static final String KEY = "key=alice-key-0001";

  @TempDir private Path folder;
  private Served served;

  @BeforeEach
  void serve() {
    served =
        new Served(
            folder,
            """
            keys: { alice: alice-key-0001 }
            feeds:
              - { url: "%s", tags: [paid] }
              - { url: "%s2", id: named, access: key }
            """
                .formatted(ADDRESS, ADDRESS));
    for (var feed : List.of("paid-example-feed-token", "named")) {
      served.arrive(feed, "One of " + feed, 10);
      served.fail(feed, state(), List.of(new Problem(ADDRESS, "is a page")), info());
    }
  }

  private static PollState state() {
    var state = PollState.unpolled(Served.NOON);
    var resource =
        Resource.at(URI.create("https://me:" + SECRET + "@paid.example/new?key=" + SECRET))
            .withMove(Optional.of(new Move(URI.create(ADDRESS), Served.NOON, 1)));
    return state
        .withResource(resource)
        .withLast(state.last().withMessage("moved to " + ADDRESS))
        .due(Served.NOON, "since " + ADDRESS);
  }

  /** A publisher that repeats the requested address in its document. */
  private static FeedInfo info() {
    return new FeedInfo(
        "atom_1.0",
        Optional.of(ADDRESS),
        Optional.of("Paid"),
        Optional.empty(),
        Optional.of("https://paid.example/?token=" + SECRET),
        Optional.of(ADDRESS),
        List.of(ADDRESS),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Pace.NONE,
        List.of(),
        List.of());
  }

  @AfterEach
  void close() {
    served.close();
  }

  @Test
  void onlyTheAdminSeesSecretsInAddresses() {
    for (var path :
        List.of(
            "/feed.atom",
            "/feed.rss",
            "/feed.json",
            "/",
            "/opml",
            "/status",
            "/status?q=paid",
            "/sources/paid-example-feed-token",
            "/sources/paid-example-feed-token.atom",
            "/api/v1/feeds",
            "/api/v1/feeds/paid-example-feed-token",
            "/api/v1/entries",
            "/api/v1/tags",
            "/metrics")) {
      for (var query : List.of("", KEY)) {
        var asked = query.isEmpty() ? path : path + (path.contains("?") ? "&" : "?") + query;
        var answer = served.get(asked);
        assertThat(answer.statusCode()).as(asked).isEqualTo(200);
        assertThat(answer.body()).as(asked).doesNotContain(SECRET);
      }
    }
    assertThat(served.get("/feed.atom").body()).contains("https://paid.example/feed?token=***");
  }

  @Test
  void searchesDoNotRevealSecretsInAddresses() {
    assertThat(served.get("/status?q=token=s3c").body()).contains("No feed matches.");
  }

  @Test
  void adminSeesWholeAddresses() {
    for (var path :
        List.of(
            "/api/v1/feeds",
            "/status/admin?q=" + SECRET,
            "/status/sources/paid-example-feed-token")) {
      assertThat(served.get(path, "Authorization", "Bearer letmein").body())
          .as(path)
          .contains(SECRET);
    }
  }
}

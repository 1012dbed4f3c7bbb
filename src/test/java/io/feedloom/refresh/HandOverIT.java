package io.feedloom.refresh;

import static org.assertj.core.api.Assertions.assertThat;

import io.feedloom.config.PollingSettings;
import io.feedloom.farm.Answer;
import io.feedloom.farm.Publisher;
import io.feedloom.feed.Due;
import io.feedloom.feed.FeedId;
import io.feedloom.feed.Subscription;
import io.feedloom.fetch.Loopback;
import io.feedloom.health.Health;
import io.feedloom.parse.FeedParser;
import io.feedloom.store.Postgres;
import io.feedloom.store.Sample;
import io.feedloom.store.Store;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a node that ends gives back to the other nodes with the same PostgreSQL database. */
class HandOverIT {
  private static final int FEEDS = 20;

  @TempDir private Path folder;
  private final InstantSource clock = InstantSource.system();
  private final CountDownLatch polled = new CountDownLatch(1);
  private Publisher publisher;
  private Store one;
  private Store two;

  @BeforeEach
  void open() throws Exception {
    var storage = Postgres.freshDatabase();
    one = Store.open(storage, folder.resolve("one"));
    two = Store.open(storage, folder.resolve("two"));
    publisher = Publisher.start();
    for (int i = 0; i < FEEDS; i++) {
      publisher.on(
          "/" + i,
          _ -> {
            polled.countDown();
            return Answer.feed("<rss version=\"2.0\"><channel><title>T</title></channel></rss>");
          });
    }
  }

  @AfterEach
  void close() {
    one.close();
    two.close();
    publisher.close();
  }

  /** Returns a refresher that knows these feeds. */
  private Refresher refresher(List<Subscription> feeds) throws Exception {
    var tls = SSLContext.getDefault();
    PollingSettings polling =
        Running.polling(Duration.ofSeconds(20), Duration.ofHours(1), Duration.ofHours(1));
    return new Refresher(
        one,
        Loopback.fetcher(_ -> List.of("127.0.0.1"), () -> tls),
        new FeedParser(),
        clock,
        Watchlist.of(polling, List.of(), feeds),
        _ -> {},
        new Health(clock, _ -> {}));
  }

  /** Returns feeds of one domain, which gets one request a second. */
  private List<Subscription> feeds() {
    int port = publisher.uri("/").getPort();
    return IntStream.range(0, FEEDS)
        .mapToObj(
            i ->
                Subscription.of(URI.create("http://slow.example:" + port + "/" + i), Set.of())
                    .withId(new FeedId("f" + i)))
        .toList();
  }

  private List<Due> takenByTwo(Instant at) {
    return two.leases().takeDue(at, 100, Sample.LEASE);
  }

  @Test
  void feedsThatWaitForTheirHostGoBackAtOnce() throws Exception {
    var feeds = feeds();
    one.feeds().subscribe(feeds, clock.instant());
    try (var refresher = refresher(feeds)) {
      refresher.start();
      assertThat(polled.await(60, TimeUnit.SECONDS)).isTrue();
      assertThat(takenByTwo(clock.instant())).isEmpty();

      refresher.handOver();

      assertThat(takenByTwo(clock.instant())).hasSizeBetween(1, FEEDS - 1);
      assertThat(refresher.refresh(new FeedId("f1"))).isFalse();
    }
  }

  @Test
  void feedThatANodeDoesNotKnowYetGoesToOneThatDoes() throws Exception {
    var feeds = feeds();
    one.feeds().subscribe(feeds.subList(0, 1), clock.instant());
    try (var refresher = refresher(feeds.subList(0, 1))) {
      refresher.start();
      assertThat(polled.await(60, TimeUnit.SECONDS)).isTrue();

      two.feeds().subscribe(feeds, clock.instant());
      long end = System.nanoTime() + 60_000_000_000L;
      int taken = 0;
      while (taken < FEEDS - 1) {
        assertThat(System.nanoTime()).as("taken: " + taken).isLessThan(end);
        taken += takenByTwo(clock.instant()).size();
        Thread.sleep(20);
      }
    }
  }
}

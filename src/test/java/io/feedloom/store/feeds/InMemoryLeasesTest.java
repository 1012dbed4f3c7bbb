package io.feedloom.store.feeds;

import static io.feedloom.store.Sample.LEASE;
import static io.feedloom.store.Sample.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.feedloom.config.StorageSettings;
import io.feedloom.feed.FeedId;
import io.feedloom.store.Sample;
import io.feedloom.store.Store;
import io.feedloom.store.db.Database;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Leases in memory that change while an update ends one. */
class InMemoryLeasesTest {
  private static final StorageSettings FILE = StorageSettings.ofUrl("jdbc:h2:./data/feedloom");
  private static final FeedId FEED = new FeedId("a");

  @TempDir private Path folder;

  @Test
  void endingALostLeaseKeepsTheNextOne() {
    try (var store = Store.open(FILE, folder)) {
      store.feeds().subscribe(List.of(Sample.subscription("a")), NOON);
    }
    try (var database = Database.open(FILE, folder)) {
      var leases = new InMemoryLeases(database);
      var byAWrongClock =
          leases.take(FEED, Instant.parse("2040-01-01T00:00:00Z"), LEASE).orElseThrow();

      var next =
          leases.ending(
              byAWrongClock,
              () -> {
                leases.reinIn(NOON, Duration.ofDays(2), Duration.ofHours(1));
                return leases.take(FEED, NOON, LEASE);
              });

      assertThat(next).isPresent();
      assertThat(leases.take(FEED, NOON, LEASE)).isEmpty();
    }
  }
}

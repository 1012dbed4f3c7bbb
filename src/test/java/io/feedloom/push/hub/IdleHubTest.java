package io.feedloom.push.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.feedloom.config.PollingSettings;
import io.feedloom.config.StorageSettings;
import io.feedloom.fetch.UserAgent;
import io.feedloom.fetch.WebClient;
import io.feedloom.health.Health;
import io.feedloom.store.Store;
import io.feedloom.store.api.HubRequest;
import io.feedloom.store.api.HubTopic;
import io.feedloom.store.api.StoreException;
import io.feedloom.store.push.HubRequests.Limits;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A hub without subscriptions. A closed store shows which steps query it. */
class IdleHubTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  @TempDir private Path folder;
  private Store store;
  private Hub hub;

  @BeforeEach
  void open() {
    store = Store.open(StorageSettings.ofUrl("jdbc:h2:./feedloom"), folder);
    hub =
        new Hub(
            store,
            new NoDocuments(),
            new WebClient(() -> new UserAgent("test", Optional.empty(), 0)),
            () -> PollingSettings.DEFAULT,
            () -> NOON,
            new HubCounters(),
            new Health(() -> NOON, _ -> {}));
  }

  @AfterEach
  void close() {
    hub.close();
    store.close();
  }

  private static final class NoDocuments implements TopicDocuments {
    @Override
    public Object version() {
      return 1;
    }

    @Override
    public boolean isOpen(HubTopic topic) {
      return true;
    }

    @Override
    public Watch watch(HubTopic topic) {
      return new Watch.Nothing();
    }

    @Override
    public Next next(HubTopic topic, String base, long place, long news) {
      throw new AssertionError("there are no subscribers");
    }
  }

  private void request() {
    store
        .hubRequests()
        .add(
            new HubRequest(
                HubRequest.Mode.SUBSCRIBE,
                "/feed.atom",
                Optional.empty(),
                "http://127.0.0.1:1/cb",
                "127.0.0.1",
                Optional.empty(),
                "http://planet.example/feed.atom",
                "http://planet.example",
                Duration.ofDays(1),
                0),
            NOON.plusSeconds(100),
            new Limits(10, 10));
  }

  @Test
  void withoutSubscriptionsItRestsAndQueriesNothing() {
    hub.step();
    store.close();

    hub.wake();

    assertThat(hub.step()).isEqualTo(Duration.ofMinutes(30));
  }

  @Test
  void requestEndsTheRestAtOnce() {
    hub.step();
    request();
    hub.requested();

    assertThat(hub.step()).isLessThan(Duration.ofSeconds(1));
    store.close();
    assertThatThrownBy(hub::step).isInstanceOf(StoreException.class);
  }
}

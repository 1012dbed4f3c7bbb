package io.feedloom.push.alert;

import static io.feedloom.store.Sample.LEASE;
import static io.feedloom.store.Sample.NOON;
import static io.feedloom.store.Sample.polled;
import static io.feedloom.store.Sample.subscription;
import static org.assertj.core.api.Assertions.assertThat;

import io.feedloom.config.AlertSettings;
import io.feedloom.config.Reloaded;
import io.feedloom.config.StorageSettings;
import io.feedloom.feed.FeedId;
import io.feedloom.feed.PollState.Outcome;
import io.feedloom.feed.PollState.Result;
import io.feedloom.feed.SampleUpdate;
import io.feedloom.health.Health;
import io.feedloom.store.Postgres;
import io.feedloom.store.Store;
import io.feedloom.store.api.Incident;
import io.feedloom.store.api.Incident.Kind;
import io.feedloom.store.api.Incident.State;
import io.feedloom.store.push.Incidents;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several nodes with one PostgreSQL database. */
class AlertNodesIT {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final AlertSettings SETTINGS =
      new AlertSettings(
          List.of("ops"), Duration.ofDays(1), Optional.empty(), 0, Duration.ofDays(9));

  private final StorageSettings database = Postgres.freshDatabase();
  private final RecordedMessages messages = new RecordedMessages();
  private Instant now = NOON;
  @TempDir private Path folder;
  private Node one;
  private Node other;

  private final class Node {
    private final Store store;
    private final Health health = new Health(() -> now, _ -> {});
    private final Alerts alerts;

    Node(String name) {
      store = Store.open(database, folder.resolve(name));
      alerts = new Alerts(store, SETTINGS, messages, (_, _) -> 1, () -> now, health);
    }
  }

  @BeforeEach
  void open() {
    one = new Node("one");
    one.store.feeds().subscribe(List.of(subscription("a")), NOON);
    other = new Node("other");
  }

  @AfterEach
  void close() {
    one.store.close();
    other.store.close();
  }

  private void pass(Duration time) {
    now = now.plus(time);
    one.alerts.pass();
    other.alerts.pass();
  }

  private void sourceIsGone() {
    var due = one.store.leases().take(new FeedId("a"), now, LEASE).orElseThrow();
    var state =
        polled(NOON)
            .withLast(
                new Result(Outcome.GONE, "gone", 410, 1, Optional.of(now), Optional.of(NOON)));
    one.store
        .updates()
        .apply(SampleUpdate.of(due, state, Optional.empty(), List.of(), List.of(), now));
  }

  @Test
  void nodesThatLookAtOnceRecordOneIncidentAndSendOneMessage()
      throws InterruptedException, ExecutionException {
    sourceIsGone();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 20; i++) {
        var first = threads.submit(one.alerts::pass);
        var second = threads.submit(other.alerts::pass);
        first.get();
        second.get();
      }
    }
    assertThat(one.alerts.newest(9)).hasSize(1);
    assertThat(other.alerts.newest(9)).isEqualTo(one.alerts.newest(9));
    assertThat(messages.sent).hasSize(1);
  }

  @Test
  void faultThatBothNodesSeeIsOneIncidentUntilNeitherSeesIt() {
    one.alerts.reloaded(new Reloaded.Faulty(List.of()));
    other.alerts.reloaded(new Reloaded.Faulty(List.of()));
    pass(MINUTE);
    pass(MINUTE);
    pass(MINUTE);
    assertThat(one.alerts.newest(9)).extracting(Incident::kind).containsExactly(Kind.FILE);

    one.alerts.reloaded(Reloaded.fine());
    pass(MINUTE);
    assertThat(one.alerts.open()).hasSize(1);

    other.alerts.reloaded(Reloaded.fine());
    pass(MINUTE);
    pass(MINUTE);
    assertThat(one.alerts.newest(9)).extracting(Incident::state).containsExactly(State.RESOLVED);
    assertThat(messages.sent).hasSize(2);
  }

  @Test
  void whatANodeWithoutTheLeaseSeesIsAnIncident() {
    pass(MINUTE);
    other.health.part("search").failed("no space");
    pass(MINUTE);
    pass(MINUTE);
    pass(MINUTE);
    assertThat(one.alerts.open()).extracting(Incident::name).containsExactly("search");
  }

  @Test
  void partThatFailedBetweenTwoLooksOfTheOtherNodeIsRecorded() {
    pass(MINUTE);
    other.health.part("search").failed("no space");
    other.alerts.pass();
    now = now.plus(MINUTE.multipliedBy(2));
    other.health.part("search").works();
    other.alerts.pass();
    pass(MINUTE);
    pass(MINUTE);
    assertThat(one.alerts.newest(9))
        .singleElement()
        .satisfies(
            incident -> {
              assertThat(incident.kind()).isEqualTo(Kind.PART);
              assertThat(incident.state()).isEqualTo(State.RESOLVED);
            });
  }

  @Test
  void otherNodeDecidesAfterAKilledOne() {
    pass(MINUTE);
    sourceIsGone();
    other.alerts.pass();
    assertThat(other.alerts.newest(9)).isEmpty();
    now = now.plus(Incidents.LEASE);
    other.alerts.pass();
    assertThat(other.alerts.newest(9)).hasSize(1);
    assertThat(messages.sent).hasSize(1);
  }
}

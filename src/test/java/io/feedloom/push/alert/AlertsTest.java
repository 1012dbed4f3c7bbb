package io.feedloom.push.alert;

import static io.feedloom.store.Sample.LEASE;
import static io.feedloom.store.Sample.NOON;
import static io.feedloom.store.Sample.polled;
import static io.feedloom.store.Sample.subscription;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.feedloom.config.AlertSettings;
import io.feedloom.config.Reloaded;
import io.feedloom.config.StorageSettings;
import io.feedloom.feed.FeedId;
import io.feedloom.feed.PollState;
import io.feedloom.feed.PollState.Outcome;
import io.feedloom.feed.PollState.Resource;
import io.feedloom.feed.PollState.Result;
import io.feedloom.feed.SampleUpdate;
import io.feedloom.health.Health;
import io.feedloom.store.Store;
import io.feedloom.store.api.Incident;
import io.feedloom.store.api.Incident.Kind;
import io.feedloom.store.api.Incident.State;
import io.feedloom.store.api.Incident.Step;
import io.feedloom.store.api.StoreException;
import java.net.URI;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the loop finds, stores and announces. */
class AlertsTest {
  private static final Duration DAY = Duration.ofDays(1);
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final String url = "jdbc:h2:mem:" + UUID.randomUUID();
  private final RecordedMessages messages = new RecordedMessages();
  private Instant now = NOON;
  private Health health = new Health(() -> now, _ -> {});
  private AlertSettings settings =
      new AlertSettings(List.of("ops"), DAY, Optional.of(Duration.ofDays(3)), 0, DAY);
  private double silence = 1;

  @TempDir private Path folder;
  private Store store;
  private Alerts alerts;

  @BeforeEach
  void open() {
    store = Store.open(StorageSettings.ofUrl(url), folder);
    store.feeds().subscribe(List.of(subscription("a"), subscription("b")), NOON);
    restart();
  }

  @AfterEach
  void close() {
    store.close();
  }

  /** Begins with an empty memory, as a new process. */
  private void restart() {
    health = new Health(() -> now, _ -> {});
    alerts = new Alerts(store, settings, messages, (_, _) -> silence, () -> now, health);
  }

  private void pass(Duration time) {
    now = now.plus(time);
    alerts.pass();
  }

  private void poll(String feed, PollState state) {
    var due = store.leases().take(new FeedId(feed), now, LEASE).orElseThrow();
    store.updates().apply(SampleUpdate.of(due, state, Optional.empty(), List.of(), List.of(), now));
  }

  private PollState fine() {
    return polled(now);
  }

  private PollState failed(Outcome outcome, int status, int failures) {
    return polled(NOON)
        .withLast(
            new Result(
                outcome,
                "it answered " + status,
                status,
                failures,
                Optional.of(now),
                Optional.of(NOON)));
  }

  private void sql(String statement) {
    try (var connection = DriverManager.getConnection(url);
        var sql = connection.createStatement()) {
      sql.execute(statement);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private void breakStore() {
    sql("ALTER TABLE feed RENAME TO feed_away");
  }

  private void repairStore() {
    sql("ALTER TABLE feed_away RENAME TO feed");
  }

  private Incident only() {
    var all = alerts.newest(99);
    assertThat(all).hasSize(1);
    return all.getFirst();
  }

  private List<Step> course() {
    return only().course().stream().map(Incident.Event::type).toList();
  }

  @Test
  void sourceThatFailsForLongIsOneIncidentUntilItComesBack() {
    for (int hour = 1; hour <= 40; hour++) {
      now = now.plus(Duration.ofHours(1));
      poll("a", failed(Outcome.FAILED, 500, hour));
      alerts.pass();
    }
    assertThat(only().kind()).isEqualTo(Kind.FAILING);
    assertThat(only().source()).contains(new FeedId("a"));
    assertThat(only().since()).isEqualTo(NOON.plus(Duration.ofHours(1)));
    assertThat(course()).containsExactly(Step.OPENED);
    assertThat(messages.titles()).containsExactly("Cannot be read: a");

    poll("a", fine());
    pass(MINUTE);
    assertThat(course()).containsExactly(Step.OPENED, Step.RESOLVED);
    assertThat(messages.titles())
        .containsExactly("Cannot be read: a", "Resolved: Cannot be read: a");
    assertThat(messages.sent.getLast().text())
        .isEqualTo("It can be read again. It lasted 1 day 15 hours.");
  }

  @Test
  void sourceThatNeverWorkedIsAnIncidentAcrossARestart() {
    poll("a", failed(Outcome.FAILED, 500, 1));
    alerts.pass();
    restart();
    pass(DAY);
    assertThat(only().since()).isEqualTo(NOON);
    assertThat(messages.sent).hasSize(1);
  }

  @Test
  void sourceThatIsGoneIsAnIncidentAtOnce() {
    poll("a", failed(Outcome.GONE, 410, 1));
    alerts.pass();
    assertThat(only().kind()).isEqualTo(Kind.GONE);
    assertThat(only().course().getFirst().text()).isEqualTo("it answered 410");
  }

  @Test
  void sourceThatIsRemovedFromTheFileHasNoOpenIncident() {
    poll("a", failed(Outcome.GONE, 410, 1));
    alerts.pass();
    store.feeds().subscribe(List.of(subscription("b")), now);
    pass(MINUTE);
    assertThat(only().state()).isEqualTo(State.RESOLVED);
    assertThat(only().course().getLast().text()).startsWith("It is no longer in feeds.yml");
  }

  @Test
  void sourceThatTheAdminIgnoresHasNoIncidents() {
    poll("a", failed(Outcome.GONE, 410, 1));
    poll("b", failed(Outcome.GONE, 410, 1));
    alerts.pass();
    alerts.use(
        new AlertSettings(List.of("ops"), DAY, Optional.empty(), 0, DAY, Set.of(new FeedId("a"))));
    pass(MINUTE);
    assertThat(alerts.open())
        .singleElement()
        .extracting(Incident::source)
        .isEqualTo(Optional.of(new FeedId("b")));
    pass(MINUTE);
    assertThat(alerts.newest(9)).hasSize(2);
  }

  @Test
  void permanentMoveIsAnIncidentUntilTheFileHasTheNewAddress() {
    var to = URI.create("https://new.example/?token=s3cret");
    var move = new PollState.Move(to, NOON, 1);
    poll("a", fine().withResource(Resource.UNKNOWN.withMove(Optional.of(move))));
    alerts.pass();
    assertThat(alerts.newest(9)).isEmpty();

    now = now.plus(Duration.ofDays(2));
    poll("a", fine().withResource(Resource.at(to)));
    alerts.pass();
    assertThat(only().kind()).isEqualTo(Kind.MOVED);
    assertThat(only().course().getFirst().text())
        .contains("https://new.example/?token=***")
        .doesNotContain("s3cret");

    poll("a", fine());
    pass(MINUTE);
    assertThat(only().state()).isEqualTo(State.RESOLVED);
  }

  @Test
  void addressThatWasFoundInAPageIsNoMove() {
    poll("a", fine().withResource(Resource.at(URI.create("https://a.example/found.xml"))));
    alerts.pass();
    pass(DAY);
    assertThat(alerts.newest(9)).isEmpty();
  }

  @Test
  void silenceIsAnIncidentUntilThereAreNewEntries() {
    now = NOON.plus(Duration.ofDays(5));
    silence = 0.001;
    poll("a", fine());
    alerts.pass();
    assertThat(only().kind()).isEqualTo(Kind.SILENT);
    pass(DAY);
    silence = 1;
    pass(MINUTE);
    assertThat(course()).containsExactly(Step.OPENED, Step.RESOLVED);
    assertThat(only().course().getLast().text()).isEqualTo("It has new entries.");
  }

  @Test
  void silenceGoesOnWhileTheSourceFails() {
    now = NOON.plus(Duration.ofDays(5));
    silence = 0.001;
    poll("a", fine());
    alerts.pass();
    poll("a", failed(Outcome.FAILED, 500, 1));
    pass(MINUTE);
    assertThat(only().state()).isEqualTo(State.OPEN);
  }

  @Test
  void fileWithFaultsIsAnIncidentAfterAMinute() {
    alerts.reloaded(new Reloaded.Faulty(List.of()));
    alerts.pass();
    assertThat(alerts.newest(9)).isEmpty();
    pass(MINUTE);
    assertThat(only().kind()).isEqualTo(Kind.FILE);
    alerts.reloaded(Reloaded.fine());
    pass(MINUTE);
    assertThat(only().state()).isEqualTo(State.RESOLVED);
  }

  @Test
  void partThatDoesNotWorkIsAnIncident() {
    health.part("search").failed("cannot write /data/texts");
    alerts.pass();
    pass(MINUTE);
    assertThat(only().kind()).isEqualTo(Kind.PART);
    assertThat(only().course().getFirst().text()).isEqualTo("cannot write /data/texts");
    health.part("search").works();
    pass(MINUTE);
    pass(MINUTE.multipliedBy(2));
    assertThat(course()).containsExactly(Step.OPENED, Step.RESOLVED);
  }

  @Test
  void failureOfTheStoreIsShownAndAnnouncedMeanwhileAndStoredAfterwards() {
    breakStore();
    assertThatThrownBy(() -> alerts.pass()).isInstanceOf(StoreException.class);
    for (int i = 0; i < 10; i++) {
      now = now.plus(Duration.ofSeconds(20));
      assertThatThrownBy(() -> alerts.pass()).isInstanceOf(StoreException.class);
    }
    assertThat(messages.unstored)
        .singleElement()
        .extracting(AlertMessage::title)
        .isEqualTo("The store does not work");

    repairStore();
    pass(MINUTE);
    var stored = only();
    assertThat(stored.kind()).isEqualTo(Kind.STORE);
    assertThat(stored.since()).isEqualTo(NOON.plus(Duration.ofSeconds(20)));
    pass(MINUTE);
    pass(MINUTE.multipliedBy(2));
    assertThat(course()).containsExactly(Step.OPENED, Step.RESOLVED);
    assertThat(messages.titles()).containsExactly("Resolved: The store does not work");
  }

  @Test
  void messageThatNobodyAcceptedWithoutTheStoreIsSentAgainWithTheSameId() {
    messages.accepted = false;
    breakStore();
    for (int i = 0; i < 10; i++) {
      assertThatThrownBy(() -> alerts.pass()).isInstanceOf(StoreException.class);
      now = now.plus(Duration.ofSeconds(20));
    }
    repairStore();
    alerts.pass();
    assertThat(messages.unstored).hasSizeBetween(2, 4);
    assertThat(messages.sent)
        .singleElement()
        .extracting(AlertMessage::id)
        .isEqualTo(messages.unstored.getFirst().id());
  }

  @Test
  void incidentsAreShownWhileTheStoreDoesNotWork() {
    poll("a", failed(Outcome.GONE, 410, 1));
    alerts.pass();
    sql("ALTER TABLE incident RENAME TO incident_away");
    for (int i = 0; i < 5; i++) {
      now = now.plus(MINUTE);
      assertThatThrownBy(() -> alerts.pass()).isInstanceOf(StoreException.class);
    }
    assertThat(alerts.newest(9)).extracting(Incident::kind).containsExactly(Kind.STORE, Kind.GONE);
    assertThat(alerts.open()).hasSize(2);
  }

  @Test
  void partThatFailedOnlyWhileTheStoreDidNotWorkIsRecorded() {
    alerts.pass();
    health.part("search").failed("no space");
    pass(MINUTE);
    sql("ALTER TABLE incident RENAME TO incident_away");
    now = now.plus(MINUTE);
    assertThatThrownBy(() -> alerts.pass()).isInstanceOf(StoreException.class);
    health.part("search").works();
    now = now.plus(MINUTE);
    assertThatThrownBy(() -> alerts.pass()).isInstanceOf(StoreException.class);
    sql("ALTER TABLE incident_away RENAME TO incident");
    pass(MINUTE.multipliedBy(3));
    assertThat(alerts.newest(9)).extracting(Incident::kind).contains(Kind.PART);
  }

  @Test
  void incidentsOfOneLookAreOneMessage() {
    poll("a", failed(Outcome.GONE, 410, 1));
    poll("b", failed(Outcome.GONE, 410, 1));
    alerts.pass();
    assertThat(messages.titles()).containsExactly("2 incidents");
    assertThat(messages.sent.getFirst().text())
        .contains("Gone: a\nit answered 410")
        .contains("Gone: b\nit answered 410");
    assertThat(messages.names).containsExactly(List.of("ops"));
  }

  @Test
  void messageThatCouldNotBeStoredIsSentLaterWithTheSameId() {
    poll("a", failed(Outcome.GONE, 410, 1));
    messages.fails = true;
    assertThatThrownBy(() -> alerts.pass()).isInstanceOf(StoreException.class);
    var id = store.incidents().unannounced().getFirst().course().getFirst().message();
    messages.fails = false;
    restart();
    pass(MINUTE);
    assertThat(messages.sent).extracting(AlertMessage::id).containsExactly(id);
    pass(MINUTE);
    assertThat(messages.sent).hasSize(1);
  }

  @Test
  void withoutReceiversNothingIsSentNorLater() {
    settings = new AlertSettings(List.of(), DAY, Optional.empty(), 0, DAY);
    restart();
    poll("a", failed(Outcome.GONE, 410, 1));
    alerts.pass();
    alerts.use(new AlertSettings(List.of("ops"), DAY, Optional.empty(), 0, DAY));
    pass(MINUTE);
    assertThat(messages.sent).isEmpty();
    assertThat(alerts.newest(9)).hasSize(1);
  }

  @Test
  void anotherReasonIsNoMessage() {
    poll("a", failed(Outcome.FAILED, 500, 1));
    alerts.pass();
    pass(DAY);
    poll("a", failed(Outcome.FAILED, 404, 9));
    pass(MINUTE);
    assertThat(course()).containsExactly(Step.OPENED, Step.CHANGED);
    assertThat(messages.sent).hasSize(1);
  }

  @Test
  void resolvedIncidentsAreForgottenAfterTheirTime() {
    poll("a", failed(Outcome.GONE, 410, 1));
    alerts.pass();
    poll("a", fine());
    pass(MINUTE);
    pass(DAY.plus(MINUTE));
    assertThat(alerts.newest(9)).isEmpty();
  }

  @Test
  void loopRunsUntilItIsClosed() throws InterruptedException {
    poll("a", failed(Outcome.GONE, 410, 1));
    alerts.start();
    while (alerts.open().isEmpty()) {
      Thread.sleep(5);
    }
    alerts.close();
    assertThat(health.states()).containsEntry("alerts", true);
  }
}

package io.feedloom.push.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.feedloom.feed.FeedId;
import io.feedloom.store.api.Finding;
import io.feedloom.store.api.Incident;
import io.feedloom.store.api.Incident.Event;
import io.feedloom.store.api.Incident.Kind;
import io.feedloom.store.api.Incident.State;
import io.feedloom.store.api.Incident.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class IncidentDeciderTest {
  private static final Instant START = Instant.parse("2026-05-01T00:00:00Z");
  private static final Duration DAY = Duration.ofDays(1);

  private final Map<UUID, Incident> stored = new LinkedHashMap<>();
  private Instant now = START;

  private void decide(Finding... findings) {
    decide(List.of(findings), List.of());
  }

  private void decide(List<Finding> findings, List<Finding> continuing) {
    var changes =
        new IncidentDecider(
                List.copyOf(stored.values()), _ -> "It is over.", now, UUID.randomUUID())
            .decide(findings, continuing);
    changes.dropped().forEach(stored::remove);
    changes.written().forEach(incident -> stored.put(incident.id(), incident));
  }

  private void pass(Duration time) {
    now = now.plus(time);
  }

  private static Finding failing(String cause, Instant since) {
    return new Finding(
        UUID.randomUUID(),
        "read/a",
        Kind.FAILING,
        Optional.of(new FeedId("a")),
        "A",
        cause,
        "It answers " + cause,
        since,
        DAY,
        Optional.empty());
  }

  private static Finding part(Instant since) {
    return new Finding(
        UUID.randomUUID(),
        "part/search",
        Kind.PART,
        Optional.empty(),
        "search",
        "search",
        "no space",
        since,
        Duration.ofMinutes(1),
        Optional.empty());
  }

  private Incident only() {
    assertThat(stored).hasSize(1);
    return stored.values().iterator().next();
  }

  private List<Step> course() {
    return only().course().stream().map(Event::type).toList();
  }

  @Test
  void failureIsAnIncidentOnlyAfterItsDelay() {
    decide(failing("500", START));
    assertThat(only().state()).isEqualTo(State.SUSPECTED);
    pass(DAY.minusSeconds(1));
    decide(failing("500", START));
    assertThat(only().state()).isEqualTo(State.SUSPECTED);
    pass(Duration.ofSeconds(1));
    decide(failing("500", START));
    assertThat(only().state()).isEqualTo(State.OPEN);
    assertThat(only().since()).isEqualTo(START);
    assertThat(only().opened()).contains(now);
    assertThat(course()).containsExactly(Step.OPENED);
  }

  @Test
  void shortFailureLeavesNothing() {
    decide(failing("500", START));
    pass(Duration.ofHours(3));
    decide();
    assertThat(stored).isEmpty();
  }

  @Test
  void beginningThatWasSeenFirstCounts() {
    decide(failing("500", START));
    pass(DAY);
    decide(failing("500", START.plus(Duration.ofHours(20)))); // the history forgot the beginning
    assertThat(only().state()).isEqualTo(State.OPEN);
    assertThat(only().since()).isEqualTo(START);
  }

  @Test
  void longFailureIsOneEntryHoweverOftenItIsSeen() {
    pass(DAY);
    for (int i = 0; i < 500; i++) {
      decide(failing("500", START));
      pass(Duration.ofMinutes(1));
    }
    assertThat(course()).containsExactly(Step.OPENED);
  }

  @Test
  void otherReasonIsAnUpdate() {
    pass(DAY);
    decide(failing("500", START));
    pass(Duration.ofHours(1));
    decide(failing("404", START));
    assertThat(course()).containsExactly(Step.OPENED, Step.CHANGED);
    assertThat(only().course().getLast().text()).isEqualTo("It answers 404");
  }

  @Test
  void reasonsThatAlternateAreEachNotedOnce() {
    pass(DAY);
    for (int i = 0; i < 20; i++) {
      decide(failing(i % 2 == 0 ? "502" : "503", START));
      pass(Duration.ofHours(1));
    }
    assertThat(course()).containsExactly(Step.OPENED, Step.CHANGED);
  }

  @Test
  void sourceThatCameBackResolvesItsIncidentAtOnce() {
    pass(DAY);
    decide(failing("500", START));
    pass(Duration.ofHours(5));
    decide();
    assertThat(course()).containsExactly(Step.OPENED, Step.RESOLVED);
    assertThat(only().resolved()).contains(now);
    assertThat(AlertText.text(only(), only().course().getLast()))
        .isEqualTo("It is over. It lasted 1 day 5 hours.");
  }

  @Test
  void goneSourceUpdatesTheIncidentOfItsFailures() {
    pass(DAY);
    decide(failing("500", START));
    var gone =
        new Finding(
            UUID.randomUUID(),
            "read/a",
            Kind.GONE,
            Optional.of(new FeedId("a")),
            "A",
            "410",
            "It is gone",
            now,
            Duration.ZERO,
            Optional.empty());
    decide(gone);
    assertThat(only().kind()).isEqualTo(Kind.GONE);
    assertThat(course()).containsExactly(Step.OPENED, Step.CHANGED);
  }

  @Test
  void sameFailureSoonAfterwardsJoinsTheIncident() {
    pass(DAY);
    decide(failing("500", START));
    decide();
    var again = now.plus(Duration.ofMinutes(10));
    pass(DAY.plusMinutes(10));
    decide(failing("500", again));
    assertThat(course()).containsExactly(Step.OPENED, Step.RESOLVED, Step.REOPENED);
    assertThat(only().state()).isEqualTo(State.OPEN);
    assertThat(only().since()).isEqualTo(again);
  }

  @Test
  void suspicionThatJoinsAnIncidentIsDropped() {
    pass(DAY);
    decide(failing("500", START));
    decide();
    var again = now.plus(Duration.ofMinutes(10));
    pass(Duration.ofMinutes(10));
    decide(failing("500", again));
    assertThat(stored).hasSize(2);
    pass(DAY);
    decide(failing("500", again));
    assertThat(course()).containsExactly(Step.OPENED, Step.RESOLVED, Step.REOPENED);
  }

  @Test
  void sameFailureMuchLaterIsAnotherIncident() {
    pass(DAY);
    decide(failing("500", START));
    decide();
    pass(Duration.ofDays(10));
    decide(failing("500", now.minus(DAY)));
    assertThat(stored).hasSize(2);
  }

  @Test
  void flappingPartCausesFewEvents() {
    int events = 0;
    for (int minute = 0; minute < 24 * 60; minute += 10) {
      decide(part(now));
      pass(Duration.ofMinutes(5));
      decide(part(now.minus(Duration.ofMinutes(5))));
      decide();
      pass(Duration.ofMinutes(5));
      decide();
      events = only().course().getLast().number();
    }
    assertThat(events).isLessThanOrEqualTo(3);
    assertThat(only().state()).isEqualTo(State.OPEN);
  }

  @Test
  void partMustWorkForAWhileBeforeItsIncidentIsResolved() {
    decide(part(START));
    pass(Duration.ofMinutes(1));
    decide(part(START));
    pass(Duration.ofMinutes(1));
    decide();
    assertThat(only().state()).isEqualTo(State.OPEN);
    pass(Duration.ofMinutes(1));
    decide(part(START));
    assertThat(only().calm()).isEmpty();
    decide();
    pass(Duration.ofMinutes(2));
    decide();
    assertThat(course()).containsExactly(Step.OPENED, Step.RESOLVED);
  }

  @Test
  void patienceGrowsWithEachReopeningUpToADay() {
    var incident = Incident.suspected(part(START)).opened(part(START), START, UUID.randomUUID());
    var times = new ArrayList<Duration>();
    for (int i = 0; i < 9; i++) {
      times.add(IncidentDecider.patience(incident));
      incident =
          incident
              .resolved(START, "", UUID.randomUUID())
              .opened(part(START), START, UUID.randomUUID());
    }
    assertThat(times).isSorted();
    assertThat(times.get(1)).isEqualTo(Duration.ofMinutes(30));
    assertThat(times.get(2)).isEqualTo(Duration.ofHours(1));
    assertThat(times.getLast()).isEqualTo(DAY);
  }

  @Test
  void whatSeveralProcessesSeeIsOneIncident() {
    decide(part(START), part(START.minusSeconds(30)), part(START.plusSeconds(1)));
    pass(Duration.ofSeconds(30));
    decide(part(START), part(START.minusSeconds(30)), part(START.plusSeconds(1)));
    assertThat(only().since()).isEqualTo(START.minusSeconds(30));
    assertThat(course()).containsExactly(Step.OPENED);
  }

  @Test
  void whatEndedBeforeItWasStoredIsRecordedOnce() {
    var past = part(START).ended(START.plus(Duration.ofMinutes(7)));
    pass(Duration.ofMinutes(8));
    decide(past);
    decide(past);
    pass(Duration.ofMinutes(1));
    decide(past);
    assertThat(course()).containsExactly(Step.OPENED, Step.RESOLVED);
    assertThat(only().opened()).contains(START.plus(Duration.ofMinutes(1)));
    assertThat(only().resolved()).contains(START.plus(Duration.ofMinutes(7)));
  }

  @Test
  void continuingFindingKeepsOnlyAnIncidentOfItsCause() {
    decide(List.of(), List.of(failing("to b", START).now()));
    assertThat(stored).isEmpty();
    decide(failing("to b", START));
    decide(List.of(), List.of(failing("to c", START).now()));
    assertThat(stored).isEmpty();
    decide(failing("to b", START));
    decide(List.of(), List.of(failing("to b", START).now()));
    assertThat(only().state()).isEqualTo(State.OPEN);
  }

  @Test
  void courseKeepsItsFirstAndItsNewestEvents() {
    var incident = Incident.suspected(part(START)).opened(part(START), START, UUID.randomUUID());
    for (int i = 0; i < 100; i++) {
      incident = incident.changed(part(START), START.plusSeconds(i), UUID.randomUUID());
    }
    assertThat(incident.course()).hasSize(40);
    assertThat(incident.course().getFirst().number()).isEqualTo(1);
    assertThat(incident.course().getLast().number()).isEqualTo(101);
  }
}

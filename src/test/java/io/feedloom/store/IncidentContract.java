package io.feedloom.store;

import static io.feedloom.store.Sample.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.feedloom.feed.FeedId;
import io.feedloom.store.api.Finding;
import io.feedloom.store.api.Incident;
import io.feedloom.store.api.Incident.Kind;
import io.feedloom.store.api.StoreException;
import io.feedloom.store.push.Incidents;
import io.feedloom.store.push.Incidents.Changes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The stored incidents. */
abstract class IncidentContract extends StoreContract {
  private static final Instant LONG_AGO = NOON.minus(Duration.ofDays(50));

  private static Finding finding(String subject) {
    return new Finding(
        UUID.randomUUID(),
        subject,
        Kind.SILENT,
        Optional.of(new FeedId("a")),
        "Größe \"A\" \u0000 <b>",
        "cause",
        "No new entry",
        NOON.minusSeconds(60),
        Duration.ofHours(3),
        Optional.empty());
  }

  private static Incident opened(String subject, Instant at) {
    var finding = finding(subject);
    return Incident.suspected(finding).opened(finding, at, UUID.randomUUID());
  }

  private void write(Incident... incidents) {
    assertThat(change(new Changes(List.of(incidents), List.of()))).isTrue();
  }

  private boolean change(Changes changes) {
    return store.incidents().update(List.of(), NOON, LONG_AGO, (_, _) -> changes);
  }

  private List<Incident> known() {
    var known = new ArrayList<Incident>();
    store
        .incidents()
        .update(
            List.of(),
            NOON,
            LONG_AGO,
            (stored, _) -> {
              known.addAll(stored);
              return new Changes(List.of(), List.of());
            });
    return known;
  }

  @Test
  void incidentSurvivesARestartWithAllItsParts() {
    var incident =
        opened("read/a", NOON)
            .changed(finding("read/a"), NOON.plusSeconds(1), UUID.randomUUID())
            .calm(Optional.of(NOON.plusSeconds(2)));
    write(incident);
    if (!store.storage().isShared()) {
      reopen(); // on PostgreSQL, the lease of this process would have to end first
    }
    assertThat(known()).containsExactly(incident);
    assertThat(store.incidents().open()).containsExactly(incident);
  }

  @Test
  void changedIncidentReplacesTheStoredOne() {
    var incident = opened("read/a", NOON);
    write(incident);
    var resolved = incident.resolved(NOON.plusSeconds(9), "over", UUID.randomUUID());
    write(resolved);
    assertThat(store.incidents().newest(9)).containsExactly(resolved);
    assertThat(store.incidents().open()).isEmpty();
    assertThat(known()).containsExactly(resolved);
  }

  @Test
  void newestIncidentsComeFirst() {
    var first = opened("read/a", NOON);
    var second = opened("read/b", NOON.plusSeconds(1));
    var third = opened("read/c", NOON.plusSeconds(2));
    write(second, third, first);
    assertThat(store.incidents().newest(2)).containsExactly(third, second);
  }

  @Test
  void suspicionIsSeenByNobodyAndCanBeDropped() {
    var suspicion = Incident.suspected(finding("read/a"));
    write(suspicion);
    assertThat(store.incidents().newest(9)).isEmpty();
    assertThat(store.incidents().open()).isEmpty();
    assertThat(known()).containsExactly(suspicion);
    change(new Changes(List.of(), List.of(suspicion.id())));
    assertThat(known()).isEmpty();
  }

  @Test
  void twoIncidentsOfOneSubjectAreNeverOpenAtOnce() {
    write(opened("read/a", NOON));
    assertThatThrownBy(() -> write(opened("read/a", NOON))).isInstanceOf(StoreException.class);
    assertThat(store.incidents().open()).hasSize(1);
  }

  @Test
  void subjectOfAResolvedIncidentMayBeOpenedAgain() {
    var incident = opened("read/a", NOON);
    write(incident.resolved(NOON, "", UUID.randomUUID()));
    write(opened("read/a", NOON.plusSeconds(1)));
    assertThat(store.incidents().newest(9)).hasSize(2);
  }

  @Test
  void decisionGetsNoIncidentsThatWereResolvedLongAgo() {
    write(opened("read/a", LONG_AGO).resolved(LONG_AGO.minusSeconds(1), "", UUID.randomUUID()));
    assertThat(known()).isEmpty();
  }

  @Test
  void announcedEventsAreNotAnnouncedAgain() {
    var incident = opened("read/a", NOON);
    write(incident);
    assertThat(store.incidents().unannounced()).containsExactly(incident);
    store.incidents().announced(List.of(incident.announcedAll()));
    assertThat(store.incidents().unannounced()).isEmpty();
    var resolved = known().getFirst().resolved(NOON.plusSeconds(5), "over", UUID.randomUUID());
    write(resolved);
    assertThat(store.incidents().unannounced())
        .singleElement()
        .satisfies(
            each -> assertThat(each.unannounced()).containsExactly(resolved.course().getLast()));
  }

  @Test
  void eventThatWasAddedMeanwhileIsStillAnnounced() {
    var incident = opened("read/a", NOON);
    write(incident);
    write(incident.resolved(NOON.plusSeconds(5), "over", UUID.randomUUID()));
    store.incidents().announced(List.of(incident.announcedAll()));
    assertThat(store.incidents().unannounced()).hasSize(1);
  }

  @Test
  void oldAndTooManyResolvedIncidentsAreDeleted() {
    var open = opened("read/open", LONG_AGO);
    write(open, opened("read/old", LONG_AGO).resolved(LONG_AGO, "", UUID.randomUUID()));
    for (int i = 0; i < 5; i++) {
      var at = NOON.minusSeconds(i);
      write(opened("read/" + i, at).resolved(at, "", UUID.randomUUID()));
    }
    store.incidents().expire(NOON.minus(Duration.ofDays(1)), 3);
    assertThat(store.incidents().newest(99))
        .extracting(Incident::subject)
        .containsExactly("read/0", "read/1", "read/2", "read/open");
  }

  @Test
  void oneOfSeveralProcessesDecidesAndHearsOfTheOthers() {
    if (!store.storage().isShared()) {
      return; // one process
    }
    try (var other = Store.open(settings(), folder.resolve("other"))) {
      assertThat(change(new Changes(List.of(), List.of()))).isTrue();
      var seen = finding("part/search");
      assertThat(other.incidents().update(List.of(seen), NOON, LONG_AGO, (_, _) -> unreachable()))
          .isFalse();
      assertThat(sightings(NOON)).containsExactly(seen);
      other.incidents().update(List.of(), NOON, LONG_AGO, (_, _) -> unreachable());
      assertThat(sightings(NOON)).isEmpty();
    }
  }

  @Test
  void sightingsOfAKilledProcessEnd() {
    if (!store.storage().isShared()) {
      return;
    }
    change(new Changes(List.of(), List.of()));
    try (var other = Store.open(settings(), folder.resolve("other"))) {
      other
          .incidents()
          .update(List.of(finding("part/search")), NOON, LONG_AGO, (_, _) -> unreachable());
    }
    assertThat(sightings(NOON.plus(Incidents.SIGHTING))).hasSize(1);
    assertThat(sightings(NOON.plus(Incidents.SIGHTING).plusMillis(1))).isEmpty();
  }

  @Test
  void anotherProcessDecidesWhenTheLeaseOfAKilledOneEnds() {
    if (!store.storage().isShared()) {
      return;
    }
    change(new Changes(List.of(), List.of()));
    var none = new Changes(List.of(), List.of());
    try (var other = Store.open(settings(), folder.resolve("other"))) {
      var end = NOON.plus(Incidents.LEASE);
      assertThat(other.incidents().update(List.of(), end.minusMillis(1), LONG_AGO, (_, _) -> none))
          .isFalse();
      assertThat(other.incidents().update(List.of(), end, LONG_AGO, (_, _) -> none)).isTrue();
      assertThat(store.incidents().update(List.of(), end, LONG_AGO, (_, _) -> unreachable()))
          .isFalse();
    }
  }

  private List<Finding> sightings(Instant now) {
    var seen = new ArrayList<Finding>();
    store
        .incidents()
        .update(
            List.of(),
            now,
            LONG_AGO,
            (_, sightings) -> {
              seen.addAll(sightings);
              return new Changes(List.of(), List.of());
            });
    return seen;
  }

  private static Changes unreachable() {
    throw new AssertionError("this process must not decide");
  }
}

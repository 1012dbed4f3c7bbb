package io.feedloom.push.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.feedloom.config.AlertSettings;
import io.feedloom.config.Reloaded;
import io.feedloom.health.Health.Trouble;
import io.feedloom.store.api.Finding;
import io.feedloom.store.api.Incident.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProgramStateTest {
  private static final Instant NOW = Instant.parse("2026-05-10T12:00:00Z");
  private static final Trouble SEARCH = new Trouble("search", "no space", NOW.minusSeconds(90));

  private static List<Finding> found(ProgramState state, String... before) {
    return state.findings(AlertSettings.DEFAULT, Set.of(before), NOW);
  }

  private static ProgramState of(Reloaded file, Trouble... troubles) {
    return new ProgramState(List.of(troubles), Optional.empty(), file, OptionalLong.empty());
  }

  @Test
  void nothingIsWrongWhenAllWorks() {
    assertThat(found(of(Reloaded.fine()))).isEmpty();
  }

  @Test
  void partThatDoesNotWorkIsAnIncidentAfterAMinute() {
    assertThat(found(of(Reloaded.fine(), SEARCH)))
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.kind()).isEqualTo(Kind.PART);
              assertThat(finding.name()).isEqualTo("search");
              assertThat(finding.since()).isEqualTo(SEARCH.since());
              assertThat(finding.isDue(SEARCH.since().plusSeconds(59))).isFalse();
              assertThat(finding.isDue(SEARCH.since().plusSeconds(60))).isTrue();
            });
  }

  @Test
  void failuresOfPartsWhileTheStoreFailsBelongToTheStore() {
    var state =
        new ProgramState(
            List.of(SEARCH), Optional.of("disk full"), Reloaded.fine(), OptionalLong.empty());
    assertThat(found(state)).extracting(Finding::kind).containsExactly(Kind.STORE);
    assertThat(found(state, "part/search"))
        .extracting(Finding::kind)
        .containsExactly(Kind.STORE, Kind.PART);
  }

  @Test
  void resultsThatCannotBeStoredAreAFailureOfTheStore() {
    var storing = new Trouble("storing", "locked", NOW);
    assertThat(found(of(Reloaded.fine(), storing)))
        .extracting(Finding::kind, Finding::reason)
        .containsExactly(org.assertj.core.groups.Tuple.tuple(Kind.STORE, "locked"));
  }

  @Test
  void fileThatIsNotInForceIsAnIncident() {
    assertThat(found(of(new Reloaded.Waiting("store")))).hasSize(1);
    assertThat(found(of(new Reloaded.Failed("X at Y")))).hasSize(1);
    assertThat(found(of(new Reloaded.Faulty(List.of())))).hasSize(1);
  }

  @Test
  void secretsAreInNoText() {
    var trouble = new Trouble("search", "https://u:pw@a.example/?token=s3cret", NOW);
    assertThat(found(of(Reloaded.fine(), trouble)).toString())
        .doesNotContain("s3cret")
        .doesNotContain("u:pw");
  }

  @ParameterizedTest
  @CsvSource({"300,,false", "255,,true", "300,disk,true", "321,disk,false"})
  void fullDiskIsAnIncidentUntilThereIsClearlyEnoughSpace(long free, String before, boolean wrong) {
    var state =
        new ProgramState(List.of(), Optional.empty(), Reloaded.fine(), OptionalLong.of(free << 20));
    var found = before == null ? found(state) : found(state, before);
    assertThat(found).extracting(Finding::kind).isEqualTo(wrong ? List.of(Kind.DISK) : List.of());
  }

  @Test
  void sightingsRememberWhatEnded() {
    var sightings = new Sightings();
    sightings.update(found(of(Reloaded.fine(), SEARCH)), NOW);
    sightings.update(found(of(Reloaded.fine())), NOW.plusSeconds(60));
    assertThat(sightings.subjects()).isEmpty();
    assertThat(sightings.all())
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.since()).isEqualTo(SEARCH.since());
              assertThat(finding.ended()).contains(NOW.plusSeconds(60));
            });
    sightings.recorded(NOW.plusSeconds(120));
    assertThat(sightings.all()).hasSize(1);
    sightings.recorded(NOW.plusSeconds(60).plus(Duration.ofMinutes(5)));
    assertThat(sightings.all()).isEmpty();
  }

  @Test
  void sightingsForgetWhatDidNotLast() {
    var sightings = new Sightings();
    sightings.update(found(of(Reloaded.fine(), new Trouble("search", "x", NOW))), NOW);
    sightings.update(List.of(), NOW.plusSeconds(30));
    assertThat(sightings.all()).isEmpty();
  }

  @Test
  void sightingsKeepTheFirstIdAndBeginning() {
    var sightings = new Sightings();
    var file = of(new Reloaded.Faulty(List.of()));
    var first = found(file);
    sightings.update(first, NOW);
    sightings.update(
        file.findings(AlertSettings.DEFAULT, Set.of(), NOW.plusSeconds(60)), NOW.plusSeconds(60));
    assertThat(sightings.all())
        .singleElement()
        .extracting(Finding::id, Finding::since)
        .containsExactly(first.getFirst().id(), NOW);
  }
}

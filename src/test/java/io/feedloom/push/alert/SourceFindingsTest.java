package io.feedloom.push.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.feedloom.config.AlertSettings;
import io.feedloom.feed.FeedId;
import io.feedloom.feed.FeedProfile;
import io.feedloom.feed.FeedStatus;
import io.feedloom.feed.PollState;
import io.feedloom.feed.PollState.Move;
import io.feedloom.feed.PollState.Outcome;
import io.feedloom.feed.PollState.Resource;
import io.feedloom.feed.PollState.Result;
import io.feedloom.feed.Polled;
import io.feedloom.feed.Rhythm;
import io.feedloom.store.api.Finding;
import io.feedloom.store.api.Incident.Kind;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SourceFindingsTest {
  private static final Instant NOW = Instant.parse("2026-05-10T12:00:00Z");
  private static final Instant MONTH_AGO = NOW.minus(Duration.ofDays(30));

  private double probability = 1;
  private AlertSettings settings = AlertSettings.DEFAULT;

  private SourceFindings of(PollState state, Polled... polls) {
    var findings = new SourceFindings(settings, (_, _) -> probability);
    var profile =
        new FeedProfile(
            new FeedId("a"),
            URI.create("https://a.example/feed?token=s3cret"),
            Optional.of("Feed A"),
            Set.of(),
            Optional.empty());
    var status = new FeedStatus(1, profile, 1, state, List.of(), 5, Optional.empty());
    findings.add(status.masked(), List.of(polls), NOW);
    return findings;
  }

  private static PollState state(Outcome outcome, String message, int status, int failures) {
    return PollState.unpolled(NOW)
        .withLast(
            new Result(
                outcome,
                message,
                status,
                failures,
                Optional.of(NOW),
                Optional.of(failures == 0 ? NOW : NOW.minus(Duration.ofDays(9)))));
  }

  private static PollState fine(Rhythm rhythm) {
    var state = state(Outcome.UNCHANGED, "not modified", 304, 0);
    return new PollState(
        state.resource(), state.next(), state.last(), state.pace(), Optional.of(rhythm));
  }

  private static Polled poll(Outcome outcome, Duration ago) {
    return new Polled(NOW.minus(ago), outcome, 500, Duration.ZERO, 0);
  }

  @Test
  void sourceThatIsReadHasNothingWrong() {
    var findings = of(state(Outcome.FRESH, "new content", 200, 0));
    assertThat(findings.found()).isEmpty();
    assertThat(findings.continuing()).isEmpty();
  }

  @Test
  void failureBeganWithTheFirstFailedPollInARow() {
    var findings =
        of(
            state(Outcome.FAILED, "answered 500", 500, 2),
            poll(Outcome.FAILED, Duration.ofHours(1)),
            poll(Outcome.THROTTLED, Duration.ofHours(3)),
            poll(Outcome.UNCHANGED, Duration.ofHours(4)),
            poll(Outcome.FAILED, Duration.ofHours(5)));
    assertThat(findings.found())
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.kind()).isEqualTo(Kind.FAILING);
              assertThat(finding.since()).isEqualTo(NOW.minus(Duration.ofHours(3)));
              assertThat(finding.delay()).isEqualTo(Duration.ofHours(24));
              assertThat(finding.name()).isEqualTo("Feed A");
            });
  }

  @Test
  void failureThatFillsTheHistoryBeganAfterTheLastSuccess() {
    var polls =
        IntStream.range(0, 50)
            .mapToObj(i -> poll(Outcome.FAILED, Duration.ofMinutes(i)))
            .toArray(Polled[]::new);
    assertThat(of(state(Outcome.FAILED, "answered 500", 500, 90), polls).found())
        .singleElement()
        .extracting(Finding::since)
        .isEqualTo(NOW.minus(Duration.ofDays(9)));
  }

  @Test
  void goneSourceIsAnIncidentAtOnce() {
    assertThat(of(state(Outcome.GONE, "answered 410", 410, 1)).found())
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.kind()).isEqualTo(Kind.GONE);
              assertThat(finding.delay()).isZero();
            });
  }

  @Test
  void causeIsTheSameForMessagesThatDifferInNumbers() {
    var one = of(state(Outcome.FAILED, "no answer within 30 s (12 tries)", 0, 1)).found();
    var other = of(state(Outcome.FAILED, "no answer within 31 s (13 tries)", 0, 2)).found();
    assertThat(one.getFirst().cause()).isEqualTo(other.getFirst().cause());
  }

  @Test
  void causeDiffersForOtherStatusesAndOtherWords() {
    var causes =
        List.of(
                state(Outcome.FAILED, "answered 500", 500, 1),
                state(Outcome.FAILED, "answered 404", 404, 1),
                state(Outcome.FAILED, "no such host", 0, 1),
                state(Outcome.FAILED, "connection refused", 0, 1))
            .stream()
            .map(state -> of(state).found().getFirst().cause());
    assertThat(causes).doesNotHaveDuplicates();
  }

  @Test
  void secretsOfAddressesAreInNoText() {
    var failed = state(Outcome.FAILED, "https://u:pw@a.example/feed?token=s3cret failed", 0, 1);
    var moved =
        failed.withResource(
            Resource.UNKNOWN.withMove(
                Optional.of(
                    new Move(URI.create("https://b.example/?token=s3cret"), MONTH_AGO, 3))));
    assertThat(of(moved).found())
        .hasSize(2)
        .allSatisfy(
            finding ->
                assertThat(finding.toString()).doesNotContain("s3cret").doesNotContain("u:pw"));
  }

  @Test
  void moveMustBeSeenForTwoDays() {
    var move = new Move(URI.create("https://b.example/"), NOW.minus(Duration.ofDays(1)), 2);
    var state =
        state(Outcome.FRESH, "", 200, 0).withResource(Resource.UNKNOWN.withMove(Optional.of(move)));
    assertThat(of(state).found())
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.kind()).isEqualTo(Kind.MOVED);
              assertThat(finding.isDue(NOW)).isFalse();
              assertThat(finding.isDue(NOW.plus(Duration.ofDays(1)))).isTrue();
              assertThat(finding.reason()).contains("https://b.example/");
            });
  }

  @Test
  void adoptedMoveContinuesTheMoveThatWasSeenBefore() {
    var to = URI.create("https://b.example/");
    var pending =
        of(state(Outcome.FRESH, "", 200, 0)
                .withResource(Resource.UNKNOWN.withMove(Optional.of(new Move(to, MONTH_AGO, 2)))))
            .found()
            .getFirst();
    var adopted = of(state(Outcome.FRESH, "", 200, 0).withResource(Resource.at(to)));
    assertThat(adopted.found()).isEmpty();
    assertThat(adopted.continuing())
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.subject()).isEqualTo(pending.subject());
              assertThat(finding.cause()).isEqualTo(pending.cause());
              assertThat(finding.isDue(NOW)).isTrue();
            });
  }

  @Test
  void unlikelySilenceIsAnIncident() {
    probability = 0.009;
    assertThat(of(fine(Rhythm.watchedSince(MONTH_AGO))).found())
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.kind()).isEqualTo(Kind.SILENT);
              assertThat(finding.since()).isEqualTo(MONTH_AGO);
              assertThat(finding.reason())
                  .startsWith("No new entry since 10 April 2026, 12:00 UTC");
            });
  }

  @Test
  void likelySilenceIsNone() {
    probability = 0.01;
    assertThat(of(fine(Rhythm.watchedSince(MONTH_AGO))).found()).isEmpty();
  }

  @Test
  void shortSilenceIsNoneHoweverUnlikely() {
    probability = 0;
    assertThat(of(fine(Rhythm.watchedSince(NOW.minus(Duration.ofDays(2))))).found()).isEmpty();
  }

  @Test
  void silenceIsNoIncidentIfTheAdminWantsNone() {
    probability = 0;
    settings =
        new AlertSettings(List.of(), Duration.ofHours(1), Optional.empty(), 0, Duration.ofDays(1));
    assertThat(of(fine(Rhythm.watchedSince(MONTH_AGO))).found()).isEmpty();
  }

  @Test
  void silenceOfAFailingSourceIsNotJudged() {
    probability = 0;
    var state = state(Outcome.FAILED, "answered 500", 500, 1);
    var silent =
        new PollState(
            state.resource(),
            state.next(),
            state.last(),
            state.pace(),
            Optional.of(Rhythm.watchedSince(MONTH_AGO)));
    var findings = of(silent);
    assertThat(findings.found()).extracting(Finding::kind).containsExactly(Kind.FAILING);
    assertThat(findings.continuing()).extracting(Finding::kind).containsExactly(Kind.SILENT);
  }
}

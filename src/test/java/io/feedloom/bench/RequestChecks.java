package io.feedloom.bench;

import io.feedloom.bench.OutageTurns.Phase;
import io.feedloom.bench.RandomReaders.Noted;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** What must hold of all requests during outages: to publishers, and of readers. */
final class RequestChecks {
  /** An answer that is due after two seconds comes within this time on a busy machine. */
  private static final Duration LATE = Duration.ofMillis(2_500);

  /** A search waits so long for an index that is being made anew, and is refused then. */
  private static final Duration LATE_SEARCH = Duration.ofMillis(10_500);

  /** By so much two requests may be closer than planned, since the first one was late. */
  private static final Duration LATENESS = Duration.ofSeconds(1);

  /** A JVM that has just begun answers late, and asks later than it means to. */
  private static final double WARM_UP_MINUTES = 0.5;

  /** No answer at all is a check of its own. A feed that is not in feeds.yml now is a 404. */
  private static final Set<Integer> EXPECTED = Set.of(0, 200, 404, 503);

  private final OutageTrial trial;
  private final CheckList checks;

  RequestChecks(OutageTrial trial, CheckList checks) {
    this.trial = trial;
    this.checks = checks;
  }

  /** Checks everything. */
  void run() {
    intervals();
    answers();
  }

  private void intervals() {
    var early = new ArrayList<String>();
    var shortest = new double[] {Double.MAX_VALUE};
    long requests = 0;
    for (int feed = 0; feed < LivelyFarm.FEEDS; feed++) {
      var asked = trial.farm.asked(feed);
      requests += asked.size();
      early(early, shortest, "f" + feed, asked, FeedsEdits.leastInterval(feed));
    }
    int number = 0;
    for (var asked : trial.farm.askedMisbehaving()) {
      requests += asked.size();
      early(early, shortest, "bad" + number++, asked, Duration.ofSeconds(FeedsEdits.EVERY_SECONDS));
    }
    checks.check(
        "no publisher was asked more often than planned",
        early.isEmpty(),
        String.format(
            Locale.ROOT,
            "%,d requests, the earliest %.2f s %s its time, %d too early%s",
            requests,
            Math.abs(shortest[0]),
            shortest[0] < 0 ? "before" : "after",
            early.size(),
            CheckList.some(early)));
  }

  private void early(
      List<String> early, double[] shortest, String feed, List<Long> asked, Duration least) {
    var times = asked.stream().filter(at -> !isWarmingUp(at)).sorted().toList();
    for (int i = 1; i < times.size(); i++) {
      long between = times.get(i) - times.get(i - 1);
      shortest[0] = Math.min(shortest[0], (between - least.toNanos()) / 1e9);
      if (between < least.minus(LATENESS).toNanos()) {
        early.add(
            String.format(
                Locale.ROOT,
                "%s after %.2f s instead of %d s at %.1f min",
                feed,
                between / 1e9,
                least.toSeconds(),
                trial.turns.minutes(times.get(i))));
      }
    }
  }

  private void answers() {
    var noted = trial.readers.noted();
    var failures = noted.stream().filter(Noted::isFailure).toList();
    var phases = phases(failures);
    checks.check(
        "no 5xx without an outage that explains it",
        phases.getOrDefault(Phase.NORMAL, 0L) == 0,
        "%,d during outages, %,d within %d s after one (%d s for searches), %,d at other times%s"
            .formatted(
                phases.getOrDefault(Phase.OUTAGE, 0L),
                phases.getOrDefault(Phase.RECOVERY, 0L),
                OutageTurns.RECOVERY.toSeconds(),
                OutageTurns.SEARCH_RECOVERY.toSeconds(),
                phases.getOrDefault(Phase.NORMAL, 0L),
                CheckList.some(words(failures, at -> phase(at) == Phase.NORMAL))));
    var none = words(noted, at -> at.status() == 0);
    checks.check(
        "every request was answered",
        none.isEmpty(),
        "%d not%s".formatted(none.size(), CheckList.some(none)));
    var others = words(noted, at -> !EXPECTED.contains(at.status()));
    checks.check(
        "no answer had an unexpected status",
        others.isEmpty(),
        "%d had%s".formatted(others.size(), CheckList.some(others)));
    var slow = noted.stream().filter(at -> at.isSlow() && !isWarmingUp(at.begin())).toList();
    var slowPhases = phases(slow);
    checks.check(
        "no answer was too late",
        slow.stream().noneMatch(this::isTooLate),
        "%,d after more than 2 s during outages, %,d at other times, the latest after %.2f s%s"
            .formatted(
                slowPhases.getOrDefault(Phase.OUTAGE, 0L),
                slow.size() - slowPhases.getOrDefault(Phase.OUTAGE, 0L),
                slow.stream().mapToLong(at -> at.time().toMillis()).max().orElse(0) / 1e3,
                CheckList.some(words(slow, _ -> true))));
  }

  private boolean isWarmingUp(long at) {
    return trial.turns.minutes(at) < WARM_UP_MINUTES;
  }

  private boolean isTooLate(Noted answer) {
    boolean waitsForIndex = answer.isSearch() && phase(answer) != Phase.NORMAL;
    return answer.time().compareTo(waitsForIndex ? LATE_SEARCH : LATE) > 0;
  }

  private Phase phase(Noted answer) {
    return trial.turns.phase(answer);
  }

  private Map<Phase, Long> phases(List<Noted> answers) {
    return answers.stream().collect(Collectors.groupingBy(this::phase, Collectors.counting()));
  }

  private List<String> words(List<Noted> answers, Predicate<Noted> filter) {
    return answers.stream()
        .filter(filter)
        .map(
            at ->
                String.format(
                    Locale.ROOT,
                    "%d for %s after %.2f s at %.2f min, load %.1f: %s",
                    at.status(),
                    at.path(),
                    at.time().toMillis() / 1e3,
                    trial.turns.minutes(at.begin()),
                    at.load(),
                    at.text().replaceAll("\\s+", " ")))
        .toList();
  }
}

package io.feedloom.bench;

import io.feedloom.bench.LivelyFarm.Published;
import io.feedloom.bench.OutageTurns.Phase;
import io.feedloom.bench.RandomReaders.Noted;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What must hold of a Feedloom after all outages are over. Prints a line for each check. */
final class OutageChecks {
  private static final JsonMapper JSON = new JsonMapper();
  private static final Pattern ATOM_ID =
      Pattern.compile("<id>(" + LivelyFarm.GUID.pattern() + ")</id>");
  private static final Pattern ATOM_NEXT =
      Pattern.compile("<link rel=\"next\"[^>]* href=\"([^\"]+)\"");
  private static final Pattern UNEXPECTED =
      Pattern.compile("(?m)^feedloom_unexpected_errors_total (\\S+)$");
  private static final long MOST_LOG_BYTES = 1_000_000;
  private static final int SAMPLE = 100;
  private static final int EXAMPLES = 5;

  /** Within this time after the last outage everything must be in order again. */
  static final Duration PATIENCE = Duration.ofMinutes(5);

  /** An answer that is due after two seconds comes within this time on a busy machine. */
  private static final Duration LATE = Duration.ofMillis(2_500);

  /** By so much two requests may be closer than planned, since the first one was late. */
  private static final Duration LATENESS = Duration.ofSeconds(1);

  /** A JVM that has just begun answers late. */
  private static final double WARM_UP_MINUTES = 0.5;

  private final OutageTrial trial;
  private final long lifted;
  private boolean hold = true;

  /**
   * @param lifted when the last outage was over, by {@link System#nanoTime()}
   */
  OutageChecks(OutageTrial trial, long lifted) {
    this.trial = trial;
    this.lifted = lifted;
  }

  /** Checks everything and returns whether it holds. */
  boolean run() throws IOException, InterruptedException {
    System.out.printf("%n%s%n", trial.name);
    summary();
    check("the process never ended", trial.feedloom.child().isAlive(), "");
    if (trial.feedloom.child().isAlive()) {
      var recovered = awaitRecovery();
      check(
          "everything is in order again",
          recovered.isPresent(),
          recovered
              .map(time -> "%.1f s after the last outage".formatted(time.toMillis() / 1e3))
              .orElse("not within " + PATIENCE.toMinutes() + " minutes"));
      readiness();
      polls();
      entries();
      counts();
      searches();
      unexpected();
    }
    intervals();
    answers();
    long bytes = Files.size(trial.feedloom.log());
    check("its log is small", bytes < MOST_LOG_BYTES, "%,d bytes".formatted(bytes));
    check("this tool did its work", trial.mishaps.isEmpty(), trial.mishaps.toString());
    return hold;
  }

  private void check(String what, boolean holds, String detail) {
    System.out.printf(
        "  %-5s  %s%s%n", holds ? "ok" : "FAILS", what, detail.isEmpty() ? "" : ": " + detail);
    hold &= holds;
  }

  private void summary() {
    System.out.printf(
        "  %,d entries published, %,d of them served, %,d requests of readers, feeds.yml saved %,d"
            + " times%n",
        trial.farm.published().size(),
        trial.readers.served().size(),
        trial.readers.count(),
        trial.edits.saves());
    var spans = trial.turns.spans();
    var times = new TreeMap<String, List<Duration>>();
    spans.forEach(
        span ->
            times.computeIfAbsent(span.outage().name(), _ -> new ArrayList<>()).add(span.time()));
    times.forEach(
        (outage, all) ->
            System.out.printf(
                Locale.ROOT,
                "  %3d times  %s, %.0f s in all, %.0f s at most%n",
                all.size(),
                outage,
                all.stream().mapToLong(Duration::toMillis).sum() / 1e3,
                all.stream().mapToLong(Duration::toMillis).max().orElse(0) / 1e3));
  }

  /** Returns how long after the last outage it took until everything was in order. */
  private Optional<Duration> awaitRecovery() throws InterruptedException {
    while (System.nanoTime() < lifted + PATIENCE.toNanos()) {
      if (isRecovered()) {
        return Optional.of(Duration.ofNanos(System.nanoTime() - lifted));
      }
      Thread.sleep(1_000);
    }
    return Optional.empty();
  }

  private boolean isRecovered() throws InterruptedException {
    try {
      return unpolled().isEmpty()
          && isReady(json("/health/ready"))
          && walkApi().keySet().containsAll(guids(trial.farm.published()));
    } catch (IOException e) {
      return false; // not yet
    }
  }

  private static boolean isReady(JsonNode health) {
    return health.path("status").asString().equals("ready")
        && !health.has("file")
        && health.path("faults").isEmpty();
  }

  private void readiness() throws IOException, InterruptedException {
    var health = json("/health/ready");
    check("it is ready", isReady(health), health.toString());
  }

  /** The feeds that were not asked since the last outage. */
  private List<String> unpolled() {
    var bad = trial.farm.askedMisbehaving();
    return Stream.concat(
            IntStream.range(0, LivelyFarm.FEEDS)
                .filter(feed -> !isAskedSince(trial.farm.asked(feed)))
                .mapToObj(feed -> "f" + feed),
            IntStream.range(0, bad.size())
                .filter(feed -> !isAskedSince(bad.get(feed)))
                .mapToObj(feed -> "bad" + feed))
        .toList();
  }

  private boolean isAskedSince(List<Long> asked) {
    return asked.stream().anyMatch(at -> at > lifted);
  }

  private void polls() {
    var unpolled = unpolled();
    check("every feed was polled after the last outage", unpolled.isEmpty(), some(unpolled));
  }

  private void entries() throws IOException, InterruptedException {
    var published = guids(trial.farm.published());
    var api = walkApi();
    exactlyOnce("every published entry is there exactly once (API)", published, api);
    exactlyOnce("every published entry is there exactly once (Atom)", published, walkAtom());
    var lost = new HashSet<>(trial.readers.served());
    lost.removeAll(api.keySet());
    check("every entry that was ever served is there", lost.isEmpty(), some(lost));
  }

  private void exactlyOnce(String what, Set<String> published, Map<String, Integer> found) {
    var missing = new HashSet<>(published);
    missing.removeAll(found.keySet());
    var foreign = new HashSet<>(found.keySet());
    foreign.removeAll(published);
    var repeated =
        found.entrySet().stream()
            .filter(entry -> entry.getValue() > 1)
            .map(Map.Entry::getKey)
            .toList();
    check(
        what,
        missing.isEmpty() && foreign.isEmpty() && repeated.isEmpty(),
        "%,d published, %,d missing%s, %,d repeated%s, %,d unknown%s"
            .formatted(
                published.size(),
                missing.size(),
                some(missing),
                repeated.size(),
                some(repeated),
                foreign.size(),
                some(foreign)));
  }

  /** How often each guid is in the pages of the API; an id that differs counts as another guid. */
  private Map<String, Integer> walkApi() throws IOException, InterruptedException {
    var found = new HashMap<String, Integer>();
    for (var path = "/api/v1/entries?merge=none&limit=500"; !path.isEmpty(); ) {
      var page = json(path);
      for (var entry : page.path("entries")) {
        var guid = entry.path("guid").asString();
        var id = entry.path("id").asString();
        found.merge(guid.equals(id) ? guid : guid + " as " + id, 1, Integer::sum);
      }
      path = page.has("next") ? path(page.path("next").asString()) : "";
    }
    return found;
  }

  private Map<String, Integer> walkAtom() throws IOException, InterruptedException {
    var found = new HashMap<String, Integer>();
    for (var path = "/feed.atom?merge=none&limit=500"; !path.isEmpty(); ) {
      var page = text(path);
      ATOM_ID.matcher(page).results().forEach(id -> found.merge(id.group(1), 1, Integer::sum));
      var next = ATOM_NEXT.matcher(page);
      path = next.find() ? path(next.group(1).replace("&amp;", "&")) : "";
    }
    return found;
  }

  private static String path(String url) {
    var uri = URI.create(url);
    return uri.getRawPath() + "?" + uri.getRawQuery();
  }

  private JsonNode json(String path) throws IOException, InterruptedException {
    return JSON.readTree(text(path));
  }

  private String text(String path) throws IOException, InterruptedException {
    var answer = Http.get(trial.feedloom.url(path));
    var text = new String(answer.body(), StandardCharsets.UTF_8);
    if (answer.statusCode() != 200) {
      throw new IOException(path + ": " + answer.statusCode() + " " + text);
    }
    return text;
  }

  /** The numbers of entries that the API gives for each feed and tag. */
  private void counts() throws IOException, InterruptedException {
    var wrong = new ArrayList<String>();
    for (var feed : json("/api/v1/feeds").path("feeds")) {
      var id = feed.path("id").asString();
      long expected =
          id.startsWith("f") ? trial.farm.published(Integer.parseInt(id.substring(1))).size() : 0;
      if (feed.path("entries").asLong() != expected) {
        wrong.add("%s has %d, not %s".formatted(id, expected, feed.path("entries")));
      }
    }
    var tags =
        trial.farm.published().stream()
            .collect(
                Collectors.groupingBy(
                    entry -> FeedsEdits.tag(entry.feed()), Collectors.counting()));
    for (var tag : json("/api/v1/tags").path("tags")) {
      var name = tag.path("tag").asString();
      long expected = tags.getOrDefault(name, 0L);
      if (tag.path("entries").asLong() != expected) {
        wrong.add("%s has %d, not %s".formatted(name, expected, tag.path("entries")));
      }
    }
    check("the counts of feeds and tags are right", wrong.isEmpty(), some(wrong));
  }

  /** Searches for the words of the oldest and newest entries and some in between. */
  private void searches() throws IOException, InterruptedException {
    var all = trial.farm.published().stream().sorted(Comparator.comparing(Published::at)).toList();
    var wrong = new ArrayList<String>();
    int sample = Math.min(SAMPLE, all.size());
    for (int i = 0; i < sample; i++) {
      var entry = all.get((int) ((all.size() - 1L) * i / Math.max(1, sample - 1)));
      var query = URLEncoder.encode(entry.word(), StandardCharsets.UTF_8);
      var found = new ArrayList<String>();
      json("/api/v1/entries?merge=none&q=" + query)
          .path("entries")
          .forEach(it -> found.add(it.path("guid").asString()));
      if (!found.equals(List.of(entry.guid()))) {
        wrong.add("%s finds %s, not %s".formatted(entry.word(), found, entry.guid()));
      }
    }
    check(
        "a search finds the oldest, the newest and others",
        wrong.isEmpty(),
        "%d searches, %d wrong%s".formatted(sample, wrong.size(), some(wrong)));
  }

  private void unexpected() throws IOException, InterruptedException {
    var count = UNEXPECTED.matcher(text("/metrics"));
    var value = count.find() ? count.group(1) : "missing";
    check("no unexpected exception", value.equals("0.0"), value);
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
    check(
        "no publisher was asked more often than planned",
        early.isEmpty(),
        String.format(
            Locale.ROOT,
            "%,d requests, the closest %.2f s apart from the planned interval, %d too early%s",
            requests,
            shortest[0],
            early.size(),
            some(early)));
  }

  private void early(
      List<String> early, double[] shortest, String feed, List<Long> asked, Duration least) {
    var times = asked.stream().sorted().toList();
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
    check(
        "no 5xx without an outage that explains it",
        phases.getOrDefault(Phase.NORMAL, 0L) == 0,
        "%,d during outages, %,d within %d s after one (%d s for searches), %,d at other times%s"
            .formatted(
                phases.getOrDefault(Phase.OUTAGE, 0L),
                phases.getOrDefault(Phase.RECOVERY, 0L),
                OutageTurns.RECOVERY.toSeconds(),
                OutageTurns.SEARCH_RECOVERY.toSeconds(),
                phases.getOrDefault(Phase.NORMAL, 0L),
                some(words(failures, at -> phase(at) == Phase.NORMAL))));
    var none = words(noted, at -> at.status() == 0);
    check(
        "every request was answered",
        none.isEmpty(),
        "%d not%s".formatted(none.size(), some(none)));
    var refused = words(noted, at -> !at.isFailure() && at.status() != 200 && at.status() != 404);
    check(
        "no request was refused",
        refused.isEmpty(),
        "%d were%s".formatted(refused.size(), some(refused)));
    var slow = noted.stream().filter(at -> at.isSlow() && !isWarmingUp(at)).toList();
    var slowPhases = phases(slow);
    check(
        "no answer came after more than two seconds",
        slow.stream().noneMatch(at -> at.time().compareTo(LATE) > 0),
        "%,d during outages, %,d at other times, the latest after %.2f s%s"
            .formatted(
                slowPhases.getOrDefault(Phase.OUTAGE, 0L),
                slow.size() - slowPhases.getOrDefault(Phase.OUTAGE, 0L),
                slow.stream().mapToLong(at -> at.time().toMillis()).max().orElse(0) / 1e3,
                some(words(slow, _ -> true))));
  }

  private boolean isWarmingUp(Noted answer) {
    return trial.turns.minutes(answer.begin()) < WARM_UP_MINUTES;
  }

  private Phase phase(Noted answer) {
    return trial.turns.phase(answer);
  }

  private Map<Phase, Long> phases(List<Noted> answers) {
    return answers.stream().collect(Collectors.groupingBy(this::phase, Collectors.counting()));
  }

  private List<String> words(List<Noted> answers, Function<Noted, Boolean> filter) {
    return answers.stream()
        .filter(filter::apply)
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

  private static Set<String> guids(List<Published> entries) {
    return entries.stream().map(Published::guid).collect(Collectors.toSet());
  }

  private static String some(java.util.Collection<String> all) {
    return all.isEmpty()
        ? ""
        : all.stream()
            .limit(EXAMPLES)
            .collect(Collectors.joining("; ", " (", all.size() > EXAMPLES ? "; …)" : ")"));
  }
}

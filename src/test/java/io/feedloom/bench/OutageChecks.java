package io.feedloom.bench;

import io.feedloom.bench.LivelyFarm.Published;
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
  private static final long MAX_LOG_BYTES = 1_000_000;
  private static final int SAMPLE = 100;

  /** Within this time after the last outage everything must be in order again. */
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final OutageTrial trial;
  private final long lifted;
  private final CheckList checks = new CheckList();

  /**
   * @param lifted when the last outage was over, by {@link System#nanoTime()}
   */
  OutageChecks(OutageTrial trial, long lifted) {
    this.trial = trial;
    this.lifted = lifted;
  }

  /**
   * Checks everything and returns whether it holds.
   *
   * @param recovered what {@link #awaitRecovery} returned
   */
  boolean run(Optional<Duration> recovered) throws IOException, InterruptedException {
    System.out.printf("%n%s%n", trial.name);
    summary();
    checks.check("the process never ended", trial.feedloom.child().isAlive(), "");
    recovery(recovered);
    try {
      stored();
    } catch (IOException e) {
      checks.check("it answers", false, e.toString());
    }
    new RequestChecks(trial, checks).run();
    long bytes = Files.size(trial.feedloom.log());
    checks.check("its log is small", bytes < MAX_LOG_BYTES, "%,d bytes".formatted(bytes));
    checks.check("this tool did its work", trial.mishaps.isEmpty(), trial.mishaps.toString());
    return checks.hold();
  }

  private void recovery(Optional<Duration> recovered) {
    checks.check(
        "everything is in order again",
        recovered.isPresent(),
        recovered
            .map(time -> "%.1f s after the last outage".formatted(time.toMillis() / 1e3))
            .orElse("not within " + PATIENCE.toMinutes() + " minutes"));
    polls();
  }

  private void stored() throws IOException, InterruptedException {
    readiness();
    entries();
    counts();
    searches();
    unexpected();
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

  /** Returns how long after the last outage it took until everything was in order again. */
  Optional<Duration> awaitRecovery() throws InterruptedException {
    long end = lifted + PATIENCE.toNanos();
    while (trial.feedloom.child().isAlive() && System.nanoTime() < end) {
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
    checks.check("it is ready", isReady(health), health.toString());
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
    checks.check(
        "every feed was polled after the last outage",
        unpolled.isEmpty(),
        CheckList.some(unpolled));
  }

  private void entries() throws IOException, InterruptedException {
    var published = guids(trial.farm.published());
    var api = walkApi();
    exactlyOnce("every published entry is there exactly once (API)", published, api);
    exactlyOnce("every published entry is there exactly once (Atom)", published, walkAtom());
    var lost = new HashSet<>(trial.readers.served());
    lost.removeAll(api.keySet());
    checks.check("every entry that was ever served is there", lost.isEmpty(), CheckList.some(lost));
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
    checks.check(
        what,
        missing.isEmpty() && foreign.isEmpty() && repeated.isEmpty(),
        "%,d published, %,d missing%s, %,d repeated%s, %,d unknown%s"
            .formatted(
                published.size(),
                missing.size(),
                CheckList.some(missing),
                repeated.size(),
                CheckList.some(repeated),
                foreign.size(),
                CheckList.some(foreign)));
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
    checks.check("the counts of feeds and tags are right", wrong.isEmpty(), CheckList.some(wrong));
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
    checks.check(
        "a search finds the oldest, the newest and others",
        wrong.isEmpty(),
        "%d searches, %d wrong%s".formatted(sample, wrong.size(), CheckList.some(wrong)));
  }

  private void unexpected() throws IOException, InterruptedException {
    var count = UNEXPECTED.matcher(text("/metrics"));
    var value = count.find() ? count.group(1) : "missing";
    checks.check("no unexpected exception", value.equals("0.0"), value);
  }

  private static Set<String> guids(List<Published> entries) {
    return entries.stream().map(Published::guid).collect(Collectors.toSet());
  }
}

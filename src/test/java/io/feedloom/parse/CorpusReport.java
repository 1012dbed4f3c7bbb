package io.feedloom.parse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/** What came of running a corpus: rates by kind and by field, failures by what was wrong, speed. */
final class CorpusReport {
  private static final int MAX_NOTE_LENGTH = 300;
  private static final int MAX_NOTES = 4;

  private record Failure(String id, List<String> notes) {}

  /** How many were right, of how many. */
  private record Count(int right, int all) {
    Count plus(int moreRight, int more) {
      return new Count(right + moreRight, all + more);
    }

    double percent() {
      return 100.0 * right / all;
    }
  }

  private static final Count NONE = new Count(0, 0);

  private final Map<String, Count> kinds = new TreeMap<>();
  private final Map<String, Map<String, Count>> fieldsOfKinds = new TreeMap<>();
  private final Map<String, Count> fields = new TreeMap<>();
  private final Map<String, List<Failure>> failures = new TreeMap<>();
  private final List<String> results = new ArrayList<>();
  private Count all = NONE;
  private long bytes;
  private long nanos;

  void add(JsonNode each, JsonNode observed, CorpusScore score, int length, long time) {
    var kind = each.path("kind").asString();
    int right = score.isRight() ? 1 : 0;
    all = all.plus(right, 1);
    count(kinds, kind, right, 1);
    score
        .fields()
        .forEach(
            (field, n) -> {
              count(fields, field, n[0], n[1]);
              var ofKind = fieldsOfKinds.computeIfAbsent(kind, k -> new TreeMap<>());
              count(ofKind, field, n[0], n[1]);
            });
    if (!score.isRight()) {
      failures
          .computeIfAbsent(kind + ": " + wrong(score), key -> new ArrayList<>())
          .add(new Failure(each.path("id").asString(), score.notes()));
    }
    results.add(observed.toString());
    bytes += length;
    nanos += time;
  }

  private static void count(Map<String, Count> counts, String key, int right, int more) {
    counts.put(key, counts.getOrDefault(key, NONE).plus(right, more));
  }

  /** The fields that are not as expected. */
  private static String wrong(CorpusScore score) {
    return score.fields().entrySet().stream()
        .filter(field -> field.getValue()[0] < field.getValue()[1])
        .map(Map.Entry::getKey)
        .sorted()
        .reduce((a, b) -> a + ", " + b)
        .orElse("");
  }

  /** The share of right cases by kind, and of {@code all}, in percent. */
  Map<String, Double> rates() {
    var rates = new TreeMap<String, Double>();
    kinds.forEach((kind, count) -> rates.put(kind, count.percent()));
    rates.put("all", all.percent());
    return rates;
  }

  /** Writes the results, one JSON object per line. */
  void write(Path file) throws IOException {
    Files.write(file, results);
  }

  @Override
  public String toString() {
    var out = new StringBuilder("Cases read exactly as expected, and their fields\n");
    kinds.forEach(
        (kind, count) -> {
          line(out, kind, count);
          fieldsOfKinds
              .getOrDefault(kind, Map.of())
              .forEach(
                  (f, n) ->
                      out.append(
                          String.format(Locale.ROOT, " %s %.1f%%(%d)", f, n.percent(), n.all)));
          out.append('\n');
        });
    line(out, "all", all);
    out.append("\n\nFields over all kinds\n");
    fields.forEach(
        (field, count) -> {
          line(out, field, count);
          out.append('\n');
        });
    out.append(String.format(Locale.ROOT, "%n%.1f ms per MB%n", nanos / 1e6 / (bytes / 1e6)));
    failures.forEach((what, list) -> failed(out, what, list));
    return out.toString();
  }

  private static void line(StringBuilder out, String name, Count n) {
    out.append(
        String.format(
            Locale.ROOT, "%-12s %5d of %5d  %5.1f %% |", name, n.right, n.all, n.percent()));
  }

  private static void failed(StringBuilder out, String what, List<Failure> failures) {
    out.append(String.format(Locale.ROOT, "%nNot as expected, %s (%d)%n", what, failures.size()));
    for (var failure : failures) {
      out.append("  ").append(failure.id).append('\n');
      failure.notes.stream()
          .limit(MAX_NOTES)
          .forEach(note -> out.append("    ").append(shortened(note)).append('\n'));
    }
  }

  private static String shortened(String note) {
    return note.length() > MAX_NOTE_LENGTH ? note.substring(0, MAX_NOTE_LENGTH) + "…" : note;
  }
}

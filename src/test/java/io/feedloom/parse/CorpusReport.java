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

/** What came of running a corpus. */
final class CorpusReport {
  private record Failure(String kind, String id, List<String> notes) {}

  private final Map<String, int[]> kinds = new TreeMap<>();
  private final Map<String, Map<String, int[]>> fields = new TreeMap<>();
  private final List<Failure> failures = new ArrayList<>();
  private final List<String> results = new ArrayList<>();
  private long bytes;
  private long nanos;

  void add(JsonNode each, JsonNode observed, CorpusScore score, int length, long time) {
    var kind = each.path("kind").asString();
    count(kinds, kind, score.isRight() ? 1 : 0, 1);
    score
        .fields()
        .forEach(
            (field, n) ->
                count(fields.computeIfAbsent(kind, k -> new TreeMap<>()), field, n[0], n[1]));
    if (!score.isRight()) {
      failures.add(new Failure(kind, each.path("id").asString(), score.notes()));
    }
    results.add(observed.toString());
    bytes += length;
    nanos += time;
  }

  private static void count(Map<String, int[]> counts, String key, int right, int all) {
    var count = counts.computeIfAbsent(key, k -> new int[2]);
    count[0] += right;
    count[1] += all;
  }

  /** The share of right cases by kind, in percent. */
  Map<String, Double> rates() {
    var rates = new TreeMap<String, Double>();
    kinds.forEach((kind, n) -> rates.put(kind, 100.0 * n[0] / n[1]));
    return rates;
  }

  /** Writes what was read, a JSON object a line. */
  void write(Path file) throws IOException {
    Files.write(file, results);
  }

  @Override
  public String toString() {
    var out = new StringBuilder();
    kinds.forEach(
        (kind, n) -> {
          out.append(
              String.format(
                  Locale.ROOT,
                  "%-11s %5d of %5d  %5.1f %% |",
                  kind,
                  n[0],
                  n[1],
                  100.0 * n[0] / n[1]));
          fields
              .getOrDefault(kind, Map.of())
              .forEach(
                  (field, f) ->
                      out.append(
                          String.format(
                              Locale.ROOT, " %s %.0f%%(%d)", field, 100.0 * f[0] / f[1], f[1])));
          out.append('\n');
        });
    int right = kinds.values().stream().mapToInt(n -> n[0]).sum();
    int all = kinds.values().stream().mapToInt(n -> n[1]).sum();
    out.append(
        String.format(
            Locale.ROOT, "%-11s %5d of %5d  %5.1f %%%n", "all", right, all, 100.0 * right / all));
    out.append(String.format(Locale.ROOT, "%.1f ms per MB%n", nanos / 1e6 / (bytes / 1e6)));
    for (var failure : failures) {
      out.append(failure.kind).append(' ').append(failure.id).append('\n');
      failure.notes.stream()
          .limit(4)
          .forEach(
              note ->
                  out.append("    ")
                      .append(note.length() > 300 ? note.substring(0, 300) + "…" : note)
                      .append('\n'));
    }
    return out.toString();
  }
}

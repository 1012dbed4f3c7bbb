package io.feedloom.extract;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeFilter;
import org.jsoup.select.NodeTraversor;
import tools.jackson.databind.JsonNode;

/** Collects the scores of one extractor by the metrics of the suites. */
final class FulltextScore {
  private static final Pattern TOKEN =
      Pattern.compile("\\w+", Pattern.UNICODE_CHARACTER_CLASS | Pattern.UNICODE_CASE);

  private static final Set<String> SKIPPED =
      Set.of("script", "style", "template", "noscript", "head", "iframe", "svg", "math");

  private final Map<String, List<double[]>> overlaps = new HashMap<>();
  private int found;
  private int missed;
  private int wrong;
  private final Map<String, int[]> fields = new java.util.TreeMap<>();

  /** Adds the overlap of two texts in four tokens at a time, and returns its F1. */
  double addOverlap(String corpus, String gold, String text) {
    var overlap = overlap(shingles(gold), shingles(text));
    overlaps.computeIfAbsent(corpus, name -> new ArrayList<>()).add(overlap);
    return f1(
        ratio(overlap[0], overlap[0] + overlap[1]), ratio(overlap[0], overlap[0] + overlap[2]));
  }

  /** Adds how many of the segments occur that must and must not, and returns the F1 of the page. */
  double addSegments(JsonNode with, JsonNode without, String text) {
    var plain = normal(text);
    int hits = occurring(with, plain);
    int extra = occurring(without, plain);
    found += hits;
    missed += with.size() - hits;
    wrong += extra;
    return 2.0 * hits / Math.max(1, 2 * hits + extra + with.size() - hits);
  }

  /** Adds whether one of the values is one of those that are expected. */
  boolean addField(String field, List<String> expected, List<String> values) {
    var wanted = expected.stream().map(value -> flat(field, value)).toList();
    boolean right = values.stream().map(value -> flat(field, value)).anyMatch(wanted::contains);
    fields.computeIfAbsent(field, name -> new int[2])[right ? 0 : 1]++;
    return right;
  }

  /** Returns the score of a suite, or of a field such as {@code segments title}. */
  double of(String name) {
    if (name.equals("segments")) {
      return f1(ratio(found, found + wrong), ratio(found, found + missed));
    }
    if (fields.containsKey(name)) {
      return ratio(fields.get(name)[0], fields.get(name)[0] + fields.get(name)[1]);
    }
    var rows = overlaps.getOrDefault(name, List.of());
    return f1(mean(rows, 1), mean(rows, 2));
  }

  @Override
  public String toString() {
    var report = new StringBuilder();
    for (var name : List.of("aeb", "mozilla")) {
      var rows = overlaps.getOrDefault(name, List.of());
      if (!rows.isEmpty()) {
        line(report, name, mean(rows, 1), mean(rows, 2));
      }
    }
    if (found + missed + wrong > 0) {
      line(report, "segments", ratio(found, found + wrong), ratio(found, found + missed));
    }
    fields.forEach(
        (field, counts) ->
            report.append("%s: %d of %d%n".formatted(field, counts[0], counts[0] + counts[1])));
    return report.toString();
  }

  private static void line(StringBuilder report, String name, double precision, double recall) {
    report.append(
        String.format(
            Locale.ROOT,
            "%-9s F1 %.3f  precision %.3f  recall %.3f%n",
            name,
            f1(precision, recall),
            precision,
            recall));
  }

  /** Returns the mean of precision (1) or recall (2) over the pages where it is defined. */
  private static double mean(List<double[]> rows, int other) {
    return rows.stream()
        .filter(row -> row[0] + row[other] > 0)
        .mapToDouble(row -> row[1] + row[2] == 0 ? 1 : ratio(row[0], row[0] + row[other]))
        .average()
        .orElse(0);
  }

  private static double ratio(double part, double whole) {
    return whole == 0 ? 0 : part / whole;
  }

  private static double f1(double precision, double recall) {
    return precision + recall == 0 ? 0 : 2 * precision * recall / (precision + recall);
  }

  private static double[] overlap(Map<List<String>, Integer> gold, Map<List<String>, Integer> got) {
    double both = 0;
    double extra = 0;
    double lost = 0;
    for (var each : got.entrySet()) {
      int wanted = gold.getOrDefault(each.getKey(), 0);
      both += Math.min(wanted, each.getValue());
      extra += Math.max(0, each.getValue() - wanted);
    }
    for (var each : gold.entrySet()) {
      lost += Math.max(0, each.getValue() - got.getOrDefault(each.getKey(), 0));
    }
    double sum = both + extra + lost;
    return sum == 0 ? new double[3] : new double[] {both / sum, extra / sum, lost / sum};
  }

  private static Map<List<String>, Integer> shingles(String text) {
    var tokens = TOKEN.matcher(text).results().map(match -> match.group()).toList();
    var result = new HashMap<List<String>, Integer>();
    for (int i = 0; i < Math.max(1, tokens.size() - 3); i++) {
      var shingle = tokens.subList(i, Math.min(i + 4, tokens.size()));
      if (!shingle.isEmpty()) {
        result.merge(List.copyOf(shingle), 1, Integer::sum);
      }
    }
    return result;
  }

  private static int occurring(JsonNode segments, String text) {
    int count = 0;
    for (var segment : segments) {
      if (text.contains(normal(segment.asString()))) {
        count++;
      }
    }
    return count;
  }

  private static String normal(String text) {
    return text.replaceAll("(?U)\\s+", " ").strip();
  }

  private static String flat(String field, String value) {
    var plain = normal(value).toLowerCase(Locale.ROOT);
    return field.endsWith("date") ? plain.substring(0, Math.min(10, plain.length())) : plain;
  }

  /** Returns the text of HTML, with a line break at both ends of each block. */
  static String text(String html) {
    var out = new StringBuilder();
    NodeTraversor.filter(
        new NodeFilter() {
          @Override
          public FilterResult head(Node node, int depth) {
            if (node instanceof TextNode text) {
              out.append(text.getWholeText());
            } else if (node instanceof Element element) {
              if (SKIPPED.contains(element.normalName())) {
                return FilterResult.SKIP_ENTIRELY;
              }
              lineBreak(element, out);
            }
            return FilterResult.CONTINUE;
          }

          @Override
          public FilterResult tail(Node node, int depth) {
            if (node instanceof Element element) {
              lineBreak(element, out);
            }
            return FilterResult.CONTINUE;
          }
        },
        Jsoup.parseBodyFragment(html).body());
    return out.toString();
  }

  private static void lineBreak(Element element, StringBuilder out) {
    if (element.isBlock()
        || Set.of(
                "br", "img", "td", "th", "dd", "dt", "video", "picture", "source", "caption",
                "audio", "canvas", "summary", "option")
            .contains(element.normalName())) {
      out.append('\n');
    }
  }
}

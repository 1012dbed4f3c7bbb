package io.feedloom.serve.view;

import io.feedloom.feed.PollState.Outcome;
import io.feedloom.feed.Polled;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;

/**
 * The history of a feed as a drawing. Each poll is a stroke, the oldest at the left. The slower the
 * answer, the longer the stroke. A dot above it shows that entries arrived.
 *
 * @param width in units of the drawing
 * @param description the same as text
 * @param strokes SVG path data by the outcomes of the polls
 * @param dots SVG path data
 */
public record PollChart(int width, String description, List<Strokes> strokes, String dots) {
  /** Strokes of one colour. */
  public record Strokes(String outcome, String path) {}

  /** The height of the drawing. */
  public static final int HEIGHT = 28;

  private static final int STEP = 4;
  private static final int MAX_POLLS = 50;
  private static final int FLOOR = HEIGHT - 1;
  private static final int MAX_LINE_LENGTH = HEIGHT - 8;

  /**
   * Draws polls.
   *
   * @param history the newest first
   */
  public static PollChart of(List<Polled> history) {
    var paths = new EnumMap<Outcome, StringBuilder>(Outcome.class);
    var dots = new StringBuilder();
    int shown = Math.min(history.size(), MAX_POLLS);
    for (int i = 0; i < shown; i++) {
      var poll = history.get(i);
      int x = STEP * (MAX_POLLS - 1 - i) + STEP / 2;
      paths
          .computeIfAbsent(poll.outcome(), _ -> new StringBuilder())
          .append("M%d %dv-%d".formatted(x, FLOOR, length(poll.duration().toMillis())));
      if (poll.arrived() > 0) {
        dots.append("M%d 3h0".formatted(x));
      }
    }
    return new PollChart(
        STEP * MAX_POLLS,
        description(history.subList(0, shown)),
        paths.entrySet().stream().map(PollChart::strokes).toList(),
        dots.toString());
  }

  private static Strokes strokes(Map.Entry<Outcome, StringBuilder> path) {
    return new Strokes(word(path.getKey()), path.getValue().toString());
  }

  static String word(Outcome outcome) {
    return outcome.name().toLowerCase(Locale.ROOT);
  }

  /**
   * Returns the length of a stroke on a logarithmic scale: from 3 for a millisecond to the full
   * height for a minute or more.
   */
  private static int length(long millis) {
    double tenfolds = Math.log10((double) Math.max(1, millis)) / Math.log10(60_000);
    return (int) Math.round(3 + Math.min(1, tenfolds) * (MAX_LINE_LENGTH - 3));
  }

  private static String description(List<Polled> polls) {
    if (polls.isEmpty()) {
      return "no polls are stored";
    }
    var counts = new EnumMap<Outcome, Integer>(Outcome.class);
    polls.forEach(poll -> counts.merge(poll.outcome(), 1, Integer::sum));
    var outcomes = new StringJoiner(", ");
    counts.forEach((outcome, count) -> outcomes.add(count + " " + word(outcome)));
    int arrived = polls.stream().mapToInt(Polled::arrived).sum();
    var took = polls.stream().map(Polled::duration).sorted().toList();
    return "the last %s: %s; half within %d ms; %d entries new or changed"
        .formatted(
            polls.size() == 1 ? "poll" : polls.size() + " polls",
            outcomes,
            took.get(took.size() / 2).toMillis(),
            arrived);
  }
}

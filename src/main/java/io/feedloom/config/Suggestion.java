package io.feedloom.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What someone may have meant by a word that nobody knows. */
public final class Suggestion {
  private Suggestion() {}

  /**
   * The fault of an unknown key, with the key that was meant or else all that could stand there.
   */
  static String unknownKey(String key, List<Option<?>> known) {
    var unknown = "unknown key \"" + QuotedText.of(key) + "\"";
    if (key.equals("<<")) {
      return unknown + "; merging is not read here, repeat the keys";
    }
    return unknown
        + nearest(key, known.stream().map(Option::key).toList())
            .map(meant -> " – did you mean \"" + meant + "\"?")
            .orElseGet(
                () ->
                    known.stream()
                        .map(Option::key)
                        .collect(Collectors.joining(", ", "; known here: ", "")));
  }

  /** The one of these words that comes next to it, where one comes near. */
  public static Optional<String> nearest(String word, Collection<String> known) {
    return known.stream()
        .filter(candidate -> distance(word, candidate) <= tolerated(candidate))
        .min(Comparator.comparingInt(candidate -> distance(word, candidate)));
  }

  /** One slip in a short word, two in a longer one, three in a long one. */
  private static int tolerated(String word) {
    return Math.min(3, (word.length() + 2) / 3);
  }

  /**
   * How many letters to insert, delete, replace or swap with their neighbour (optimal string
   * alignment); {@link Integer#MAX_VALUE} where lengths differ so much that it does not matter.
   */
  static int distance(String a, String b) {
    if (Math.abs(a.length() - b.length()) > 3) {
      return Integer.MAX_VALUE;
    }
    int[][] cost = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        cost[i][j] = i == 0 || j == 0 ? i + j : cheapest(a, b, i, j, cost);
      }
    }
    return cost[a.length()][b.length()];
  }

  private static int cheapest(String a, String b, int i, int j, int[][] cost) {
    int replaced = cost[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
    int least = Math.min(replaced, Math.min(cost[i - 1][j], cost[i][j - 1]) + 1);
    boolean swapped =
        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
    return swapped ? Math.min(least, cost[i - 2][j - 2] + 1) : least;
  }
}

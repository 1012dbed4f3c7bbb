package io.feedloom.feed;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds the known word that a misspelled one probably means. */
public final class NearestWord {
  private NearestWord() {}

  /**
   * Returns the known word with the smallest distance to the given one: at most 1 for words of up
   * to 4 letters, 2 for up to 6 and 3 for longer ones. Empty if no word is near enough.
   */
  public static Optional<String> of(String word, Collection<String> known) {
    return known.stream()
        .filter(candidate -> distance(word, candidate) <= tolerated(candidate))
        .min(Comparator.comparingInt(candidate -> distance(word, candidate)));
  }

  private static int tolerated(String word) {
    return word.length() <= 4 ? 1 : Math.min(3, (word.length() + 2) / 3);
  }

  /**
   * Returns how many letters to insert, delete, replace or swap with their neighbour (optimal
   * string alignment), or {@link Integer#MAX_VALUE} if the lengths differ by more than 3.
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

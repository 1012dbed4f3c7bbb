package io.feedloom.store.analysis;

import io.feedloom.feed.Digest;
import io.feedloom.feed.Entry;
import io.feedloom.store.analysis.Analysis.Part;
import io.feedloom.store.analysis.Analysis.Word;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The traits of an entry, by which other entries of its story are found. Entries with the same link
 * report the same story. Entries with similar titles may report the same story, so their texts are
 * compared too.
 *
 * <p>Two pairs of neighbouring words represent a title: for each of two hash functions, the pair
 * with the least hash. Each hash includes all numbers in the title, because another number means
 * another story ("Episode 12" and "Episode 13"). Titles that have half of their pairs in common
 * share at least one of the two with a probability of three quarters (Broder, "On the resemblance
 * and containment of documents", 1997). Single words would match more often, but they would also
 * match titles that share only a common word.
 *
 * @param link the digest of the link; empty if it leads to no page of its own
 * @param titles the least hash of each function; empty if the title is too short
 */
public record StoryTraits(Optional<Long> link, List<Long> titles) {
  /** Titles with fewer words, such as "Weekly links", often recur and do not identify a story. */
  private static final int MIN_WORDS = 4;

  private static final int MIN_WORDS_OF_TEXT = 8;
  private static final int MAX_WORDS_OF_TEXT = 1_000;
  private static final int SHINGLE = 3;
  private static final double SAME_TITLE = 0.7;
  private static final double SAME_TEXT = 0.7;
  private static final int MAX_CHARACTERS = 16_000;
  private static final int MAX_TITLE_LENGTH = 500;

  private static final long[] KINDS = {0x9E3779B97F4A7C15L, 0xC2B2AE3D27D4EB4FL};

  /** Returns the traits of an entry. */
  public static StoryTraits of(Entry entry) {
    var link = entry.link().flatMap(StoryLinks::canonical).map(url -> Digest.of("link " + url));
    var words = title(entry);
    if (words.size() < MIN_WORDS) {
      return new StoryTraits(link, List.of());
    }
    long numbers = numbers(words).stream().mapToLong(word -> mixed(KINDS[0], word)).sum();
    return new StoryTraits(
        link, LongStream.of(KINDS).map(kind -> least(words, kind) ^ numbers).boxed().toList());
  }

  /** Returns one of the two hashes of the title; null if it is too short. */
  public @Nullable Long title(int number) {
    return titles.isEmpty() ? null : titles.get(number);
  }

  /** Returns the least hash of two neighbouring words. */
  private static long least(Set<String> words, long kind) {
    long least = Long.MAX_VALUE;
    var last = "";
    for (var word : words) {
      if (!last.isEmpty()) {
        least = Math.min(least, mixed(kind, last, " ", word));
      }
      last = word;
    }
    return least ^ kind;
  }

  /** Hashes texts, and ends with the last step of SplitMix64. */
  private static long mixed(long kind, String... parts) {
    long z = kind;
    for (var part : parts) {
      for (int i = 0; i < part.length(); i++) {
        z = (z ^ part.charAt(i)) * 0x100000001B3L;
      }
    }
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  private static Set<String> title(Entry entry) {
    var title = entry.title();
    return words(Part.TITLE, title.substring(0, Math.min(title.length(), MAX_TITLE_LENGTH)))
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private static Stream<String> words(Part part, String text) {
    return Analysis.longest(Analysis.words(part, text)).stream().map(Word::text);
  }

  /**
   * Returns whether two entries report the same story: most words and all numbers of their titles
   * are the same, and most runs of three words of the shorter text are in the longer.
   */
  public static boolean sameText(Entry one, Entry other) {
    var title = title(one);
    var otherTitle = title(other);
    return title.size() >= MIN_WORDS
        && otherTitle.size() >= MIN_WORDS
        && numbers(title).equals(numbers(otherTitle))
        && resemblance(title, otherTitle) >= SAME_TITLE
        && containment(text(one), text(other)) >= SAME_TEXT;
  }

  private static Set<String> numbers(Set<String> words) {
    return words.stream()
        .filter(word -> word.chars().anyMatch(Character::isDigit))
        .collect(Collectors.toSet());
  }

  private static double resemblance(Set<String> one, Set<String> other) {
    var both = new HashSet<>(one);
    both.retainAll(other);
    return (double) both.size() / (one.size() + other.size() - both.size());
  }

  private static List<String> text(Entry entry) {
    var text = entry.plainContent().or(entry::plainSummary).orElse("");
    return words(Part.CONTENT, text.substring(0, Math.min(text.length(), MAX_CHARACTERS)))
        .limit(MAX_WORDS_OF_TEXT)
        .toList();
  }

  private static double containment(List<String> one, List<String> other) {
    var shorter = shingles(one.size() < other.size() ? one : other);
    var longer = shingles(one.size() < other.size() ? other : one);
    if (shorter.size() < MIN_WORDS_OF_TEXT) {
      return 0;
    }
    return (double) shorter.stream().filter(longer::contains).count() / shorter.size();
  }

  private static Set<String> shingles(List<String> words) {
    var shingles = new HashSet<String>();
    for (int i = 0; i + SHINGLE <= words.size(); i++) {
      shingles.add(String.join(" ", words.subList(i, i + SHINGLE)));
    }
    return shingles;
  }
}

package io.feedloom.select;

import io.feedloom.feed.Clause;
import io.feedloom.feed.FeedId;
import io.feedloom.feed.Tag;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Parses and prints clauses as clients write them: {@code java,kotlin} or {@code -sponsored}. */
final class Clauses {
  private static final HexFormat HEX = HexFormat.of().withUpperCase();

  private static final Pattern LANGUAGE = Pattern.compile("[a-z]{2,8}(?:-[a-z0-9]{1,8}){0,8}");

  private Clauses() {}

  /** The result of reading one clause: the clause, or its fault. */
  sealed interface Read {
    record Good(Clause clause) implements Read {}

    record Bad(String problem) implements Read {}
  }

  /** Returns a clause over tags or categories. */
  static Read ofTags(String text) {
    return read(text, item -> Optional.of(Tag.key(item)).filter(key -> !key.isEmpty()));
  }

  /** Returns a clause over feed ids. */
  static Read ofSources(String text) {
    return read(text, Clauses::feedId);
  }

  /** Returns a clause over language tags, RFC 5646 section 2.1 loosely. */
  static Read ofLanguages(String text) {
    return read(text, Clauses::language);
  }

  private static Optional<String> language(String text) {
    return Optional.of(text.strip().replace('_', '-').toLowerCase(Locale.ROOT))
        .filter(tag -> LANGUAGE.matcher(tag).matches());
  }

  private static Read read(String text, Function<String, Optional<String>> keyOf) {
    var trimmed = text.strip();
    boolean excludes = trimmed.startsWith("-");
    var keys = new TreeSet<String>();
    for (String item : (excludes ? trimmed.substring(1) : trimmed).split(",", -1)) {
      if (item.strip().startsWith("-")) {
        return new Read.Bad(
            "\""
                + QuotedInput.of(text)
                + "\" has a minus inside; only a leading minus is allowed, and it excludes all of"
                + " them");
      }
      var key = keyOf.apply(item);
      if (key.isEmpty()) {
        return new Read.Bad(
            item.isBlank()
                ? "\"" + QuotedInput.of(text) + "\" has an empty item"
                : "\"" + QuotedInput.of(item.strip()) + "\" is not valid");
      }
      keys.add(key.get());
    }
    return new Read.Good(new Clause(keys, excludes));
  }

  private static Optional<String> feedId(String text) {
    return FeedId.parse(text.strip()).map(FeedId::value);
  }

  /**
   * Returns the same selection without redundant clauses. All exclusions become one clause. A
   * clause that contains all keys of another clause is dropped.
   */
  static List<Clause> normal(List<Clause> clauses) {
    var naming = clauses.stream().filter(c -> !c.excludes()).distinct().toList();
    var needed = naming.stream().filter(c -> naming.stream().noneMatch(d -> implies(d, c)));
    var excluded =
        clauses.stream().filter(Clause::excludes).flatMap(c -> c.keys().stream()).toList();
    var excluding = excluded.isEmpty() ? Stream.<Clause>of() : Stream.of(Clause.noneOf(excluded));
    return Stream.concat(needed, excluding).sorted().toList();
  }

  private static boolean implies(Clause narrow, Clause wide) {
    return narrow.keys().size() < wide.keys().size() && wide.keys().containsAll(narrow.keys());
  }

  /** Returns the clause percent-encoded, in the same form for a path and a query. */
  static String print(Clause clause) {
    var keys = clause.keys().stream().map(Clauses::encoded).collect(Collectors.joining(","));
    return clause.excludes() ? "-" + keys : keys;
  }

  /**
   * Percent-encodes all characters that are not unreserved (RFC 3986 section 2.3), so that a plus
   * is never read as a space.
   */
  static String encoded(String key) {
    var out = new StringBuilder();
    for (byte b : key.getBytes(StandardCharsets.UTF_8)) {
      if (isUnreserved(b)) {
        out.append((char) b);
      } else {
        out.append('%').append(HEX.toHexDigits(b));
      }
    }
    return out.toString();
  }

  private static boolean isUnreserved(byte b) {
    return (b >= 'a' && b <= 'z')
        || (b >= 'A' && b <= 'Z')
        || (b >= '0' && b <= '9')
        || "-._~".indexOf(b) >= 0;
  }
}

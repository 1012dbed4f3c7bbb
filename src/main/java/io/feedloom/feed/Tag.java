package io.feedloom.feed;

import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A label that the admin gives to feeds, or a rule gives to entries. Two tags are equal if their
 * keys are equal. People see the label.
 *
 * @param key the normal form, see {@link #key(String)}
 * @param label the spelling that was used first, trimmed
 */
public record Tag(String key, String label) implements Comparable<Tag> {
  private static final Pattern RUN = Pattern.compile("[\\s\\p{Z}&/,]+");

  /** The form of most keys. A label of this form is its own key. */
  private static final Pattern PLAIN = Pattern.compile("[a-z0-9]++(?:-[a-z0-9]++)*+");

  /**
   * @throws IllegalArgumentException if the key is not its own normal form, or is empty
   */
  public Tag {
    if (key.isEmpty() || !key.equals(key(key))) {
      throw new IllegalArgumentException("not the normal form of a tag: \"" + key + "\"");
    }
  }

  /**
   * Makes the tag with this label.
   *
   * @throws IllegalArgumentException if the normal form of the label is empty
   */
  public static Tag of(String label) {
    return new Tag(key(label), label.strip());
  }

  /**
   * Returns the normal form by which tags are compared: NFKC, case-folded, trimmed. A run of white
   * space, {@code &}, {@code /} and {@code ,} becomes one {@code -}. At the ends, it is removed.
   * {@code +}, {@code #} and {@code .} stay, so that {@code C++}, {@code C#}, {@code .NET} and
   * {@code C} are four tags. May be empty.
   */
  public static String key(String label) {
    if (PLAIN.matcher(label).matches()) {
      return label;
    }
    var normal = Normalizer.normalize(label, Normalizer.Form.NFKC);
    var folded = Normalizer.normalize(fold(fold(normal)), Normalizer.Form.NFKC);
    var joined = RUN.matcher(folded).replaceAll("-");
    return joined.replaceAll("-{2,}", "-").replaceAll("^-+|-+$", "");
  }

  /**
   * Folds the case letter by letter, first to upper and then to lower case, so that no letter
   * depends on its neighbours (the Greek final sigma). It does so twice, because the capital sharp
   * s first becomes a small one and then ss.
   */
  private static String fold(String text) {
    return text.toUpperCase(Locale.ROOT)
        .codePoints()
        .map(Character::toLowerCase)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Tag tag && key.equals(tag.key);
  }

  @Override
  public int hashCode() {
    return key.hashCode();
  }

  @Override
  public int compareTo(Tag other) {
    return key.compareTo(other.key);
  }

  @Override
  public String toString() {
    return key;
  }
}

package io.feedloom.feed;

import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A name that an admin gives to feeds, and that readers choose them by. Two tags are the same when
 * their keys are; the label is what people see.
 *
 * @param key the normal form, see {@link #key(String)}
 * @param label the name as first written, trimmed
 */
public record Tag(String key, String label) implements Comparable<Tag> {
  private static final Pattern RUN = Pattern.compile("[\\s\\p{Z}&/,]+");

  /** What most keys look like; such a label is its own key. */
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
   * The tag with this label.
   *
   * @throws IllegalArgumentException if nothing is left of the label in its normal form
   */
  public static Tag of(String label) {
    return new Tag(key(label), label.strip());
  }

  /**
   * The normal form that names are compared by: NFKC, case-folded, trimmed; runs of white space,
   * {@code &}, {@code /} and {@code ,} become one {@code -}, and none stands at either end. {@code
   * +}, {@code #} and {@code .} stay, so that {@code C++}, {@code C#}, {@code .NET} and {@code C}
   * are four tags. Empty when nothing is left.
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
   * Upper, then lower case letter by letter, so that no letter depends on its neighbours (the Greek
   * final sigma); done twice, since the capital sharp s becomes a small one before it becomes ss.
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

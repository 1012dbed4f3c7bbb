package io.feedloom.feed;

import java.net.URI;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The public name of one upstream feed, as it stands in {@code /sources/{id}}: 1 to 100 characters
 * of {@code a-z 0-9 . _ -}, beginning with a letter or digit.
 */
public record FeedId(String value) implements Comparable<FeedId> {
  private static final Pattern FORM = Pattern.compile("[a-z0-9][a-z0-9._-]{0,99}");
  private static final Pattern OTHER = Pattern.compile("[^a-z0-9]+");
  private static final int LONGEST_FROM_URL = 80;

  /**
   * @throws IllegalArgumentException if the value does not have the form above
   */
  public FeedId {
    if (!FORM.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "a feed id is 1 to 100 characters of a-z 0-9 . _ - and begins with a letter or digit: \""
              + value
              + "\"");
    }
  }

  /**
   * The id of a feed that the admin gave none: its address without scheme and {@code www.}, lower
   * case, everything but letters and digits turned to {@code -}. Depends on the address alone, so
   * it survives any reordering of {@code feeds.yml}. A long address is cut and ends in its hash.
   */
  public static FeedId ofUrl(URI url) {
    var text = url.toString().toLowerCase(Locale.ROOT).replaceFirst("^https?://(www\\.)?", "");
    var slug = OTHER.matcher(text).replaceAll("-").replaceAll("^-+|-+$", "");
    if (slug.isEmpty() || slug.length() > LONGEST_FROM_URL) {
      return new FeedId(slug.substring(0, Math.min(slug.length(), 60)) + hash(url));
    }
    return new FeedId(slug);
  }

  /** The same id with the hash of the address behind it: for addresses that share a plain id. */
  public static FeedId distinct(URI url) {
    var plain = ofUrl(url).value;
    return new FeedId(plain.substring(0, Math.min(plain.length(), 80)) + "-" + hash(url));
  }

  private static String hash(URI url) {
    return String.format("%016x", Digest.of(url.toString())).substring(0, 8);
  }

  @Override
  public int compareTo(FeedId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}

package io.feedloom.feed;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The public name of one upstream feed, used in {@code /sources/{id}}: 1 to 100 characters of
 * {@code a-z 0-9 . _ -}, beginning with a letter or digit.
 */
public record FeedId(String value) implements Comparable<FeedId> {
  private static final Pattern FORM = Pattern.compile("[a-z0-9][a-z0-9._-]{0,99}");
  private static final int MAX_LENGTH_FROM_URL = 80;

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

  /** Parses an id. Empty if the text does not have the form above. */
  public static Optional<FeedId> parse(String text) {
    return FORM.matcher(text).matches() ? Optional.of(new FeedId(text)) : Optional.empty();
  }

  /**
   * Makes the id of a feed without an {@code id} in {@code feeds.yml}: its address without scheme
   * and {@code www.}, in lower case, with {@code -} for everything but letters and digits. The id
   * depends only on the address, so it survives any reordering of {@code feeds.yml}. A long address
   * is cut and ends in its hash. Secrets in the address are left out, see {@link Masked}.
   */
  public static FeedId ofUrl(URI address) {
    var url = Masked.address(address);
    var slug = slug(url.toString().toLowerCase(Locale.ROOT));
    if (slug.isEmpty() || slug.length() > MAX_LENGTH_FROM_URL) {
      return new FeedId(slug.substring(0, Math.min(slug.length(), 60)) + hash(url).substring(0, 8));
    }
    return new FeedId(slug);
  }

  /**
   * Makes the id of a feed whose plain id another address has too: the plain id and the hash of the
   * address. It uses all 64 bits of the hash: with 32, two of 100,000 addresses would probably
   * collide.
   */
  public static FeedId distinct(URI url) {
    var plain = ofUrl(url).value;
    return new FeedId(plain.substring(0, Math.min(plain.length(), 80)) + "-" + hash(url));
  }

  /**
   * Replaces each run of other characters than letters and digits by one {@code -}, and removes it
   * at both ends.
   */
  private static String slug(String url) {
    var slug = new StringBuilder(url.length());
    for (int i = hostStart(url); i < url.length(); i++) {
      char c = url.charAt(i);
      if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
        slug.append(c);
      } else if (!slug.isEmpty() && slug.charAt(slug.length() - 1) != '-') {
        slug.append('-');
      }
    }
    boolean dashed = !slug.isEmpty() && slug.charAt(slug.length() - 1) == '-';
    return slug.substring(0, slug.length() - (dashed ? 1 : 0));
  }

  private static int hostStart(String url) {
    int start = url.startsWith("https://") ? 8 : url.startsWith("http://") ? 7 : 0;
    return start > 0 && url.startsWith("www.", start) ? start + 4 : start;
  }

  private static String hash(URI url) {
    return String.format("%016x", Digest.of(url.toString()));
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

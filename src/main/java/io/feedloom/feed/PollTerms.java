package io.feedloom.feed;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Fingerprints of the settings by which the next poll of a feed was planned. If they differ from
 * the present ones, the admin edited the settings since, perhaps while Feedloom was stopped. Each
 * part is a hash. It depends on only a few bits of a secret, so nobody can recover the secret from
 * it.
 *
 * @param request the feed's own settings for requests: credentials and header fields
 * @param limits the settings for every request: time, size, addresses
 * @param interval the settings for how often the feed is polled
 */
public record PollTerms(long request, long limits, long interval) {
  /** The feed was not in feeds.yml. */
  public static final PollTerms NONE = new PollTerms(0, 0, 0);

  private static final Pattern FORM =
      Pattern.compile("([0-9a-f]{1,16})\\.([0-9a-f]{1,16})\\.([0-9a-f]{1,16})");

  /** Parses the text of {@link #toString}; empty if it has another form. */
  public static Optional<PollTerms> parse(String text) {
    var parts = FORM.matcher(text);
    return parts.matches()
        ? Optional.of(
            new PollTerms(part(parts.group(1)), part(parts.group(2)), part(parts.group(3))))
        : Optional.empty();
  }

  private static long part(String hex) {
    return Long.parseUnsignedLong(hex, 16);
  }

  /** Returns the text that {@link #parse} reads. */
  @Override
  public String toString() {
    return "%x.%x.%x".formatted(request, limits, interval);
  }
}

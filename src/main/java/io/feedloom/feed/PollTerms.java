package io.feedloom.feed;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Stands for the settings by which the next poll of a feed was planned. A difference tells that the
 * admin edited them since, also while the program was stopped. Each part is a hash; of a secret no
 * more than a few bits enter it, so that none can be recovered.
 *
 * @param request what the feed's own settings say of its requests: credentials and header fields
 * @param limits what holds for every request: time, size, addresses
 * @param interval how often it is polled
 */
public record PollTerms(long request, long limits, long interval) {
  /** The feed was not in feeds.yml. */
  public static final PollTerms NONE = new PollTerms(0, 0, 0);

  private static final Pattern FORM =
      Pattern.compile("([0-9a-f]{1,16})\\.([0-9a-f]{1,16})\\.([0-9a-f]{1,16})");

  /** Returns the terms that a text stands for; empty where it is none. */
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

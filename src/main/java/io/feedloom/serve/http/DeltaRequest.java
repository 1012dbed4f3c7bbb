package io.feedloom.serve.http;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads requests for new entries only (RFC 3229, with the instance manipulation "feed"). Pure. */
public final class DeltaRequest {
  private static final Pattern TAG = Pattern.compile("\\s*(?:W/)?\"([^\"]*)\"\\s*");

  /**
   * The clients that are known to read status 226. Others send {@code A-IM} and then take 226 for a
   * failure: every client of the Python library feedparser that checks the status, such as
   * rss2email.
   */
  private static final Pattern READERS =
      Pattern.compile("(Feedloom|newsboat|newsbeuter|RssBandit)\\b", Pattern.CASE_INSENSITIVE);

  private DeltaRequest() {}

  /**
   * Returns the entity tag of the document that the client has, without the suffix of its coding.
   * Empty if the client does not ask for a difference, cannot read one, or names several documents.
   *
   * @param wanted whether the address asks for differences
   */
  public static Optional<String> since(HeaderFields fields, boolean wanted) {
    if (!wanted
        && !(fields.aIm().map(DeltaRequest::takesFeed).orElse(false) && fields.isReader())) {
      return Optional.empty();
    }
    var tag = TAG.matcher(fields.ifNoneMatch().orElse(""));
    return tag.matches() ? Optional.of(Encoding.plain(tag.group(1))) : Optional.empty();
  }

  /** The fields of a request that decide whether a client gets a difference. */
  public record HeaderFields(
      Optional<String> aIm, Optional<String> ifNoneMatch, Optional<String> userAgent) {
    private boolean isReader() {
      return userAgent.map(name -> READERS.matcher(name).lookingAt()).orElse(false);
    }
  }

  private static boolean takesFeed(String header) {
    return Arrays.stream(header.split(",", -1))
        .map(part -> part.strip().split("\\s*;\\s*", -1))
        .anyMatch(
            part ->
                part[0].equalsIgnoreCase("feed")
                    && Arrays.stream(part).noneMatch(p -> p.matches("q=0(\\.0*)?")));
  }
}

package io.feedloom.serve.http;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads requests for new entries only (RFC 3229, with the instance manipulation "feed"). Pure. */
public final class DeltaRequest {
  private static final Pattern TAG = Pattern.compile("\\s*(?:W/)?\"([^\"]*)\"\\s*");

  private DeltaRequest() {}

  /**
   * Returns the entity tag of the document that the client has, without the suffix of its coding.
   * Empty if the client does not ask for a difference, or names several documents.
   */
  public static Optional<String> since(Optional<String> aIm, Optional<String> ifNoneMatch) {
    if (!aIm.map(DeltaRequest::takesFeed).orElse(false)) {
      return Optional.empty();
    }
    var tag = TAG.matcher(ifNoneMatch.orElse(""));
    return tag.matches() ? Optional.of(Encoding.plain(tag.group(1))) : Optional.empty();
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

package io.feedloom.render;

import io.feedloom.feed.Digest;
import io.feedloom.feed.OutputFormat;
import io.feedloom.feed.Rendered;
import java.time.Instant;
import java.util.Optional;

/** Writes merged feeds. The same input gives the same bytes on every node, at every time. */
public final class Renderer {
  private static final int ETAG_DIGITS = 32;

  private Renderer() {}

  /** Returns the document with its validators. */
  public static Rendered render(MergedFeed feed, OutputFormat format) {
    byte[] body =
        switch (format) {
          case ATOM -> AtomWriter.write(feed);
          case RSS -> RssWriter.write(feed);
          case JSON -> JsonFeedWriter.write(feed);
        };
    return rendered(body, format.contentType(), feed.lastChanged());
  }

  /** Returns any other document with validators. Its entity tag is a hash of its bytes. */
  public static Rendered document(byte[] body, String contentType) {
    return rendered(body, contentType, Optional.empty());
  }

  private static Rendered rendered(
      byte[] body, String contentType, Optional<Instant> lastModified) {
    return new Rendered(
        body, contentType, Digest.hex(body).substring(0, ETAG_DIGITS), lastModified);
  }
}

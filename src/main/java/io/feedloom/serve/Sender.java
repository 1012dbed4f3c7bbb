package io.feedloom.serve;

import io.feedloom.feed.Rendered;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;

/** Sends documents with their validators, or says that the client has them. */
final class Sender {
  private Sender() {}

  /**
   * Answers with the page in the coding that the client takes, or with 304.
   *
   * @param maxAge how long caches may keep it without asking
   */
  static void send(Context ctx, Page page, Duration maxAge) {
    var encoding = Encoding.forHeader(header(ctx, "Accept-Encoding"));
    var plain = page.plain();
    var etag = encoding.etag(plain.etag());
    cacheable(ctx, plain, etag, maxAge);
    ctx.header("Vary", "Accept-Encoding, Authorization");
    if (isUnchanged(ctx, plain, etag)) {
      ctx.status(304);
      return;
    }
    if (encoding == Encoding.GZIP) {
      ctx.header("Content-Encoding", "gzip");
    }
    body(ctx, plain.contentType(), encoding == Encoding.GZIP ? page.gzip() : plain.body());
  }

  private static void cacheable(Context ctx, Rendered plain, String etag, Duration maxAge) {
    long seconds = maxAge.toSeconds();
    ctx.header("ETag", '"' + etag + '"');
    plain.lastModified().ifPresent(time -> ctx.header("Last-Modified", Conditional.date(time)));
    ctx.header(
        "Cache-Control",
        (Access.of(ctx).keyed() ? "private" : "public")
            + ", max-age="
            + seconds
            + ", stale-while-revalidate="
            + 10 * seconds
            + ", stale-if-error=86400");
    ctx.header("Access-Control-Allow-Origin", "*");
    ctx.header("Access-Control-Expose-Headers", "ETag, Last-Modified, Link");
    ctx.header("X-Content-Type-Options", "nosniff");
  }

  private static boolean isUnchanged(Context ctx, Rendered plain, String etag) {
    return Conditional.isUnchanged(
        header(ctx, "If-None-Match"), header(ctx, "If-Modified-Since"), etag, plain.lastModified());
  }

  static Optional<String> header(Context ctx, String name) {
    return Optional.ofNullable(ctx.req().getHeader(name));
  }

  /**
   * Writes past Javalin straight into the response, with its length: what goes through {@code
   * ctx.result} is copied once more, and chunked when it is large.
   */
  private static void body(Context ctx, String contentType, byte[] bytes) {
    var response = ctx.res();
    response.setContentType(contentType);
    response.setContentLength(bytes.length);
    try {
      response.getOutputStream().write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

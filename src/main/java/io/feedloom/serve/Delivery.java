package io.feedloom.serve;

import io.feedloom.feed.Digest;
import io.javalin.http.Context;
import java.util.Optional;

/**
 * Sends what browsers load: compressed where they take it, and not at all where they have it.
 * Merged feeds go through {@link Sender}, which knows more of them.
 */
final class Delivery {
  /** To be asked for again each time; a browser that has it gets a 304. */
  static final String ASK = "no-cache";

  /** May be kept for ever, by anyone. */
  static final String KEEP = "public, max-age=31536000, immutable";

  private static final int TAG_LENGTH = 16;

  private Delivery() {}

  static void send(Context ctx, byte[] body, String contentType, String cacheControl) {
    var encoding = Encoding.forHeader(Sender.header(ctx, "Accept-Encoding"));
    var etag = encoding.etag(Digest.hex(body).substring(0, TAG_LENGTH));
    ctx.header("ETag", '"' + etag + '"');
    boolean personal = Access.of(ctx).keyed() || Sender.header(ctx, "Authorization").isPresent();
    ctx.header("Cache-Control", personal ? "private, no-cache" : cacheControl);
    ctx.header("X-Content-Type-Options", "nosniff");
    ctx.header("Vary", Page.VARY);
    if (Conditional.isUnchanged(
        Sender.header(ctx, "If-None-Match"), Optional.empty(), etag, Optional.empty())) {
      ctx.status(304);
      return;
    }
    ctx.contentType(contentType);
    encoding.contentEncoding().ifPresent(coding -> ctx.header("Content-Encoding", coding));
    ctx.result(encoding.encode(body));
  }
}

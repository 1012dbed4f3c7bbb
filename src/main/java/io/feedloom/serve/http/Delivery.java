package io.feedloom.serve.http;

import io.feedloom.feed.Digest;
import io.javalin.http.Context;
import java.util.Optional;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;

/**
 * Sends what browsers load: compressed where they take it, and not at all where they have it.
 * Merged feeds go through {@link Sender}, which knows more of them.
 */
public final class Delivery {
  /** To be asked for again each time; a browser that has it gets a 304. */
  public static final String ASK = "no-cache";

  /** May be kept for ever, by anyone. */
  public static final String KEEP = "public, max-age=31536000, immutable";

  /** Not to be kept by anyone. */
  public static final String UNSTORED = "no-store";

  private static final String NO_SNIFFING = "nosniff";

  private static final int TAG_LENGTH = 16;

  /** What documents may do that are no pages: nothing, in no frame. */
  private static final String POLICY = "default-src 'none'; frame-ancestors 'none'";

  private static final String PERSONAL = "feedloom.personal";

  private Delivery() {}

  /** Makes the answer to this request one that only the client itself may keep. */
  public static void makePersonal(Context ctx) {
    ctx.attribute(PERSONAL, true);
  }

  /** Tells browsers to take an answer for what it is said to be, and to run nothing in it. */
  static void guard(Context ctx) {
    ctx.header("X-Content-Type-Options", NO_SNIFFING);
    ctx.header("Content-Security-Policy", POLICY);
  }

  /** The same for an answer that is made for one request, and that nobody may keep. */
  public static void guardUnstored(Context ctx) {
    guard(ctx);
    ctx.header("Cache-Control", UNSTORED);
  }

  /** The same for an answer of the HTTP server itself. */
  public static void guardUnstored(HttpFields.Mutable fields) {
    fields.put("X-Content-Type-Options", NO_SNIFFING);
    fields.put("Content-Security-Policy", POLICY);
    fields.put(HttpHeader.CACHE_CONTROL, UNSTORED);
  }

  public static void send(Context ctx, byte[] body, String contentType, String cacheControl) {
    var encoding = Encoding.forHeader(HeaderField.of(ctx, "Accept-Encoding"));
    var etag = encoding.etag(Digest.hex(body).substring(0, TAG_LENGTH));
    ctx.header("ETag", '"' + etag + '"');
    boolean isUnstored = cacheControl.equals(UNSTORED);
    boolean personal =
        ctx.attribute(PERSONAL) != null || HeaderField.of(ctx, "Authorization").isPresent();
    ctx.header("Cache-Control", personal && !isUnstored ? "private, no-cache" : cacheControl);
    ctx.header("X-Content-Type-Options", NO_SNIFFING);
    ctx.header("Vary", Page.VARY);
    if (Conditional.isUnchanged(
        HeaderField.of(ctx, "If-None-Match"), Optional.empty(), etag, Optional.empty())) {
      ctx.status(304);
      return;
    }
    ctx.contentType(contentType);
    encoding.contentEncoding().ifPresent(coding -> ctx.header("Content-Encoding", coding));
    ctx.result(encoding.encode(body));
  }
}

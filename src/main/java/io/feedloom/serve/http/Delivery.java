package io.feedloom.serve.http;

import io.feedloom.feed.Digest;
import io.javalin.http.Context;
import java.util.Optional;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;

/**
 * Sends pages and the files that they load. Compresses them if the browser accepts that, and
 * answers 304 if it has them. {@link Sender} sends merged feeds.
 */
public final class Delivery {
  /** The browser revalidates the document each time. */
  public static final String ASK = "no-cache";

  /** Any cache may keep the document forever. */
  public static final String KEEP = "public, max-age=31536000, immutable";

  /** No cache may keep the document. */
  public static final String UNSTORED = "no-store";

  private static final String NO_SNIFFING = "nosniff";

  private static final int TAG_LENGTH = 16;

  /** The policy of documents that are not pages: they load nothing and appear in no frame. */
  private static final String POLICY = "default-src 'none'; frame-ancestors 'none'";

  private static final String PERSONAL = "feedloom.personal";

  private Delivery() {}

  /** Marks the answer to this request as one that only the client itself may keep. */
  public static void makePersonal(Context ctx) {
    ctx.attribute(PERSONAL, true);
  }

  /** Sets the fields that make browsers trust the content type and run nothing in the document. */
  static void guard(Context ctx) {
    ctx.header("X-Content-Type-Options", NO_SNIFFING);
    ctx.header("Content-Security-Policy", POLICY);
  }

  /** Sets the same fields, and forbids caches to keep the answer. */
  public static void guardUnstored(Context ctx) {
    guard(ctx);
    ctx.header("Cache-Control", UNSTORED);
  }

  /** Sets the same fields on an answer that no route makes. */
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

package io.feedloom.serve.http;

import io.javalin.http.Context;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends documents with their validators, or answers 304 if the client has them. */
public final class Sender {
  private static final Logger log = LoggerFactory.getLogger(Sender.class);

  private Sender() {}

  /**
   * Returns the {@code Cache-Control} of a document. A cache may send the document without asking
   * for {@code maxAge}, for ten times as long while it asks, and for a day if this server does not
   * answer (RFC 5861).
   *
   * @param isPrivate whether only the client itself may keep the document
   */
  public static String cacheControl(boolean isPrivate, Duration maxAge) {
    long seconds = maxAge.toSeconds();
    return "%s, max-age=%d, stale-while-revalidate=%d, stale-if-error=86400"
        .formatted(isPrivate ? "private" : "public", seconds, 10 * seconds);
  }

  /** Sends the page in the coding that the client prefers, or answers 304. */
  public static void send(Context ctx, Page page) {
    send(ctx, page, Optional.empty());
  }

  /**
   * Sends a page as above.
   *
   * @param vary the value of {@code Vary}, if it differs from that of the page
   */
  public static void send(Context ctx, Page page, Optional<String> vary) {
    var rendition = page.in(Encoding.forHeader(HeaderField.of(ctx, "Accept-Encoding")));
    if (page.status() == 200 && isUnchanged(ctx, page, rendition)) {
      ctx.status(304);
      fields(ctx, rendition.unchanged());
      vary.ifPresent(names -> ctx.header("Vary", names));
    } else {
      ctx.status(page.status());
      fields(ctx, rendition.whole());
      vary.ifPresent(names -> ctx.header("Vary", names));
      body(ctx, rendition.body());
    }
  }

  private static boolean isUnchanged(Context ctx, Page page, Rendition rendition) {
    return Conditional.isUnchanged(
        HeaderField.of(ctx, "If-None-Match"),
        HeaderField.of(ctx, "If-Modified-Since"),
        rendition.etag(),
        page.plain().lastModified());
  }

  private static void fields(Context ctx, HttpFields fields) {
    for (HttpField field : fields) {
      if (field.getHeader() == HttpHeader.CONTENT_TYPE) {
        ctx.res().setContentType(field.getValue());
      } else {
        ctx.res().setHeader(field.getName(), field.getValue());
      }
    }
  }

  /**
   * Writes to the response directly. {@code ctx.result} would copy the bytes once more, and send
   * large bodies chunked.
   */
  private static void body(Context ctx, byte[] bytes) {
    try {
      ctx.res().getOutputStream().write(bytes);
    } catch (IOException e) {
      log.debug("A client closed the connection before it was answered: {}", e.toString());
    }
  }
}

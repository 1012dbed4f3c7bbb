package io.feedloom.serve.http;

import io.feedloom.feed.Rendered;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.PreEncodedHttpField;

/**
 * A rendered document in memory, with the header fields of its answers. It is compressed in a
 * content coding when a client first accepts that coding, and stored. Thread-safe.
 */
public final class Page {
  /** The request fields that an answer depends on besides the address. */
  public static final String VARY = "Accept-Encoding, Authorization";

  /**
   * Weighs a page as if it were compressed in every coding, because the cache weighs it only once.
   */
  private static final int PACKED = 2;

  private static final int OVERHEAD = 4_000;

  /** The number of stored differences to earlier editions. Few are needed: readers poll often. */
  private static final int MAX_DELTAS = 8;

  private final int status;
  private final Rendered plain;
  private final Caching caching;
  private final ConcurrentMap<Encoding, Rendition> renditions = new ConcurrentHashMap<>();
  private final ConcurrentMap<String, Page> deltas = new ConcurrentHashMap<>();

  /**
   * Header fields for caches, and for clients that read only the header.
   *
   * @param cacheControl {@code Cache-Control}
   * @param link {@code Link} (RFC 8288); empty if there is nothing to link to
   * @param open whether pages of any site may read the document
   */
  public record Caching(String cacheControl, Optional<String> link, boolean open) {}

  /** Returns whether everyone may see all of the document. */
  public boolean isOpen() {
    return caching.open();
  }

  private Page(int status, Rendered plain, Caching caching) {
    this.status = status;
    this.plain = plain;
    this.caching = caching;
  }

  public static Page of(Rendered rendered, Caching caching) {
    return new Page(200, rendered, caching);
  }

  /**
   * Returns the difference to the edition that the client has (RFC 3229): status 226, with the tag
   * of the whole document. Caches may not keep it, because few of them know this status.
   */
  public Page delta(Rendered news) {
    var tagged = new Rendered(news.body(), news.contentType(), plain.etag(), plain.lastModified());
    return new Page(226, tagged, new Caching("no-store, im", caching.link(), caching.open()));
  }

  /** Returns the difference to the edition with this tag. Makes it if it is not stored. */
  public Page deltaSince(String etag, Function<Page, Page> make) {
    var known = deltas.get(etag);
    if (known != null) {
      return known;
    }
    var made = make.apply(this);
    if (deltas.size() < MAX_DELTAS) {
      deltas.put(etag, made);
    }
    return made;
  }

  /** Returns 200, or 226 for a difference. */
  int status() {
    return status;
  }

  public Rendered plain() {
    return plain;
  }

  /** Returns the size in memory, in bytes. */
  public int weight() {
    return PACKED * plain.body().length + OVERHEAD;
  }

  public Rendition in(Encoding encoding) {
    var known = renditions.get(encoding);
    return known != null ? known : renditions.computeIfAbsent(encoding, this::rendition);
  }

  private Rendition rendition(Encoding encoding) {
    var body = encoding.encode(plain.body());
    var etag = encoding.etag(plain.etag());
    var unchanged = unchanged(etag);
    var whole = HttpFields.build(unchanged);
    whole.add(field(HttpHeader.CONTENT_TYPE, plain.contentType()));
    whole.add(new PreEncodedHttpField(HttpHeader.CONTENT_LENGTH, body.length));
    encoding.contentEncoding().ifPresent(c -> whole.add(field(HttpHeader.CONTENT_ENCODING, c)));
    plain
        .lastModified()
        .ifPresent(t -> whole.add(field(HttpHeader.LAST_MODIFIED, Conditional.date(t))));
    whole.add(new PreEncodedHttpField("X-Content-Type-Options", "nosniff"));
    if (status == 226) {
      whole.add(new PreEncodedHttpField("IM", "feed"));
    }
    return new Rendition(body, etag, whole.asImmutable(), unchanged);
  }

  private HttpFields unchanged(String etag) {
    var fields = HttpFields.build();
    fields.add(field(HttpHeader.ETAG, '"' + etag + '"'));
    fields.add(field(HttpHeader.CACHE_CONTROL, caching.cacheControl()));
    fields.add(field(HttpHeader.VARY, VARY));
    caching.link().ifPresent(link -> fields.add(field(HttpHeader.LINK, link)));
    if (caching.open()) {
      fields.add(new PreEncodedHttpField("Access-Control-Allow-Origin", "*"));
      fields.add(
          new PreEncodedHttpField(
              "Access-Control-Expose-Headers", "ETag, Last-Modified, Link, IM"));
    }
    return fields.asImmutable();
  }

  private static HttpField field(HttpHeader header, String value) {
    return new PreEncodedHttpField(header, value);
  }
}

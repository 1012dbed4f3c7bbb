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
 * A rendered document in memory, with all that it is sent with. It is packed in a content coding
 * when a client first takes that, and kept so. Safe for use by many threads.
 */
public final class Page {
  /** What an answer depends on besides the address: a key may open more. */
  public static final String VARY = "Accept-Encoding, Authorization";

  /** Weighed as if packed in every coding, since the cache weighs a page but once. */
  private static final int PACKED = 2;

  private static final int OVERHEAD = 4_000;

  /** Editions back that the difference is remembered to; readers poll within few. */
  private static final int MOST_DELTAS = 8;

  private final int status;
  private final Rendered plain;
  private final Caching caching;
  private final ConcurrentMap<Encoding, Rendition> renditions = new ConcurrentHashMap<>();
  private final ConcurrentMap<String, Page> deltas = new ConcurrentHashMap<>();

  /**
   * What caches are told, and clients that look at the header alone.
   *
   * @param cacheControl {@code Cache-Control}
   * @param link {@code Link} (RFC 8288), where there is something to link to
   * @param open whether pages of any site may read it
   */
  public record Caching(String cacheControl, Optional<String> link, boolean open) {}

  /** Returns whether it shows no more than everyone may see. */
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
   * What is new since the edition that the client has (RFC 3229): 226, and the tag of the whole. No
   * cache may keep it, for few know what it is.
   */
  public Page delta(Rendered news) {
    var tagged = new Rendered(news.body(), news.contentType(), plain.etag(), plain.lastModified());
    return new Page(226, tagged, new Caching("no-store, im", caching.link(), caching.open()));
  }

  /** The difference to the edition of this tag as remembered, else as made now. */
  public Page deltaSince(String etag, Function<Page, Page> make) {
    var known = deltas.get(etag);
    if (known != null) {
      return known;
    }
    var made = make.apply(this);
    if (deltas.size() < MOST_DELTAS) {
      deltas.put(etag, made);
    }
    return made;
  }

  /** 200, or 226 for a difference. */
  int status() {
    return status;
  }

  public Rendered plain() {
    return plain;
  }

  /** The bytes that it takes in memory. */
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
    caching.link().ifPresent(link -> whole.add(field(HttpHeader.LINK, link)));
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

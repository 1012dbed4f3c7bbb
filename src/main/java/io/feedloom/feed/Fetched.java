package io.feedloom.feed;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * The result of one fetch. A misbehaving publisher leads to one of these, never to an exception.
 */
public sealed interface Fetched {

  Exchange exchange();

  /**
   * A body that differs from the last one.
   *
   * @param body decompressed
   * @param headers the headers that describe the document
   * @param digest SHA-256 of the body in hexadecimal; blank if the same body may mean new entries
   * @param partial whether the body contains only new entries (226, RFC 3229)
   * @param damage why the document is incomplete, in words for the admin; empty if it is complete.
   *     The next request must not be conditional on an incomplete version.
   */
  record Fresh(
      Exchange exchange,
      byte[] body,
      DocumentHeaders headers,
      Validators validators,
      String digest,
      boolean partial,
      Optional<String> damage)
      implements Fetched {
    /** Returns a copy with other damage. */
    public Fresh withDamage(Optional<String> other) {
      return new Fresh(exchange, body, headers, validators, digest, partial, other);
    }

    /** Returns a copy after which the next request is unconditional. */
    public Fresh withoutVersion() {
      return new Fresh(exchange, body, headers, Validators.NONE, "", partial, damage);
    }
  }

  /**
   * A 304, or a body with the same digest as the last one.
   *
   * @param validators the validators for the next request
   */
  record Unchanged(Exchange exchange, Validators validators) implements Fetched {}

  /**
   * The result of a fetch that followed redirects, all of them permanent.
   *
   * @param to the new address of the feed
   * @param result the result at the new address; never a {@code Moved}
   */
  record Moved(URI to, Fetched result) implements Fetched {
    @Override
    public Exchange exchange() {
      return result.exchange();
    }
  }

  /**
   * 429 or 503: the publisher asks us to slow down.
   *
   * @param retryAfter the value of the header, counted from the answer; never negative
   */
  record Throttled(Exchange exchange, Optional<Duration> retryAfter) implements Fetched {}

  /** 410: the publisher says that the feed is gone for good. */
  record Gone(Exchange exchange) implements Fetched {}

  /**
   * Anything else.
   *
   * @param message for the admin: what happened, what was expected and what to do
   */
  record Failed(Exchange exchange, Reason reason, String message) implements Fetched {}

  /** Why a fetch failed. */
  enum Reason {
    /** The host name has no address. */
    DNS,
    /** No connection: refused, unreachable or too slow. */
    CONNECT,
    /** The connection was made, but is not trusted. */
    TLS,
    /** The whole exchange took longer than allowed. */
    TIMEOUT,
    /** The connection broke before the answer was complete, or the answer was not HTTP. */
    PROTOCOL,
    /** The body after decompression, or the headers, are larger than allowed. */
    TOO_LARGE,
    /** Feedloom sends no requests to this address. */
    FORBIDDEN_ADDRESS,
    /** Too many redirects, a loop, a downgrade to http, or a redirect without a usable address. */
    REDIRECT,
    /** 401 or 403. */
    DENIED,
    /** 404. */
    NOT_FOUND,
    /** Another 4xx. */
    CLIENT_ERROR,
    /** A 5xx other than 503. */
    SERVER_ERROR,
    /** The answer is not a feed and links to none. */
    NOT_A_FEED,
    /** An unexpected exception, which is a bug. */
    UNEXPECTED
  }
}

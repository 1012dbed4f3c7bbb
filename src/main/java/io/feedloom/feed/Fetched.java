package io.feedloom.feed;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** What came of one fetch. A misbehaving publisher is one of these, never an exception. */
public sealed interface Fetched {

  Exchange exchange();

  /**
   * A body that is not known yet.
   *
   * @param body decompressed
   * @param headers what the answer says of the document
   * @param digest SHA-256 of the body in hexadecimal
   * @param partial whether the body holds new entries only (226, RFC 3229)
   * @param damage why the document ends before its end, in words, where it does: a later request
   *     must not ask whether it changed since
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
    /** Returns a copy with another word on whether the document is whole. */
    public Fresh withDamage(Optional<String> other) {
      return new Fresh(exchange, body, headers, validators, digest, partial, other);
    }
  }

  /**
   * A 304, or a body with the digest that is known already.
   *
   * @param validators those to send next time
   */
  record Unchanged(Exchange exchange, Validators validators) implements Fetched {}

  /**
   * Every redirect on the way was permanent.
   *
   * @param to where the feed now is
   * @param there what was found there; never itself a {@code Moved}
   */
  record Moved(URI to, Fetched there) implements Fetched {
    @Override
    public Exchange exchange() {
      return there.exchange();
    }
  }

  /**
   * 429 or 503: the publisher asks us to slow down.
   *
   * @param retryAfter as the header says, from the moment of the answer; never negative
   */
  record Throttled(Exchange exchange, Optional<Duration> retryAfter) implements Fetched {}

  /** 410: the publisher says that the feed is gone for good. */
  record Gone(Exchange exchange) implements Fetched {}

  /**
   * Anything else.
   *
   * @param message what happened, for the admin: what was expected and what to do
   */
  record Failed(Exchange exchange, Reason reason, String message) implements Fetched {}

  /** Why a fetch failed. */
  enum Reason {
    /** The host's name has no address. */
    DNS,
    /** No connection: refused, unreachable, or not made in time. */
    CONNECT,
    /** The connection was made, but not a trusted one. */
    TLS,
    /** The whole exchange took longer than allowed. */
    TIMEOUT,
    /** The connection broke before the answer was complete, or the answer was not HTTP. */
    PROTOCOL,
    /** The body, decompressed, is larger than allowed, or its headers are. */
    TOO_LARGE,
    /** The address is one that we never go to. */
    FORBIDDEN_ADDRESS,
    /** Too many redirects, a loop, a downgrade to http, or one that leads nowhere. */
    REDIRECT,
    /** 401 or 403. */
    DENIED,
    /** 404. */
    NOT_FOUND,
    /** Another 4xx. */
    CLIENT_ERROR,
    /** A 5xx other than 503. */
    SERVER_ERROR,
    /** An answer that is no feed and names none. */
    NOT_A_FEED,
    /** An exception of this program that nobody expected. */
    UNEXPECTED
  }
}

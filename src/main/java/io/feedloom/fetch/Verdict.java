package io.feedloom.fetch;

import io.feedloom.feed.Digest;
import io.feedloom.feed.DocumentHeaders;
import io.feedloom.feed.Exchange;
import io.feedloom.feed.Exchange.Hop;
import io.feedloom.feed.Fetched;
import io.feedloom.feed.Fetched.Failed;
import io.feedloom.feed.Fetched.Fresh;
import io.feedloom.feed.Fetched.Gone;
import io.feedloom.feed.Fetched.Moved;
import io.feedloom.feed.Fetched.Reason;
import io.feedloom.feed.Fetched.Throttled;
import io.feedloom.feed.Fetched.Unchanged;
import io.feedloom.feed.Validators;
import io.feedloom.feed.WebAddress;
import java.time.Instant;
import java.util.Optional;

/** Decides the meaning of an exchange's last answer. Pure. */
final class Verdict {
  private Verdict() {}

  /**
   * Returns the result of an exchange from its last answer, which is not a redirect.
   *
   * @param now when the answer came
   */
  static Fetched of(HttpAnswer answer, Exchange exchange, Fetcher.Request request, Instant now) {
    int status = answer.status();
    var check = status == 304 || isFeed(answer) ? Optional.<String>empty() : BotCheck.of(answer);
    if (check.isPresent()) {
      return new Failed(
          exchange,
          Reason.DENIED,
          "%s answered %d with %s, which only browsers pass; ask the owner of the site to let feed readers in"
              .formatted(host(exchange), status, check.get()));
    }
    return switch (status) {
      case 200, 203, 226 -> moved(read(answer, exchange, request));
      case 304 -> moved(unchanged(answer, exchange, request));
      case 410 -> new Gone(exchange);
      case 429, 503 -> new Throttled(exchange, ResponseHeaders.retryAfter(answer, now));
      default -> new Failed(exchange, reason(status), message(exchange, request));
    };
  }

  /** Returns whether the answer can be a feed: not an HTML page, and with a status of success. */
  private static boolean isFeed(HttpAnswer answer) {
    boolean isPage =
        answer
            .header("Content-Type")
            .filter(type -> type.strip().startsWith("text/html"))
            .isPresent();
    return answer.status() / 100 == 2 && !isPage;
  }

  private static Fetched read(HttpAnswer answer, Exchange exchange, Fetcher.Request request) {
    if (answer.body().length == 0 && answer.header("Link").isEmpty()) {
      return new Failed(
          exchange, Reason.NOT_A_FEED, host(exchange) + " sent an empty answer; expected a feed");
    }
    var validators = ResponseHeaders.validators(answer);
    var digest = Digest.hex(answer.body());
    if (answer.damage().isEmpty() && request.digest().filter(digest::equals).isPresent()) {
      return new Unchanged(exchange, validators);
    }
    return new Fresh(
        exchange,
        answer.body(),
        new DocumentHeaders(
            answer.header("Content-Type"),
            answer.header("Content-Language"),
            answer.header("Link"),
            answer.header("Refresh")),
        validators,
        digest,
        answer.status() == 226,
        answer.damage());
  }

  private static Fetched unchanged(HttpAnswer answer, Exchange exchange, Fetcher.Request request) {
    if (request.validators().equals(Validators.NONE)) {
      return new Failed(
          exchange,
          Reason.PROTOCOL,
          host(exchange) + " answered \"not modified\" (304) to a request without conditions");
    }
    return new Unchanged(exchange, ResponseHeaders.renewed(request.validators(), answer));
  }

  /** Returns a move if all redirects were permanent and led to a feed. */
  private static Fetched moved(Fetched result) {
    var hops = result.exchange().hops();
    boolean arrived = result instanceof Fresh || result instanceof Unchanged;
    return arrived && !hops.isEmpty() && hops.stream().allMatch(Hop::permanent)
        ? new Moved(result.exchange().answered(), result)
        : result;
  }

  private static Reason reason(int status) {
    return switch (status) {
      case 401, 403 -> Reason.DENIED;
      case 404 -> Reason.NOT_FOUND;
      default ->
          switch (status / 100) {
            case 2 -> Reason.NOT_A_FEED;
            case 3 -> Reason.REDIRECT;
            case 4 -> Reason.CLIENT_ERROR;
            case 5 -> Reason.SERVER_ERROR;
            default -> Reason.PROTOCOL;
          };
    };
  }

  private static String message(Exchange exchange, Fetcher.Request request) {
    int status = exchange.status();
    var answered = host(exchange) + " answered " + status;
    return switch (reason(status)) {
      case DENIED -> answered + denied(exchange, request);
      case NOT_FOUND ->
          answered
              + ": there is no feed at this address; look for its new one and correct feeds.yml";
      case NOT_A_FEED -> answered + ", which contains no feed";
      case REDIRECT -> answered + ", a redirect that cannot be followed; expected a feed";
      case CLIENT_ERROR -> answered + ": it does not accept this request; expected a feed";
      case SERVER_ERROR -> answered + ": the server has a fault at the moment";
      default -> answered + ", which is not an HTTP status code";
    };
  }

  private static String denied(Exchange exchange, Fetcher.Request request) {
    boolean open = request.auth().isEmpty() && request.headers().isEmpty();
    if (open) {
      return exchange.status() == 401
          ? ": it requires credentials; give this feed an auth in feeds.yml"
          : ": it refuses access to this feed; ask its owner, or give this feed an auth";
    }
    return exchange.hops().isEmpty()
        ? ": it does not accept the credentials; check the auth of this feed in feeds.yml"
        : ": credentials are sent only to the feed's own host, which redirected; write the feed's"
            + " present address into feeds.yml";
  }

  private static String host(Exchange exchange) {
    return WebAddress.host(exchange.answered()).orElse("the server");
  }
}

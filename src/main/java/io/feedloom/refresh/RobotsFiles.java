package io.feedloom.refresh;

import io.feedloom.feed.Fetched;
import io.feedloom.feed.WebAddress;
import io.feedloom.parse.RobotsTxt;
import io.feedloom.refresh.ArticleOutcome.Nothing;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The {@code robots.txt} files of publishers (RFC 9309), in memory. The least recently used are
 * forgotten first. Thread-safe.
 */
final class RobotsFiles {
  /** The product token that names Feedloom. */
  static final String ROBOT = "feedloom";

  /** The longest time that a file is used (section 2.4), and the shortest. */
  private static final Duration MOST = Duration.ofDays(1);

  private static final Duration LEAST = Duration.ofHours(1);

  /** How long a failed request is not repeated. */
  private static final Duration PAUSE = Duration.ofMinutes(5);

  private static final int MAX_FILES = 2_000;

  /** The most memory for all files, in bytes. */
  private static final long MAX_SIZE = 8L << 20;

  private final Map<String, Held> files = new LinkedHashMap<>(16, 0.75f, true);

  /** The files that are being requested. */
  private final Set<URI> requested = new HashSet<>();

  private long size;

  /**
   * What is known of an origin.
   *
   * @param rules the last file; null if none was read
   * @param failure why the last request failed
   * @param until when to request it again
   */
  private record Held(@Nullable RobotsTxt rules, Optional<Nothing> failure, Instant until) {
    int size() {
      return rules == null ? 0 : rules.size();
    }
  }

  /** Whether a page may be requested. */
  sealed interface Permission {
    /** It may. */
    record Given() implements Permission {}

    /** It may not, or not now. */
    record Refused(Nothing why) implements Permission {}

    /** Only the file at this address says it. */
    record Unknown(URI file) implements Permission {}
  }

  /** Returns whether a page may be requested. */
  synchronized Permission permission(URI page, Instant now) {
    var held = files.get(WebAddress.origin(page));
    if (held == null || !held.until().isAfter(now)) {
      return new Permission.Unknown(page.resolve("/robots.txt"));
    }
    if (held.rules() == null) {
      return held.failure()
          .<Permission>map(Permission.Refused::new)
          .orElseGet(Permission.Given::new);
    }
    return held.rules().allows(page)
        ? new Permission.Given()
        : new Permission.Refused(Nothing.forGood("is forbidden by the robots.txt of its host"));
  }

  /** Begins a request for a file. Returns whether no other one is under way. */
  synchronized boolean begin(URI file) {
    return requested.add(file);
  }

  /** Ends a request, whatever came of it. */
  synchronized void end(URI file) {
    requested.remove(file);
  }

  /**
   * Stores the answer to a request for a file. If the file cannot be reached, the last one is used
   * further (section 2.4).
   */
  synchronized void put(URI file, Fetched answer, Instant now) {
    var origin = WebAddress.origin(file);
    var before = files.remove(origin);
    size -= before == null ? 0 : before.size();
    var held = held(answer, Optional.ofNullable(before).map(Held::rules), now);
    files.put(origin, held);
    size += held.size();
    var oldest = files.values().iterator();
    while (files.size() > MAX_FILES || size > MAX_SIZE) {
      size -= oldest.next().size();
      oldest.remove();
    }
  }

  private static Held held(Fetched answer, Optional<RobotsTxt> before, Instant now) {
    var failure = failure(answer);
    if (failure.isPresent()) {
      return new Held(before.orElse(null), failure, now.plus(PAUSE));
    }
    var fresh = answer.exchange().freshFor().orElse(MOST);
    var time = fresh.compareTo(MOST) > 0 ? MOST : fresh.compareTo(LEAST) < 0 ? LEAST : fresh;
    return new Held(rules(answer), Optional.empty(), now.plus(time));
  }

  private static RobotsTxt rules(Fetched answer) {
    return switch (answer) {
      case Fetched.Moved moved -> rules(moved.result());
      case Fetched.Fresh fresh -> RobotsTxt.parse(fresh.body(), ROBOT);
      default -> RobotsTxt.EMPTY;
    };
  }

  /**
   * Returns why the file cannot be reached (section 2.3.1.4). Empty if it was read, or if there is
   * none: then everything is allowed (section 2.3.1.3). If the address is not allowed, the request
   * for the page says so.
   */
  private static Optional<Nothing> failure(Fetched answer) {
    return switch (answer) {
      case Fetched.Moved moved -> failure(moved.result());
      case Fetched.Fresh _, Fetched.Unchanged _, Fetched.Gone _ -> Optional.empty();
      case Fetched.Throttled slow ->
          Optional.of(
              new Nothing(
                  "is on a host whose robots.txt answered " + slow.exchange().status(),
                  true,
                  slow.retryAfter()));
      case Fetched.Failed failed -> failure(failed);
    };
  }

  private static Optional<Nothing> failure(Fetched.Failed failed) {
    return switch (failed.reason()) {
      case DENIED, NOT_FOUND, CLIENT_ERROR, REDIRECT, NOT_A_FEED, FORBIDDEN_ADDRESS ->
          Optional.empty();
      case DNS, CONNECT, TLS -> Optional.of(ArticleFetch.failure(failed));
      case SERVER_ERROR ->
          Optional.of(
              Nothing.forNow(
                  "is on a host whose robots.txt answered " + failed.exchange().status()));
      case TIMEOUT, PROTOCOL, TOO_LARGE, UNEXPECTED ->
          Optional.of(Nothing.forNow("is on a host whose robots.txt cannot be read"));
    };
  }
}

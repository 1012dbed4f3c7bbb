package io.feedloom.schedule;

import io.feedloom.feed.PollState;
import io.feedloom.feed.PollState.Move;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * When a permanent move is believed (RFC 9110 section 15.4.2): a misconfigured server, a captive
 * portal or a hijacked domain answers 301 as well, but not on several polls over days.
 */
final class MovePolicy {
  private static final int SIGHTINGS = 3;
  private static final Duration SEEN_OVER = Duration.ofDays(2);

  private MovePolicy() {}

  /** The move as it stands when it is seen now. */
  static Move seen(Optional<Move> before, URI to, Instant now) {
    return before
        .filter(move -> move.to().equals(to))
        .map(move -> new Move(to, move.since(), move.seen() + 1))
        .orElseGet(() -> new Move(to, now, 1));
  }

  /** Whether it was seen often and long enough. */
  static boolean believed(Move move, Instant now) {
    return move.seen() >= SIGHTINGS
        && Duration.between(move.since(), now).compareTo(SEEN_OVER) >= 0;
  }

  /** What the admin should know of it. */
  static String words(Move move) {
    return "it says that it moved permanently to %s (seen %d times since %s); that is adopted once it was seen %d times over %s"
        .formatted(move.to(), move.seen(), move.since(), SIGHTINGS, Wait.words(SEEN_OVER));
  }

  /** What the admin should do once it is adopted. */
  static String adopted(PollState.Move move) {
    return "it moved permanently to %s and is polled there from now on; write that into feeds.yml"
        .formatted(move.to());
  }
}

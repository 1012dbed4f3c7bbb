package io.feedloom.schedule;

import io.feedloom.feed.PollState;
import io.feedloom.feed.PollState.Move;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Decides when a permanent move is adopted (RFC 9110 section 15.4.2). A misconfigured server, a
 * captive portal or a hijacked domain answers 301 too, but not on several polls over days.
 */
final class MovePolicy {
  private static final int SIGHTINGS = 3;
  private static final Duration SEEN_OVER = Duration.ofDays(2);

  private MovePolicy() {}

  /** Returns the move after it was seen now. */
  static Move seen(Optional<Move> before, URI to, Instant now) {
    return before
        .filter(move -> move.to().equals(to))
        .map(move -> new Move(to, move.since(), move.seen() + 1))
        .orElseGet(() -> new Move(to, now, 1));
  }

  /** Returns whether the move was seen often and long enough. */
  static boolean believed(Move move, Instant now) {
    return move.seen() >= SIGHTINGS
        && Duration.between(move.since(), now).compareTo(SEEN_OVER) >= 0;
  }

  /** Returns a text for the admin about a move that is not adopted yet. */
  static String pending(Move move) {
    return "it says that it moved permanently to %s (seen %d times since %s); Feedloom follows once it has seen this %d times over %s"
        .formatted(move.to(), move.seen(), move.since(), SIGHTINGS, Wait.format(SEEN_OVER));
  }

  /** Returns a text for the admin about an adopted move. */
  static String adopted(PollState.Move move) {
    return "it moved permanently to %s and is polled there from now on; write this address into feeds.yml"
        .formatted(move.to());
  }
}

package io.feedloom.feed;

import java.net.URI;
import java.time.Instant;
import java.util.Optional;

/**
 * What we know of a feed from polling it. Decided in the schedule room, kept in the store.
 *
 * @param address where it is polled, when that is not the address in {@code feeds.yml}: adopted
 *     after a permanent move, or found in a page
 * @param validators for the next request, valid for the address alone
 * @param digest SHA-256 of the last body in hexadecimal
 * @param failures polls since the last success that failed or were throttled
 * @param nextPoll when it is due
 * @param reason why then, in words for the admin
 * @param lastPoll when the last request was made
 * @param lastSuccess when the last request was made that was answered by a feed or by "unchanged"
 * @param outcome what came of the last poll
 * @param message the outcome in words, for the admin
 * @param status the last HTTP status, 0 where there was none
 * @param move a permanent move that was seen but not adopted yet
 * @param pace what the publisher last said of its pace
 * @param rhythm when it was seen to publish; empty until a feed was read
 */
public record PollState(
    Optional<URI> address,
    Validators validators,
    Optional<String> digest,
    int failures,
    Instant nextPoll,
    String reason,
    Optional<Instant> lastPoll,
    Optional<Instant> lastSuccess,
    Outcome outcome,
    String message,
    int status,
    Optional<Move> move,
    Pace pace,
    Optional<Rhythm> rhythm) {

  /** What came of a poll. */
  public enum Outcome {
    /** Not polled yet. */
    NEW,
    /** A feed was read. */
    FRESH,
    /** Nothing changed. */
    UNCHANGED,
    /** The publisher asked us to slow down. */
    THROTTLED,
    /** No feed was had. */
    FAILED,
    /** The publisher says that the feed is gone; it is not polled any more. */
    GONE
  }

  /**
   * A permanent move that waits to be seen again.
   *
   * @param seen on how many polls in a row
   */
  public record Move(URI to, Instant since, int seen) {}

  /** The same, due at another time. */
  public PollState due(Instant next, String why) {
    return new PollState(
        address,
        validators,
        digest,
        failures,
        next,
        why,
        lastPoll,
        lastSuccess,
        outcome,
        message,
        status,
        move,
        pace,
        rhythm);
  }

  /** The state of a feed that was never polled. */
  public static PollState unpolled(Instant nextPoll) {
    return new PollState(
        Optional.empty(),
        Validators.NONE,
        Optional.empty(),
        0,
        nextPoll,
        "new feed",
        Optional.empty(),
        Optional.empty(),
        Outcome.NEW,
        "not polled yet",
        0,
        Optional.empty(),
        Pace.NONE,
        Optional.empty());
  }
}

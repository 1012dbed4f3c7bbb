package io.feedloom.feed;

import java.net.URI;
import java.time.Instant;
import java.util.Optional;

/**
 * What we know about a feed from polling it. The schedule room computes it, the store keeps it.
 * Each {@code with} method returns a copy with one other part.
 *
 * @param resource where the feed is requested, and the version that we have
 * @param next when it is polled next
 * @param last the result of the last poll
 * @param pace what the publisher last said about how often to poll
 * @param rhythm when the feed usually publishes; empty until a feed was read
 */
public record PollState(
    Resource resource, NextPoll next, Result last, Pace pace, Optional<Rhythm> rhythm) {
  /** The reason of a plan for a feed that is not polled. */
  public static final String PAUSED = "it is not polled: enabled is false in feeds.yml";

  /** The result of a poll. */
  public enum Outcome {
    /** Not polled yet. */
    NEW,
    /** A feed was read. */
    FRESH,
    /** Nothing changed. */
    UNCHANGED,
    /** The publisher asked us to slow down. */
    THROTTLED,
    /** The poll brought no feed. */
    FAILED,
    /** The publisher says that the feed is gone; it is no longer polled. */
    GONE
  }

  /**
   * A permanent move that was seen, but not often enough to be adopted.
   *
   * @param seen on how many polls in a row
   */
  public record Move(URI to, Instant since, int seen) {}

  /**
   * The resource that is requested.
   *
   * @param address where the feed is polled, if not at the address in {@code feeds.yml}: adopted
   *     after a permanent move, or found in a page
   * @param validators for the next request; they are valid only for this address
   * @param digest SHA-256 of the last body in hexadecimal
   * @param move a permanent move that was seen but not adopted yet
   * @param requests what we learned about requests to its server
   */
  public record Resource(
      Optional<URI> address,
      Validators validators,
      Optional<String> digest,
      Optional<Move> move,
      Requests requests) {
    /** Nothing was requested yet. */
    public static final Resource UNKNOWN =
        new Resource(
            Optional.empty(), Validators.NONE, Optional.empty(), Optional.empty(), Requests.NONE);

    /** Returns a resource at another address, without knowledge of its content. */
    public static Resource at(URI address) {
      return new Resource(
          Optional.of(address), Validators.NONE, Optional.empty(), Optional.empty(), Requests.NONE);
    }

    /** Returns a copy with the version that the last answer brought. */
    public Resource withVersion(Validators newest, Optional<String> newestDigest) {
      return new Resource(address, newest, newestDigest, move, requests);
    }

    /** Returns a copy with the given move. */
    public Resource withMove(Optional<Move> seen) {
      return new Resource(address, validators, digest, seen, requests);
    }

    /** Returns a copy with what we learned from the last requests. */
    public Resource withRequests(Requests other) {
      return new Resource(address, validators, digest, move, other);
    }
  }

  /**
   * What we learned about requests to the server of a resource.
   *
   * @param whole when it last answered a request without conditions
   * @param conditionsRefused when it refused a request because of its conditions (412)
   * @param deltaRefused when it refused a request because of {@code A-IM} (400)
   */
  public record Requests(
      Optional<Instant> whole,
      Optional<Instant> conditionsRefused,
      Optional<Instant> deltaRefused) {
    /** Nothing was learned yet. */
    public static final Requests NONE =
        new Requests(Optional.empty(), Optional.empty(), Optional.empty());

    /** Returns a copy after a request without conditions was answered. */
    public Requests answeredWhole(Instant at) {
      return new Requests(Optional.of(at), conditionsRefused, deltaRefused);
    }

    /** Returns a copy after conditions were refused. */
    public Requests refusedConditions(Instant at) {
      return new Requests(whole, Optional.of(at), deltaRefused);
    }

    /** Returns a copy after {@code A-IM} was refused. */
    public Requests refusedDelta(Instant at) {
      return new Requests(whole, conditionsRefused, Optional.of(at));
    }
  }

  /**
   * When the feed is polled next.
   *
   * @param reason why at that time, in words for the admin
   * @param terms the settings by which this was planned; empty if unknown
   */
  public record NextPoll(Instant at, String reason, Optional<PollTerms> terms) {
    /** Makes a plan with unknown settings. */
    public NextPoll(Instant at, String reason) {
      this(at, reason, Optional.empty());
    }
  }

  /**
   * The result of the last poll.
   *
   * @param outcome the kind of result
   * @param message the outcome in words for the admin
   * @param status the HTTP status, 0 if there was none
   * @param failures how many polls since the last success failed or were throttled
   * @param at when the request was made; empty before the first poll
   * @param lastSuccess when the last successful request was made: its answer was a feed, or
   *     "unchanged"
   * @param items how many items the last feed had; 0 if unknown
   */
  public record Result(
      Outcome outcome,
      String message,
      int status,
      int failures,
      Optional<Instant> at,
      Optional<Instant> lastSuccess,
      int items) {
    /** Makes a result without a number of items. */
    public Result(
        Outcome outcome,
        String message,
        int status,
        int failures,
        Optional<Instant> at,
        Optional<Instant> lastSuccess) {
      this(outcome, message, status, failures, at, lastSuccess, 0);
    }

    /** The result before the first poll. */
    public static final Result NONE =
        new Result(Outcome.NEW, "not polled yet", 0, 0, Optional.empty(), Optional.empty());

    /** Returns a copy with another message. */
    public Result withMessage(String other) {
      return new Result(outcome, other, status, failures, at, lastSuccess, items);
    }

    /** Returns a copy with another outcome. */
    public Result withOutcome(Outcome other) {
      return new Result(other, message, status, failures, at, lastSuccess, items);
    }

    /** Returns a copy with another number of failures. */
    public Result withFailures(int number) {
      return new Result(outcome, message, status, number, at, lastSuccess, items);
    }
  }

  /** Returns the state of a feed that was never polled. */
  public static PollState unpolled(Instant nextPoll) {
    return new PollState(
        Resource.UNKNOWN,
        new NextPoll(nextPoll, "new feed"),
        Result.NONE,
        Pace.NONE,
        Optional.empty());
  }

  /** Returns a copy with another resource. */
  public PollState withResource(Resource other) {
    return new PollState(other, next, last, pace, rhythm);
  }

  /** Returns a copy that is due at another time. */
  public PollState due(Instant at, String why) {
    return withNext(new NextPoll(at, why, next.terms()));
  }

  /** Returns a copy with another plan. */
  public PollState withNext(NextPoll other) {
    return new PollState(resource, other, last, pace, rhythm);
  }

  /** Returns a copy whose next poll was planned by the given settings. */
  public PollState plannedBy(PollTerms terms) {
    return withNext(new NextPoll(next.at(), next.reason(), Optional.of(terms)));
  }

  /** Returns a copy with another result of the last poll. */
  public PollState withLast(Result other) {
    return new PollState(resource, next, other, pace, rhythm);
  }

  /** Returns a copy with another rhythm. */
  PollState withRhythm(Optional<Rhythm> other) {
    return new PollState(resource, next, last, pace, other);
  }

  /** Returns a copy with {@link Masked} addresses. */
  public PollState masked() {
    return new PollState(
        new Resource(
            resource.address().map(Masked::address),
            resource.validators(),
            resource.digest(),
            resource
                .move()
                .map(move -> new Move(Masked.address(move.to()), move.since(), move.seen())),
            resource.requests()),
        new NextPoll(next.at(), Masked.text(next.reason()), next.terms()),
        last.withMessage(Masked.text(last.message())),
        pace,
        rhythm);
  }

  /** Returns where the feed is polled, if not at the address in {@code feeds.yml}. */
  public Optional<URI> address() {
    return resource.address();
  }

  /** Returns the validators for the next request. */
  public Validators validators() {
    return resource.validators();
  }

  /** Returns the SHA-256 of the last body in hexadecimal. */
  public Optional<String> digest() {
    return resource.digest();
  }

  /** Returns a permanent move that was seen but not adopted yet. */
  public Optional<Move> move() {
    return resource.move();
  }

  /** Returns when the feed is due. */
  public Instant nextPoll() {
    return next.at();
  }

  /** Returns why the feed is due at that time. */
  public String reason() {
    return next.reason();
  }

  /** Returns whether the feed is not polled, because the admin disabled it. */
  public boolean isPaused() {
    return next.reason().equals(PAUSED);
  }

  /** Returns how many polls since the last success failed or were throttled. */
  public int failures() {
    return last.failures();
  }

  /** Returns when the last request was made. */
  public Optional<Instant> lastPoll() {
    return last.at();
  }

  /** Returns when the last successful request was made. */
  public Optional<Instant> lastSuccess() {
    return last.lastSuccess();
  }

  /** Returns the outcome of the last poll. */
  public Outcome outcome() {
    return last.outcome();
  }

  /** Returns the outcome of the last poll in words for the admin. */
  public String message() {
    return last.message();
  }

  /** Returns the HTTP status of the last poll, 0 if there was none. */
  public int status() {
    return last.status();
  }
}

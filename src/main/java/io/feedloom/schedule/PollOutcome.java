package io.feedloom.schedule;

import io.feedloom.feed.Exchange;
import io.feedloom.feed.Fetched.Failed;
import io.feedloom.feed.Fetched.Fresh;
import io.feedloom.feed.Fetched.Reason;
import io.feedloom.feed.Fetched.Throttled;
import io.feedloom.feed.Fetched.Unchanged;
import io.feedloom.feed.PollState;
import io.feedloom.feed.PollState.Move;
import io.feedloom.feed.PollState.NextPoll;
import io.feedloom.feed.PollState.Outcome;
import io.feedloom.feed.PollState.Resource;
import io.feedloom.feed.PollState.Result;
import io.feedloom.feed.Validators;
import io.feedloom.feed.WebAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * One poll, and the states that it can lead to.
 *
 * @param before the state before the poll
 * @param read the feed, if a document was read
 * @param now when the request was made
 */
record PollOutcome(
    PollState before,
    Exchange exchange,
    Optional<ReadSummary> read,
    Pacing pacing,
    Instant now,
    RandomGenerator random) {
  /**
   * Returns the state after a new document. The version of a damaged one is not kept, so that the
   * next poll gets the whole document.
   */
  PollState fresh(Fresh fresh) {
    var words =
        fresh.partial()
            ? "new entries, %d bytes".formatted(exchange.bytes())
            : "new content, %d bytes".formatted(exchange.bytes());
    return fresh
        .damage()
        .map(
            damage ->
                succeeded(Outcome.FRESH, words + "; " + damage, Validators.NONE, Optional.empty()))
        .orElseGet(
            () ->
                succeeded(
                    Outcome.FRESH,
                    words,
                    fresh.validators(),
                    Optional.of(fresh.digest()).filter(digest -> !digest.isBlank())));
  }

  PollState unchanged(Unchanged unchanged) {
    var words =
        exchange.status() == 304 ? "not modified" : "the same %d bytes".formatted(exchange.bytes());
    return succeeded(Outcome.UNCHANGED, words, unchanged.validators(), before.digest());
  }

  private PollState succeeded(
      Outcome outcome, String message, Validators validators, Optional<String> digest) {
    var rhythm = Optional.of(Publications.of(before, read, now));
    var wait = pacing.usual(rhythm, exchange.freshFor(), now);
    var due = due(wait);
    return new PollState(
        before.resource().withVersion(validators, digest).withMove(Optional.empty()),
        due,
        new Result(
            outcome,
            message,
            exchange.status(),
            0,
            Optional.of(now),
            Optional.of(now),
            read.map(ReadSummary::matched).orElse(before.last().items())),
        pacing.pace(),
        rhythm);
  }

  /**
   * Returns the state after a poll with a permanent redirect.
   *
   * @param there the state after the result at the new address
   */
  PollState moved(URI to, PollState there) {
    if (there.failures() > 0) {
      return there; // A move to an address without a feed proves nothing.
    }
    var move = MovePolicy.seen(before.move(), to, now);
    return MovePolicy.believed(move, now) ? adopted(there, move) : noted(there, move);
  }

  private static PollState noted(PollState there, Move move) {
    return there
        .withResource(there.resource().withMove(Optional.of(move)))
        .withLast(there.last().withMessage(there.message() + "; " + MovePolicy.pending(move)));
  }

  /**
   * Returns the state for the new address. Knowledge about the old address does not apply to it.
   */
  private static PollState adopted(PollState there, Move move) {
    return there
        .withResource(Resource.at(move.to()))
        .withLast(there.last().withMessage(there.message() + "; " + MovePolicy.adopted(move)));
  }

  PollState throttled(Throttled throttled) {
    int times = before.failures() + 1;
    var usual = unlearned().orLonger(pacing.usual(before.rhythm(), exchange.freshFor(), now));
    var due = due(pacing.slower(usual, throttled.retryAfter(), times));
    var message = "%s answered %d: it asks us to slow down".formatted(host(), exchange.status());
    return unsuccessful(Outcome.THROTTLED, message, times, due);
  }

  PollState failed(Failed failed) {
    int times = before.failures() + 1;
    var due = due(pacing.backedOff(unlearned(), failed.reason(), times));
    return unsuccessful(Outcome.FAILED, failed.message() + formerItems(failed), times, due);
  }

  /** Returns when a selector that matches nothing still found items. */
  private String formerItems(Failed failed) {
    boolean nothing =
        failed.reason() == Reason.NOT_A_FEED && failed.message().endsWith(" matched nothing");
    int items = before.last().items();
    return before
        .lastSuccess()
        .filter(_ -> nothing && items > 0)
        .map(at -> "; it matched %d on %s".formatted(items, day(at)))
        .orElse("");
  }

  private String day(Instant at) {
    boolean isLong = at.isBefore(now.minus(Duration.ofDays(300)));
    return DateTimeFormatter.ofPattern(isLong ? "d MMMM yyyy" : "d MMMM", Locale.ENGLISH)
        .format(at.atOffset(ZoneOffset.UTC));
  }

  PollState gone() {
    var message =
        "%s answered 410: the feed is gone for good; remove it from feeds.yml or write its new address there"
            .formatted(host());
    var due = new NextPoll(Schedule.NEVER, "a feed that is gone is no longer polled");
    return unsuccessful(Outcome.GONE, message, before.failures() + 1, due);
  }

  private String host() {
    return WebAddress.host(exchange.answered()).orElse("the server");
  }

  /**
   * Returns the usual wait without the rhythm, because after a failure new entries may be waiting.
   */
  private Wait unlearned() {
    return pacing.usual(Optional.empty(), exchange.freshFor(), now);
  }

  /** Returns a state that keeps all earlier knowledge about the feed. */
  private PollState unsuccessful(Outcome outcome, String message, int failures, NextPoll due) {
    return new PollState(
        before.resource(),
        due,
        new Result(
            outcome,
            message,
            exchange.status(),
            failures,
            Optional.of(now),
            before.lastSuccess(),
            before.last().items()),
        before.pace(),
        before.rhythm());
  }

  private NextPoll due(Wait wait) {
    return pacing.next(wait, now, random);
  }
}

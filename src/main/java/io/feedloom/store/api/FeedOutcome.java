package io.feedloom.store.api;

import io.feedloom.feed.FeedId;
import io.feedloom.feed.PollState;
import java.time.Instant;

/**
 * The figures of a subscribed feed that a sum over all feeds needs.
 *
 * @param outcome of its last poll
 * @param failures how many of its last polls failed in a row
 * @param nextPoll when it is due
 * @param entries how many of its entries are stored
 */
public record FeedOutcome(
    FeedId id, PollState.Outcome outcome, int failures, Instant nextPoll, long entries) {}

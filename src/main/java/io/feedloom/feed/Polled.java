package io.feedloom.feed;

import io.feedloom.feed.PollState.Outcome;
import java.time.Duration;
import java.time.Instant;

/**
 * One poll in the history of a feed.
 *
 * @param at when the request was made, to the second
 * @param status the last HTTP status, 0 if there was none
 * @param duration the duration of the whole exchange in milliseconds, at most 4 hours
 * @param arrived how many entries were new or changed, at most 65,535
 */
public record Polled(Instant at, Outcome outcome, int status, Duration duration, int arrived) {}

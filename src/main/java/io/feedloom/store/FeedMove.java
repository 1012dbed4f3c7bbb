package io.feedloom.store;

import io.feedloom.feed.Digest;
import io.feedloom.feed.Pace;
import io.feedloom.feed.PollState;
import io.feedloom.feed.PollState.Outcome;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;

/**
 * Gives a feed another address. Its entries, their ids and its history stay. What was known of the
 * old address is forgotten, and a poll of it that is under way has lost its lease.
 *
 * <p>What the feed carried is forgotten too: the document at the new address may be shorter, and
 * what is missing from it was not withdrawn. All entries that it lacks count as departed from when
 * it is first read.
 */
final class FeedMove {
  private static final String ADDRESS =
      """
      UPDATE feed SET url_digest = ?, url = ?, state = ?, due = ?, leased_until = 0, carried = NULL
      WHERE id = ?
      """;

  private static final String FORGET_DEPARTED = "DELETE FROM departed WHERE feed_id = ?";

  private FeedMove() {}

  /** Returns the state of the feed at an address that was never asked; it is due now. */
  static PollState moved(PollState before, Instant now) {
    var last =
        before
            .last()
            .withOutcome(Outcome.NEW)
            .withMessage("not polled at its new address yet")
            .withFailures(0);
    return new PollState(
        PollState.Resource.UNKNOWN,
        new PollState.NextPoll(now, "its address was edited"),
        last,
        Pace.NONE,
        before.rhythm());
  }

  static void write(Connection c, int feed, String url, PollState state) throws SQLException {
    Sql.run(
        c, ADDRESS, Digest.of(url), url, FeedJson.state(state), Millis.of(state.nextPoll()), feed);
    Sql.run(c, FORGET_DEPARTED, feed);
  }
}

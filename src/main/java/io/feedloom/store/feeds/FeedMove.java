package io.feedloom.store.feeds;

import io.feedloom.feed.Digest;
import io.feedloom.feed.Pace;
import io.feedloom.feed.PollState;
import io.feedloom.feed.PollState.Outcome;
import io.feedloom.store.db.Millis;
import io.feedloom.store.db.Sql;
import io.feedloom.store.json.FeedJson;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;

/**
 * Changes the address of a feed. Its entries, their ids and its history stay. The state is reset,
 * and a running poll of the old address loses its lease.
 *
 * <p>The ids in the feed's previous document are deleted too: the document at the new address may
 * be shorter, and the missing entries were not withdrawn. They count as departed when the new
 * document is first read.
 */
final class FeedMove {
  private static final String ADDRESS =
      """
      UPDATE feed SET url_digest = ?, url = ?, state = ?, due = ?, leased_until = 0, carried = NULL
      WHERE id = ?
      """;

  private static final String FORGET_DEPARTED = "DELETE FROM departed WHERE feed_id = ?";

  private FeedMove() {}

  /** Returns the state of the feed at its new address, where it is due now. */
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

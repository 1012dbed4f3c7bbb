package io.feedloom.refresh;

import io.feedloom.feed.Parsed;
import io.feedloom.feed.PollState;

/**
 * A requested address and the document that was returned.
 *
 * @param state the state with this address, updated with what the answer says about later requests
 * @param place the reservation of memory for the document
 */
record Visited(PollState state, ReadAnswer document, ByteBudget.Place place)
    implements AutoCloseable {
  /** Returns the same with the entries that the page itself describes. */
  Visited with(Parsed.Feed entries) {
    return new Visited(state, document.withFeed(entries), place);
  }

  @Override
  public void close() {
    place.close();
  }
}

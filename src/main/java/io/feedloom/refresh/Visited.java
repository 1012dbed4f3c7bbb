package io.feedloom.refresh;

import io.feedloom.feed.PollState;

/**
 * A requested address, and the document that it returned.
 *
 * @param state with the address, and what the answer says about further requests
 * @param place of the document in memory
 */
record Visited(PollState state, ReadAnswer document, ByteBudget.Place place)
    implements AutoCloseable {
  @Override
  public void close() {
    place.close();
  }
}

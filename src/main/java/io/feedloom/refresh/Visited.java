package io.feedloom.refresh;

import io.feedloom.feed.PollState;

/**
 * A requested address and the document that was returned.
 *
 * @param state the state with this address, updated with what the answer says about later requests
 * @param place the reservation of memory for the document
 */
record Visited(PollState state, ReadAnswer document, ByteBudget.Place place)
    implements AutoCloseable {
  @Override
  public void close() {
    place.close();
  }
}

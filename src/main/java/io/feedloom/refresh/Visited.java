package io.feedloom.refresh;

import io.feedloom.feed.PollState;

/**
 * An address that was asked for, and the document that came.
 *
 * @param state with the address, and with what the answer taught about requests
 * @param place of the document in memory
 */
record Visited(PollState state, ReadAnswer document, ByteBudget.Place place)
    implements AutoCloseable {
  @Override
  public void close() {
    place.close();
  }
}

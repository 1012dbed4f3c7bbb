package io.feedloom.serve;

import io.feedloom.config.Fault;
import io.feedloom.feed.FeedId;
import java.util.List;

/** What an admin may ask the running program to do. */
public interface Operator {
  /**
   * Polls a feed now.
   *
   * @return false if it is being polled already
   */
  boolean refresh(FeedId id);

  /** How many polls are under way. */
  int underWay();

  /**
   * Reads {@code feeds.yml} now.
   *
   * @return its faults; empty when it took effect
   */
  List<Fault> reload();
}

package io.feedloom.serve;

import io.feedloom.config.Reloaded;
import io.feedloom.feed.FeedId;
import io.feedloom.store.api.Incident;
import java.util.List;

/** What the admin does with the running program, and what the program reports to the admin. */
public interface AdminActions {
  /**
   * Polls a feed now.
   *
   * @return false if it is being polled, or must wait for its host
   */
  boolean refresh(FeedId id);

  /** Returns the incidents that changed last, open or resolved, the last one first. */
  List<Incident> incidents(int most);

  /** Returns the open incidents, the last changed first. */
  List<Incident> openIncidents();

  /** Returns the number of running polls. */
  int underWay();

  /**
   * Switches a webhook on that answered that it is gone, and sends its failed message again now.
   *
   * @return false if there is no such webhook
   */
  boolean resume(String webhook);

  /** Reads {@code feeds.yml} now, and applies it if possible. */
  Reloaded reload();
}

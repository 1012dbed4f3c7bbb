package io.feedloom.store.api;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/**
 * What a node reports of itself to the others.
 *
 * @param process identifies the process
 * @param name names the node to the admin
 * @param version of Feedloom
 * @param revision of the configuration that it uses
 * @param polling the number of polls that run now
 * @param polls the number of polls since its start
 * @param arrivals the number of new and changed entries since its start
 * @param silent how long ago it reported, by the clock of the database
 */
public record NodeState(
    UUID process,
    String name,
    String version,
    Instant started,
    Work work,
    long revision,
    int polling,
    long polls,
    long arrivals,
    Duration silent) {
  /** A node that has not reported for this long is counted as gone. */
  public static final Duration GONE = Duration.ofSeconds(20);

  /** What a node does. */
  public enum Work {
    /** It polls, delivers and serves. */
    ALL,
    /** It only serves. */
    SERVING,
    /** It ends soon. */
    DRAINING
  }

  /** Returns whether it reported lately. */
  public boolean isAlive() {
    return silent.compareTo(GONE) <= 0;
  }
}

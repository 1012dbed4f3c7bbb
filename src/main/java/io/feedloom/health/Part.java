package io.feedloom.health;

import io.feedloom.health.Health.Trouble;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One part of the program, which either works or has failed. Logs each change between the two once,
 * even if it is reported several times. Thread-safe.
 */
public final class Part {
  private static final Logger log = LoggerFactory.getLogger(Part.class);

  private final String name;
  private final InstantSource clock;
  private volatile @Nullable Trouble trouble;

  Part(String name, InstantSource clock) {
    this.name = name;
    this.clock = clock;
  }

  public String name() {
    return name;
  }

  /**
   * Reports that the part cannot do its work.
   *
   * @param why in words for the admin
   */
  public synchronized void failed(String why) {
    var known = trouble;
    if (known == null) {
      log.warn("Not working: {}: {}", name, why);
    }
    trouble = new Trouble(name, why, known == null ? clock.instant() : known.since());
  }

  /** Reports that the part does its work. */
  public void works() {
    if (trouble != null) {
      recovered();
    }
  }

  private synchronized void recovered() {
    if (trouble != null) {
      log.info("Working again: {}", name);
      trouble = null;
    }
  }

  Optional<Trouble> trouble() {
    return Optional.ofNullable(trouble);
  }
}

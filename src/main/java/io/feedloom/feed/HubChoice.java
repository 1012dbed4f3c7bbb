package io.feedloom.feed;

import java.net.URI;
import java.util.Optional;

/**
 * Whether Feedloom subscribes to a feed at a WebSub hub, and at which one.
 *
 * @param isOn whether it subscribes
 * @param hub the hub that the admin names; it replaces those that the publisher names
 */
public record HubChoice(boolean isOn, Optional<URI> hub) {
  /** The hubs that the publisher names. */
  public static final HubChoice ANNOUNCED = new HubChoice(true, Optional.empty());

  /** Returns a copy with subscribing switched on or off. */
  public HubChoice switched(boolean on) {
    return new HubChoice(on, hub);
  }
}

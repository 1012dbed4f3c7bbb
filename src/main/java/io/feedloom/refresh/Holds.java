package io.feedloom.refresh;

import io.feedloom.feed.Hold;
import io.feedloom.store.Store;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The hosts that asked us to wait, as the store and every process on it know them. */
final class Holds {
  private final Store store;
  private volatile Map<String, Hold> standing = Map.of();

  Holds(Store store) {
    this.store = store;
  }

  /** Learns what other processes, or this one before it was restarted, were told. */
  void refresh(Instant now) {
    var next = new ConcurrentHashMap<String, Hold>();
    store.holds(now).forEach(hold -> next.put(hold.scope(), hold));
    standing = next;
  }

  void add(Hold hold, Instant now) {
    store.hold(hold, now);
    refresh(now);
  }

  /** The longest hold that concerns the site now. */
  Optional<Hold> on(Site site, Instant now) {
    var known = standing;
    if (known.isEmpty()) {
      return Optional.empty();
    }
    List<String> scopes = site.scopes();
    return scopes.stream()
        .map(known::get)
        .filter(Objects::nonNull)
        .filter(hold -> hold.until().isAfter(now))
        .max(Comparator.comparing(Hold::until));
  }
}

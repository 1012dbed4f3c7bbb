package io.feedloom.refresh;

import io.feedloom.feed.Hold;
import io.feedloom.store.Store;
import io.feedloom.store.api.StoreException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The holds of all hosts that asked us to wait. They are stored, so that other processes with the
 * same database respect them too.
 */
final class ActiveHolds {
  private static final Logger log = LoggerFactory.getLogger(ActiveHolds.class);

  private final Store store;
  private volatile Map<String, Hold> stored = Map.of();

  /** The holds that are not stored yet, because the store failed. */
  private final Map<String, Hold> unstored = new ConcurrentHashMap<>();

  ActiveHolds(Store store) {
    this.store = store;
  }

  /** Reads the stored holds, and tries again to store the others. */
  void refresh(Instant now) {
    List.copyOf(unstored.values()).forEach(hold -> store(hold, now));
    var next = new ConcurrentHashMap<String, Hold>();
    store.holds().current(now).forEach(hold -> next.put(hold.scope(), hold));
    stored = next;
  }

  private void store(Hold hold, Instant now) {
    store.holds().add(hold, now);
    unstored.remove(hold.scope(), hold);
  }

  /** Adds a hold. It takes effect at once. If the store fails, the next refresh stores it. */
  void add(Hold hold, Instant now) {
    unstored.merge(hold.scope(), hold, ActiveHolds::longer);
    try {
      refresh(now);
    } catch (StoreException e) {
      log.debug("A hold is not stored yet: {}", e.getMessage());
    }
  }

  private static Hold longer(Hold one, Hold other) {
    return one.until().isAfter(other.until()) ? one : other;
  }

  /** Returns the longest hold that applies to the site now. */
  Optional<Hold> longestFor(Site site, Instant now) {
    var known = stored;
    if (known.isEmpty() && unstored.isEmpty()) {
      return Optional.empty();
    }
    List<String> scopes = site.scopes();
    return scopes.stream()
        .flatMap(scope -> Stream.of(known, unstored).map(holds -> holds.get(scope)))
        .filter(Objects::nonNull)
        .filter(hold -> hold.until().isAfter(now))
        .max(Comparator.comparing(Hold::until));
  }
}

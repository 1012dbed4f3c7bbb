package io.feedloom.store.update;

import io.feedloom.feed.Arrival;
import io.feedloom.feed.Update;
import io.feedloom.store.feeds.Leases;
import io.feedloom.store.log.LoggedWriter;
import io.feedloom.store.log.RecentEntries;
import io.feedloom.store.write.Digests;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Writes the results of polls. */
public final class Updates {
  private final Leases leases;
  private final LoggedWriter writer;
  private final Digests digests;
  private final RecentEntries recent;

  /** Arrivals in the written parts of updates that failed later. Readers must see them too. */
  private final Queue<Arrival> unreported = new ConcurrentLinkedQueue<>();

  /**
   * @param recent gets the entries of each update
   */
  public Updates(Leases leases, LoggedWriter writer, Digests digests, RecentEntries recent) {
    this.recent = recent;
    this.digests = digests;
    this.leases = leases;
    this.writer = writer;
  }

  /**
   * Writes the result of a poll and ends the lease. A normal update is written completely or not at
   * all. A large update is written in several transactions, so that other updates need not wait
   * long. The state of the feed is written with the last one. So if one of them fails, the feed is
   * polled again, and the rest is written then.
   *
   * <p>A stored entry is overwritten, whatever {@link Update.Change#isNew} says, and keeps its
   * guid, its place in the timeline and the time when it was first seen. Other entries are
   * inserted.
   *
   * @return the arrivals in the order of the update, then entries of other feeds whose public id
   *     changed, then the arrivals of earlier updates that failed after their first parts
   * @throws io.feedloom.store.api.LeaseLost if another process has taken the feed since, or an
   *     update with this lease was applied before; then nothing was written
   */
  public List<Arrival> apply(Update update) {
    return leases.ending(update.lease(), () -> inParts(update));
  }

  private List<Arrival> inParts(Update update) {
    var arrivals = new ArrayList<Arrival>();
    try {
      for (var part : UpdatePart.of(update)) {
        var updates = new UpdateTransaction(part, leases.mark(update.lease()), digests);
        updates.addTo(recent);
        arrivals.addAll(writer.write(part.weight(), updates::apply, some -> some));
      }
    } catch (RuntimeException e) {
      unreported.addAll(arrivals);
      throw e;
    }
    for (var left = unreported.poll(); left != null; left = unreported.poll()) {
      arrivals.add(left);
    }
    return arrivals;
  }
}

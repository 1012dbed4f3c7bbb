package io.feedloom.feed;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * What shows whether a hub delivers the entries of a feed. A new entry that a poll finds first is a
 * suspect for some time, because the hub's delivery may be on its way. If the delivery does not
 * come, the hub missed the entry.
 *
 * @param brought the new entries that deliveries brought
 * @param missed the new entries that only polls brought
 * @param streak the entries brought since the last one missed
 * @param suspects the oldest first
 */
public record PushEvidence(long brought, long missed, int streak, List<Suspect> suspects) {
  /** Nothing was published since the subscription began. */
  public static final PushEvidence NONE = new PushEvidence(0, 0, 0, List.of());

  /** How long a delivery may take. */
  public static final Duration GRACE = Duration.ofMinutes(10);

  /** A hub has proved itself when it brought this many entries one after the other. */
  private static final int PROOF = 3;

  /** The most suspects that are kept. */
  private static final int MAX_SUSPECTS = 100;

  /** An entry that a poll brought first. */
  public record Suspect(long id, Instant at) {}

  public PushEvidence {
    suspects = List.copyOf(suspects);
  }

  /** Returns whether the hub delivers every new entry, so that polls are needed less often. */
  public boolean isProven() {
    return streak >= PROOF;
  }

  /** Returns whether entries were published, and the hub delivered none of them. */
  public boolean isSilent() {
    return brought == 0 && missed >= PROOF;
  }

  /**
   * Returns the evidence after a time without a subscription: the hub has to prove itself again.
   */
  public PushEvidence afterGap() {
    return new PushEvidence(brought, missed, 0, List.of());
  }

  /**
   * Returns the evidence after a delivery.
   *
   * @param fresh the entries that it brought first
   * @param all all entries in it
   */
  public PushEvidence delivered(Collection<Long> fresh, Collection<Long> all) {
    var left = suspects.stream().filter(suspect -> !all.contains(suspect.id())).toList();
    int more = fresh.size() + suspects.size() - left.size();
    return new PushEvidence(brought + more, missed, saturated(streak + (long) more), left);
  }

  private static int saturated(long number) {
    return (int) Math.min(number, Integer.MAX_VALUE);
  }

  /**
   * Returns the evidence after a poll.
   *
   * @param fresh the entries that it brought first
   */
  public PushEvidence polled(Collection<Long> fresh, Instant at) {
    var left = new ArrayList<Suspect>();
    int late = 0;
    for (var suspect : suspects) {
      if (suspect.at().plus(GRACE).isAfter(at)) {
        left.add(suspect);
      } else {
        late++;
      }
    }
    fresh.stream().limit(MAX_SUSPECTS - left.size()).forEach(id -> left.add(new Suspect(id, at)));
    return new PushEvidence(brought, missed + late, late > 0 ? 0 : streak, left);
  }
}

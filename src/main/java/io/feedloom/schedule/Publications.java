package io.feedloom.schedule;

import io.feedloom.feed.PollState;
import io.feedloom.feed.Rhythm;
import io.feedloom.feed.Update.Change;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Determines when the new entries of a poll were published. */
final class Publications {
  private Publications() {}

  /** Returns the rhythm after a poll whose answer was a feed. */
  static Rhythm of(PollState before, Optional<ReadSummary> read, Instant now) {
    var rhythm = before.rhythm().or(() -> before.lastSuccess().map(Rhythm::watchedSince));
    return read.map(reading -> after(rhythm, before.lastSuccess().orElse(now), reading, now))
        .or(() -> rhythm)
        .orElseGet(() -> Rhythm.watchedSince(now));
  }

  /**
   * Returns the rhythm after a delivery that brought these entries. An entry without a plausible
   * date was published now.
   */
  static Rhythm afterPush(Rhythm known, List<Change> changed, Instant now) {
    var published =
        changed.stream()
            .filter(Change::isNew)
            .map(
                change ->
                    change
                        .entry()
                        .published()
                        .filter(at -> at.isAfter(known.last()) && !at.isAfter(now))
                        .orElse(now))
            .sorted()
            .toList();
    return Learning.after(known, published);
  }

  private static Rhythm after(
      Optional<Rhythm> before, Instant lastSuccess, ReadSummary reading, Instant now) {
    var dates =
        reading.changed().stream().filter(Change::isNew).map(change -> change.entry().published());
    var rhythm =
        before
            .map(
                known ->
                    Learning.after(
                        known,
                        dates.map(date -> between(lastSuccess, now, date)).sorted().toList()))
            .orElseGet(() -> first(dates, now));
    return rhythm.holding(Math.max(reading.entries(), rhythm.held()));
  }

  /** Returns the rhythm of a feed's first document, from its dated entries. */
  private static Rhythm first(Stream<Optional<Instant>> dates, Instant now) {
    var history =
        dates.flatMap(Optional::stream).filter(date -> !date.isAfter(now)).sorted().toList();
    return history.isEmpty() ? Rhythm.watchedSince(now) : Learning.ofHistory(history);
  }

  /**
   * Returns when a new entry was published: its own date, if that lies between the last poll and
   * this one. Otherwise returns the middle between the two polls.
   */
  private static Instant between(Instant last, Instant now, Optional<Instant> date) {
    return date.filter(at -> at.isAfter(last) && !at.isAfter(now))
        .orElseGet(() -> last.plus(Duration.between(last, now).dividedBy(2)));
  }
}

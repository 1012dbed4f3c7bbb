package io.feedloom.store.api;

import io.feedloom.feed.FeedId;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * Something wrong that was seen now. It becomes an {@link Incident} if it lasts.
 *
 * @param id of the incident, if it becomes a new one
 * @param subject what is wrong: equal for findings that belong to one incident
 * @param source the feed, if it concerns one
 * @param name the title of the feed or the name of the part
 * @param cause distinguishes reasons, such as two HTTP statuses; the same one is noted only once
 * @param reason in words for the admin, without secrets
 * @param since when it began, as far as known
 * @param delay for how long it must last to become an incident
 * @param ended when it ended, if it did before it could be recorded
 */
public record Finding(
    UUID id,
    String subject,
    Incident.Kind kind,
    Optional<FeedId> source,
    String name,
    String cause,
    String reason,
    Instant since,
    Duration delay,
    Optional<Instant> ended) {

  /** Returns a copy that began at another time. */
  public Finding since(Instant other) {
    return new Finding(id, subject, kind, source, name, cause, reason, other, delay, ended);
  }

  /** Returns what was seen later of the same, with the id and the beginning of this one. */
  public Finding continuedBy(Finding later) {
    var first = since.isBefore(later.since) ? since : later.since;
    return new Finding(
        id,
        subject,
        later.kind,
        later.source,
        later.name,
        later.cause,
        later.reason,
        first,
        later.delay,
        later.ended);
  }

  /** Returns a copy that need not last longer. */
  public Finding now() {
    return new Finding(id, subject, kind, source, name, cause, reason, since, Duration.ZERO, ended);
  }

  /** Returns a copy that ended. */
  public Finding ended(Instant at) {
    return new Finding(
        id, subject, kind, source, name, cause, reason, since, delay, Optional.of(at));
  }

  /** Returns whether it lasted long enough to be an incident. */
  public boolean isDue(Instant now) {
    return !since.plus(delay).isAfter(ended.orElse(now));
  }
}

package io.feedloom.store.api;

import io.feedloom.feed.FeedId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Something that is or was wrong with a source or with the program, with its course.
 *
 * @param id never changes
 * @param subject what it is about; only one incident of a subject is open at once
 * @param source the feed, if it concerns one
 * @param name the title of the feed or the name of the part
 * @param since when it began, before it was an incident
 * @param calm since when nothing is wrong, while it is not resolved yet
 * @param causes the causes that its course contains since it was last opened
 * @param course what happened, in order; empty while it is only suspected
 * @param announced the number of the last event that was announced
 */
public record Incident(
    UUID id,
    String subject,
    Kind kind,
    Optional<FeedId> source,
    String name,
    State state,
    Instant since,
    Optional<Instant> calm,
    Set<String> causes,
    List<Event> course,
    int announced) {
  /** The most events that are kept: the first, and the newest of the others. */
  private static final int MAX_EVENTS = 40;

  public Incident {
    causes = Set.copyOf(causes);
    course = List.copyOf(course);
  }

  /** What is wrong. */
  public enum Kind {
    /** A source cannot be read. */
    FAILING,
    /** A publisher says that a source is gone. */
    GONE,
    /** A source moved permanently. */
    MOVED,
    /** A source publishes nothing, against its habit. */
    SILENT,
    /** {@code feeds.yml} has faults. */
    FILE,
    /** The store cannot be read or written. */
    STORE,
    /** A part of the program does not work. */
    PART,
    /** There is little space on the disk. */
    DISK;

    /** Returns whether it concerns the program, and not a source. */
    public boolean isOfProgram() {
      return switch (this) {
        case FILE, STORE, PART, DISK -> true;
        case FAILING, GONE, MOVED, SILENT -> false;
      };
    }
  }

  /** How far it is. */
  public enum State {
    /** It has not lasted long enough yet. Nobody sees it. */
    SUSPECTED,
    OPEN,
    RESOLVED
  }

  /** Which step an event of a course is. */
  public enum Step {
    OPENED,
    /** Another reason than before. */
    CHANGED,
    /** It happened again soon after it was resolved. */
    REOPENED,
    RESOLVED
  }

  /**
   * One event of a course.
   *
   * @param number counts from 1 in each incident
   * @param text in words for the admin, without secrets
   * @param message the id of the message that announces it
   */
  public record Event(int number, Instant at, Step type, String text, UUID message) {}

  /** Makes an incident that is only suspected. */
  public static Incident suspected(Finding finding) {
    return new Incident(
        finding.id(),
        finding.subject(),
        finding.kind(),
        finding.source(),
        finding.name(),
        State.SUSPECTED,
        finding.since(),
        Optional.empty(),
        Set.of(finding.cause()),
        List.of(),
        0);
  }

  /** Returns a copy that is open, with the event that says so. */
  public Incident opened(Finding finding, Instant at, UUID message) {
    var type = course.isEmpty() ? Step.OPENED : Step.REOPENED;
    return new Incident(
        id,
        subject,
        finding.kind(),
        source,
        finding.name(),
        State.OPEN,
        course.isEmpty() ? since : finding.since(),
        Optional.empty(),
        Set.of(finding.cause()),
        with(at, type, finding.reason(), message),
        announced);
  }

  /** Returns a copy with another reason. */
  public Incident changed(Finding finding, Instant at, UUID message) {
    var all = new LinkedHashSet<>(causes);
    all.add(finding.cause());
    return new Incident(
        id,
        subject,
        finding.kind(),
        source,
        finding.name(),
        state,
        since,
        Optional.empty(),
        all,
        with(at, Step.CHANGED, finding.reason(), message),
        announced);
  }

  /** Returns a copy that is resolved, with the event that says so. */
  public Incident resolved(Instant at, String text, UUID message) {
    return new Incident(
        id,
        subject,
        kind,
        source,
        name,
        State.RESOLVED,
        since,
        Optional.empty(),
        Set.of(),
        with(at, Step.RESOLVED, text, message),
        announced);
  }

  /** Returns a suspicion with the cause that was found last. */
  public Incident suspectedOf(Finding finding) {
    return new Incident(
        id,
        subject,
        finding.kind(),
        source,
        finding.name(),
        state,
        since,
        calm,
        Set.of(finding.cause()),
        course,
        announced);
  }

  /** Returns a copy that began at another time. */
  public Incident since(Instant other) {
    return new Incident(
        id, subject, kind, source, name, state, other, calm, causes, course, announced);
  }

  /** Returns a copy with another time since which nothing is wrong. */
  public Incident calm(Optional<Instant> other) {
    return new Incident(
        id, subject, kind, source, name, state, since, other, causes, course, announced);
  }

  /** Returns a copy whose events were all announced. */
  public Incident announcedAll() {
    return new Incident(
        id, subject, kind, source, name, state, since, calm, causes, course, last());
  }

  /**
   * Returns a copy for readers who are not the admin. Why a part of the program does not work may
   * name paths and hosts.
   */
  public Incident withoutDetails() {
    if (!kind.isOfProgram()) {
      return this;
    }
    var plain =
        course.stream()
            .map(
                event ->
                    event.type() == Step.RESOLVED
                        ? event
                        : new Event(
                            event.number(),
                            event.at(),
                            event.type(),
                            "The admin sees the reason.",
                            event.message()))
            .toList();
    return new Incident(
        id, subject, kind, source, name, state, since, calm, causes, plain, announced);
  }

  private List<Event> with(Instant at, Step type, String text, UUID message) {
    var events = new ArrayList<>(course);
    if (events.size() >= MAX_EVENTS) {
      events.remove(1);
    }
    events.add(new Event(last() + 1, at, type, text, message));
    return events;
  }

  private int last() {
    return course.isEmpty() ? 0 : course.getLast().number();
  }

  /** Returns when it was first opened. */
  public Optional<Instant> opened() {
    return course.stream().findFirst().map(Event::at);
  }

  /** Returns when it was resolved; empty if it is not. */
  public Optional<Instant> resolved() {
    return state == State.RESOLVED ? Optional.of(course.getLast().at()) : Optional.empty();
  }

  /** Returns when its course last changed. */
  public Instant lastChanged() {
    return course.isEmpty() ? since : course.getLast().at();
  }

  /** Returns how often it was opened again. */
  public int timesReopened() {
    return (int) course.stream().filter(event -> event.type() == Step.REOPENED).count();
  }

  /** Returns the events that were not announced yet. */
  public List<Event> unannounced() {
    return course.stream().filter(event -> event.number() > announced).toList();
  }
}

package io.feedloom.health;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Knows which parts of the program are out of order, and which exceptions occurred that nobody
 * expected. Safe for use by many threads.
 */
public final class Health {
  private static final Logger log = LoggerFactory.getLogger(Health.class);

  /** Kinds of incidents that are remembered. All are counted. */
  private static final int MOST_KINDS = 100;

  /** Causes are followed no deeper than this. */
  private static final int MOST_CAUSES = 20;

  private static final int MOST_WORDS = 300;

  private static final String OURS = "io.feedloom.";

  private final InstantSource clock;
  private final Consumer<Throwable> end;
  private final Map<String, Part> parts = new ConcurrentSkipListMap<>();
  private final Map<Kind, Incident> incidents = new LinkedHashMap<>();
  private long count;

  /**
   * @param end ends the process; called when a thread that the program cannot do without runs out
   *     of memory
   */
  public Health(InstantSource clock, Consumer<Throwable> end) {
    this.clock = clock;
    this.end = end;
  }

  /**
   * A part that is out of order.
   *
   * @param why in words for the admin; may name paths and hosts
   */
  public record Trouble(String part, String why, Instant since) {}

  /**
   * An exception that nobody expected: a bug.
   *
   * @param where which part met it
   * @param what the exception with the first place in our code
   * @param count how often it occurred
   */
  public record Incident(String where, String what, long count, Instant first, Instant last) {
    private Incident again(Instant now) {
      return new Incident(where, what, count + 1, first, now);
    }
  }

  private record Kind(String where, String what) {}

  /** Returns the part of this name, which is in order until it says otherwise. */
  public Part part(String name) {
    return parts.computeIfAbsent(name, key -> new Part(key, clock));
  }

  /** Returns the names of all parts, each with whether it is in order. */
  public Map<String, Boolean> states() {
    var states = new LinkedHashMap<String, Boolean>();
    parts.forEach((name, part) -> states.put(name, part.trouble().isEmpty()));
    return states;
  }

  /** Returns the parts that are out of order, by name. */
  public List<Trouble> troubles() {
    return parts.values().stream().flatMap(part -> part.trouble().stream()).toList();
  }

  /**
   * Records an exception that nobody expected. The first of its kind is logged with its stack
   * trace, the others are counted.
   *
   * @param where which part met it
   * @param about what it was working on, for the log
   */
  public void unexpected(String where, String about, Throwable fault) {
    if (isFirst(where, fault)) {
      log.error("A bug in {} ({}); more of its kind are only counted", where, about, fault);
    }
  }

  private synchronized boolean isFirst(String where, Throwable fault) {
    count++;
    var kind = new Kind(where, fault.getClass().getName() + " at " + place(fault));
    var known = incidents.get(kind);
    var now = clock.instant();
    if (known != null) {
      incidents.put(kind, known.again(now));
    } else if (incidents.size() < MOST_KINDS) {
      incidents.put(kind, new Incident(where, kind.what(), 1, now, now));
      return true;
    }
    return false;
  }

  private static String place(Throwable fault) {
    var trace = fault.getStackTrace();
    return Stream.concat(
            Arrays.stream(trace).filter(frame -> frame.getClassName().startsWith(OURS)),
            Arrays.stream(trace))
        .findFirst()
        .map(StackTraceElement::toString)
        .orElse("an unknown place");
  }

  /** Returns an exception in words for the admin, with the first place in our code. */
  public static String words(Throwable fault) {
    var words = fault + " at " + place(fault);
    return words.length() > MOST_WORDS ? words.substring(0, MOST_WORDS) + "…" : words;
  }

  /**
   * Records what ended a thread, or would have. A process that has no memory left is ended, so that
   * a supervisor starts it again: threads that lost their work would leave it alive but useless.
   */
  public void uncaught(String where, Throwable fault) {
    if (isOutOfMemory(fault)) {
      end.accept(fault);
    } else {
      unexpected(where, "thread " + Thread.currentThread().getName(), fault);
    }
  }

  /** Libraries wrap the error. */
  private static boolean isOutOfMemory(Throwable fault) {
    return Stream.iterate(fault, Objects::nonNull, Throwable::getCause)
        .limit(MOST_CAUSES)
        .anyMatch(OutOfMemoryError.class::isInstance);
  }

  /** Returns what occurred since the start, the first kind first. */
  public synchronized List<Incident> incidents() {
    return List.copyOf(incidents.values());
  }

  /** Returns how many exceptions occurred since the start that nobody expected. */
  public synchronized long count() {
    return count;
  }
}

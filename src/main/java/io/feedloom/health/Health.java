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
 * Records which parts of the program work, and which unexpected exceptions occurred. Thread-safe.
 */
public final class Health {
  private static final Logger log = LoggerFactory.getLogger(Health.class);

  /** The most kinds of incidents that are kept. All are counted. */
  private static final int MAX_KINDS = 100;

  /** The greatest depth of causes that are searched. */
  private static final int MAX_CAUSES = 20;

  private static final int MAX_TEXT_LENGTH = 300;

  private static final String OURS = "io.feedloom.";

  private final InstantSource clock;
  private final Consumer<Throwable> end;
  private final Map<String, Part> parts = new ConcurrentSkipListMap<>();
  private final Map<Kind, Incident> incidents = new LinkedHashMap<>();
  private long count;

  /**
   * @param end ends the process; called when an indispensable thread runs out of memory
   */
  public Health(InstantSource clock, Consumer<Throwable> end) {
    this.clock = clock;
    this.end = end;
  }

  /**
   * A part that does not work.
   *
   * @param why in words for the admin; may name paths and hosts
   */
  public record Trouble(String part, String why, Instant since) {}

  /**
   * An unexpected exception: a bug.
   *
   * @param where the part in which it occurred
   * @param what the exception and its first place in our code
   * @param count how often it occurred
   */
  public record Incident(String where, String what, long count, Instant first, Instant last) {
    private Incident again(Instant now) {
      return new Incident(where, what, count + 1, first, now);
    }
  }

  private record Kind(String where, String what) {}

  /** Returns the part with this name. A new part counts as working. */
  public Part part(String name) {
    return parts.computeIfAbsent(name, key -> new Part(key, clock));
  }

  /** Returns whether each part works, by its name. */
  public Map<String, Boolean> states() {
    var states = new LinkedHashMap<String, Boolean>();
    parts.forEach((name, part) -> states.put(name, part.trouble().isEmpty()));
    return states;
  }

  /** Returns the parts that do not work, ordered by name. */
  public List<Trouble> troubles() {
    return parts.values().stream().flatMap(part -> part.trouble().stream()).toList();
  }

  /**
   * Records an unexpected exception. Logs the first of its kind with its stack trace, and only
   * counts the others.
   *
   * @param where the part in which it occurred
   * @param about what that part was working on, for the log
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
    } else if (incidents.size() < MAX_KINDS) {
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

  /** Returns a text for the admin about an exception, with its first place in our code. */
  public static String describe(Throwable fault) {
    var text = fault + " at " + place(fault);
    return text.length() > MAX_TEXT_LENGTH ? text.substring(0, MAX_TEXT_LENGTH) + "…" : text;
  }

  /**
   * Records an exception that nothing caught. If the process is out of memory, this ends it, so
   * that a supervisor restarts it. Otherwise it would stay alive but useless, because its threads
   * lost their work.
   */
  public void uncaught(String where, Throwable fault) {
    if (isOutOfMemory(fault)) {
      end.accept(fault);
    } else {
      unexpected(where, "thread " + Thread.currentThread().getName(), fault);
    }
  }

  /**
   * Returns whether the exception or one of its causes is an {@link OutOfMemoryError}. Libraries
   * may wrap it.
   */
  private static boolean isOutOfMemory(Throwable fault) {
    return Stream.iterate(fault, Objects::nonNull, Throwable::getCause)
        .limit(MAX_CAUSES)
        .anyMatch(OutOfMemoryError.class::isInstance);
  }

  /** Returns the incidents since the start, the oldest kind first. */
  public synchronized List<Incident> incidents() {
    return List.copyOf(incidents.values());
  }

  /** Returns the number of unexpected exceptions since the start. */
  public synchronized long count() {
    return count;
  }
}

package io.feedloom.push.alert;

import io.feedloom.feed.Limits;
import io.feedloom.feed.Masked;
import io.feedloom.store.api.Incident;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Texts about incidents, for people. They contain no secrets. */
public final class AlertText {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("d MMMM yyyy, HH:mm 'UTC'", Locale.ENGLISH);

  private static final int MAX_LENGTH = 500;

  private AlertText() {}

  /** Returns one line that says what is or was wrong, such as "Cannot be read: Example". */
  public static String title(Incident incident) {
    return title(incident, incident.state() == Incident.State.RESOLVED);
  }

  /** Returns one line about an incident, for a time when it was open or resolved. */
  static String title(Incident incident, boolean resolved) {
    var what =
        switch (incident.kind()) {
          case FAILING -> "Cannot be read: " + incident.name();
          case GONE -> "Gone: " + incident.name();
          case MOVED -> "Moved permanently: " + incident.name();
          case SILENT -> "Silent: " + incident.name();
          case FILE -> "feeds.yml has faults";
          case STORE -> "The store does not work";
          case PART -> "Does not work: " + incident.name();
          case DISK -> "The disk is nearly full";
        };
    return resolved ? "Resolved: " + what : what;
  }

  /** Returns an event in words: the reason, and for the last one how long it all lasted. */
  public static String text(Incident incident, Incident.Event event) {
    if (event.type() != Incident.Step.RESOLVED) {
      return event.text();
    }
    var lasted = "It lasted " + duration(Duration.between(incident.since(), event.at())) + ".";
    return event.text().isEmpty() ? lasted : event.text() + " " + lasted;
  }

  /** Returns the name of a kind in the API. */
  public static String name(Incident.Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  /** Returns a text without secrets, and not longer than 500 characters. */
  static String safe(String text) {
    return Limits.cut(Masked.text(text), MAX_LENGTH);
  }

  /** Returns a time to the minute. */
  public static String time(Instant at) {
    return TIME.format(at.atOffset(ZoneOffset.UTC));
  }

  /** Returns a duration in its two largest units, such as "3 days 4 hours". */
  public static String duration(Duration time) {
    long minutes = Math.max(1, time.toMinutes());
    if (minutes < 60) {
      return count(minutes, "minute");
    }
    if (minutes < 24 * 60) {
      return joined(minutes / 60, "hour", minutes % 60, "minute");
    }
    long hours = minutes / 60;
    return joined(hours / 24, "day", hours % 24, "hour");
  }

  private static String joined(long large, String unit, long small, String smallUnit) {
    return small == 0 ? count(large, unit) : count(large, unit) + " " + count(small, smallUnit);
  }

  private static String count(long number, String unit) {
    return number + " " + (number == 1 ? unit : unit + "s");
  }
}

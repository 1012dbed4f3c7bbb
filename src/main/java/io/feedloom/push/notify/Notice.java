package io.feedloom.push.notify;

import java.util.Locale;
import java.util.Optional;

/**
 * A message about the program or a feed, for people.
 *
 * @param key identifies the notice: the same key gives the same {@code webhook-id}, so a receiver
 *     recognizes a repetition
 * @param title one line of plain text
 * @param text plain text
 * @param link a page about it
 */
public record Notice(
    String key, String title, String text, Optional<String> link, Severity severity) {

  /** How serious a notice is. The words are those of Apprise, and the priorities those of ntfy. */
  public enum Severity {
    INFO(3),
    SUCCESS(3),
    WARNING(4),
    FAILURE(5);

    private final int priority;

    Severity(int priority) {
      this.priority = priority;
    }

    /** Returns a number from 1 to 5. */
    public int priority() {
      return priority;
    }

    /** Returns the word for messages. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}

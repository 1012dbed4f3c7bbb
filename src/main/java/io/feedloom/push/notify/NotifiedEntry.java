package io.feedloom.push.notify;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * An entry as messages need it.
 *
 * @param json the entry in the format of {@code /api/v1/entries}
 * @param title plain text; may be empty
 * @param text the summary, else the content, as plain text; may be empty
 * @param source the title of its feed
 * @param author the names of its authors
 * @param tags the labels of its feed's tags and of those from rules
 * @param published its place in the river, which is its date if it has one
 */
public record NotifiedEntry(
    String json,
    String title,
    Optional<String> link,
    String text,
    String source,
    String author,
    List<String> tags,
    Instant published) {
  public NotifiedEntry {
    tags = List.copyOf(tags);
  }
}

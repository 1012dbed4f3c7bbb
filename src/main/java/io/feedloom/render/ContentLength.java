package io.feedloom.render;

import io.feedloom.feed.Entry;
import io.feedloom.feed.Selection.Content;
import io.feedloom.feed.StoredEntry;
import io.feedloom.feed.text.Snippet;
import java.util.Optional;

/** Shortens entries to the length that a selection asks for. */
public final class ContentLength {
  /** The longest summary that is made here, in code points. */
  private static final int MAX_SUMMARY_LENGTH = 400;

  private ContentLength() {}

  /** Returns the entry with as much of its text as the selection asks for. */
  public static StoredEntry of(StoredEntry entry, Content content) {
    return switch (content) {
      case FULL -> entry;
      case SUMMARY -> entry.withTexts(Optional.empty(), summary(entry.entry()));
      case NONE -> entry.withTexts(Optional.empty(), Optional.empty());
    };
  }

  /** Returns the publisher's summary, or else the beginning of the text, as HTML. */
  private static Optional<String> summary(Entry entry) {
    return entry
        .summary()
        .or(() -> entry.content().map(ContentLength::beginning).filter(text -> !text.isEmpty()));
  }

  private static String beginning(String html) {
    return Text.escaped(Snippet.of(html, MAX_SUMMARY_LENGTH));
  }
}

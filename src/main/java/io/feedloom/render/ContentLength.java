package io.feedloom.render;

import io.feedloom.feed.Entry;
import io.feedloom.feed.Selection.Content;
import io.feedloom.feed.StoredEntry;
import java.util.Optional;

/** Shortens entries to what was asked for. */
public final class ContentLength {
  /** Characters of a summary that is made here, at most. */
  private static final int LONGEST = 400;

  private ContentLength() {}

  /** Returns the entry with as much of its text as the selection asks for. */
  public static StoredEntry of(StoredEntry entry, Content content) {
    return switch (content) {
      case FULL -> entry;
      case SUMMARY -> entry.withTexts(Optional.empty(), summary(entry.entry()));
      case NONE -> entry.withTexts(Optional.empty(), Optional.empty());
    };
  }

  /** The publisher's, else the beginning of the text, as HTML. */
  private static Optional<String> summary(Entry entry) {
    return entry
        .summary()
        .or(() -> entry.content().map(ContentLength::beginning).filter(text -> !text.isEmpty()));
  }

  private static String beginning(String html) {
    var text = Text.plain(html);
    return escaped(text.length() <= LONGEST ? text : cut(text));
  }

  /** Between two words where there are words, and never inside a character. */
  private static String cut(String text) {
    int end = Character.isLowSurrogate(text.charAt(LONGEST)) ? LONGEST - 1 : LONGEST;
    int space = text.lastIndexOf(' ', end);
    return text.substring(0, space > LONGEST / 2 ? space : end) + "…";
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}

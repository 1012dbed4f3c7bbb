package io.feedloom.render;

import io.feedloom.feed.Entry;
import io.feedloom.feed.Selection.Content;
import io.feedloom.feed.StoredEntry;
import java.util.List;
import java.util.Optional;

/** Tells entries as briefly as was asked. */
public final class Brevity {
  /** Characters of a summary that is made here, at most. */
  private static final int LONGEST = 400;

  private Brevity() {}

  /** The same entries with as much of their text as the selection asks for. */
  public static List<StoredEntry> of(List<StoredEntry> entries, Content content) {
    return switch (content) {
      case FULL -> entries;
      case SUMMARY -> entries.stream().map(e -> with(e, summary(e.entry()))).toList();
      case NONE -> entries.stream().map(e -> with(e, Optional.empty())).toList();
    };
  }

  private static StoredEntry with(StoredEntry stored, Optional<String> summary) {
    return stored.with(stored.entry().withTexts(Optional.empty(), summary));
  }

  /** The publisher's, else the beginning of the text, as HTML. */
  private static Optional<String> summary(Entry entry) {
    return entry
        .summary()
        .or(() -> entry.content().map(Brevity::beginning).filter(text -> !text.isEmpty()));
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

package io.feedloom.refresh;

import io.feedloom.feed.Entry;
import io.feedloom.feed.text.HtmlText;
import java.util.Optional;
import java.util.regex.Pattern;

/** Decides between the text of a page and the content of the feed. Without side effects. */
final class ArticleChoice {
  private static final Pattern MEDIA = Pattern.compile("<(?:img|video|audio|iframe)\\b");

  /** A page with fewer characters, but more pictures, may have nine tenths of the text. */
  private static final double NEARLY = 0.9;

  private ArticleChoice() {}

  /**
   * Returns the entry with the text of its page if that is more than the content of the feed;
   * otherwise with the content of the feed.
   *
   * @param html sanitized, with classes and ids
   */
  static Entry chosen(Entry entry, String html, Optional<String> image) {
    var own = entry.withoutFullText();
    return isMore(own, html) ? own.withFullText(HtmlText.ofMarked(html), image) : own;
  }

  /** Returns whether a page has more than the entry has in the feed. */
  static boolean isMore(Entry entry, String html) {
    var own = entry.withoutFullText();
    int text = HtmlText.of(html).plain().length();
    int old =
        Math.max(
            own.plainContent().map(String::length).orElse(0),
            own.plainSummary().map(String::length).orElse(0));
    return !html.isBlank()
        && (text > old
            || (text >= NEARLY * old
                && media(html) > own.content().map(ArticleChoice::media).orElse(0L)));
  }

  private static long media(String html) {
    return MEDIA.matcher(html).results().count();
  }
}

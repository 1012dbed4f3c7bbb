package io.feedloom.feed;

import io.feedloom.feed.text.HtmlText;
import java.util.List;
import java.util.Optional;

/**
 * The fields of an entry that rules changed. The entry itself stays stored as its publisher wrote
 * it.
 *
 * @param title the new title
 * @param link the new link
 * @param content the new content, as sanitized HTML; blank if none is left
 * @param summary the new summary, in the same way
 * @param author the only author
 * @param language the new language
 */
public record Revision(
    Optional<String> title,
    Optional<String> link,
    Optional<String> content,
    Optional<String> summary,
    Optional<String> author,
    Optional<String> language) {
  /** Nothing is changed. */
  public static final Revision NONE =
      new Revision(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  /** Returns whether nothing is changed. */
  public boolean isNone() {
    return equals(NONE);
  }

  /** Returns the entry as readers see it. */
  public Entry of(Entry entry) {
    return isNone()
        ? entry
        : new Entry(
            entry.guid(),
            title.orElse(entry.title()),
            link.or(entry::link),
            content.isPresent() ? html(content.get()) : entry.contentText(),
            summary.isPresent() ? html(summary.get()) : entry.summaryText(),
            author.map(name -> List.of(Person.named(name))).orElse(entry.authors()),
            entry.contributors(),
            entry.categories(),
            entry.enclosures(),
            entry.media(),
            entry.links(),
            entry.published(),
            entry.updated(),
            language.or(entry::language),
            entry.rights(),
            entry.comments(),
            entry.image(),
            entry.origin(),
            entry.extensions(),
            entry.feedText());
  }

  private static Optional<HtmlText> html(String text) {
    return text.isBlank() ? Optional.empty() : Optional.of(HtmlText.of(text));
  }
}

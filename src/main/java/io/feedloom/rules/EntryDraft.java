package io.feedloom.rules;

import io.feedloom.feed.Entry;
import io.feedloom.feed.Person;
import io.feedloom.feed.Revision;
import io.feedloom.feed.text.HtmlText;
import java.util.Optional;
import java.util.function.BinaryOperator;
import java.util.function.Function;

/** An entry while the actions of rules change it. There is one object for each entry. */
final class EntryDraft {
  private final Entry entry;
  private final String feedTitle;
  private final BinaryOperator<String> safe;
  private String title;
  private Optional<String> link;
  private String content;
  private String summary;
  private Optional<String> author = Optional.empty();
  private Optional<String> language = Optional.empty();

  /**
   * @param feedTitle the title of the feed that readers see
   * @param safe makes HTML safe; its arguments are the HTML and the base of addresses
   */
  EntryDraft(Entry entry, String feedTitle, BinaryOperator<String> safe) {
    this.entry = entry;
    this.safe = safe;
    this.feedTitle = feedTitle;
    title = entry.title();
    link = entry.link();
    content = entry.content().orElse("");
    summary = entry.summary().orElse("");
  }

  /** Returns a text of the entry with its classes and ids; empty if there is none. */
  String marked(Function<Entry, Optional<HtmlText>> text) {
    return text.apply(entry).map(HtmlText::marked).orElse("");
  }

  String feedTitle() {
    return feedTitle;
  }

  String title() {
    return title;
  }

  void setTitle(String next) {
    title = next;
  }

  Optional<String> link() {
    return link;
  }

  void setLink(String next) {
    link = Optional.of(next);
  }

  /** Returns the content as HTML; empty if there is none. */
  String content() {
    return content;
  }

  void setContent(String next) {
    content = next.equals(content) ? content : safe(next);
  }

  /** Returns the summary as HTML; empty if there is none. */
  String summary() {
    return summary;
  }

  void setSummary(String next) {
    summary = next.equals(summary) ? summary : safe(next);
  }

  private String safe(String html) {
    return safe.apply(html, entry.link().orElse(""));
  }

  void setAuthor(String next) {
    author = Optional.of(next);
  }

  void setLanguage(String next) {
    language = Optional.of(next);
  }

  /** Returns what differs from the entry. */
  Revision revision() {
    return new Revision(
        Optional.of(title).filter(now -> !now.equals(entry.title())),
        link.filter(_ -> !link.equals(entry.link())),
        changed(content, entry.content()),
        changed(summary, entry.summary()),
        author.filter(name -> !isAuthor(name)),
        language.filter(_ -> !language.equals(entry.language())));
  }

  private boolean isAuthor(String name) {
    return entry.authors().size() == 1 && entry.authors().getFirst().equals(Person.named(name));
  }

  private static Optional<String> changed(String now, Optional<String> before) {
    return now.equals(before.orElse("")) ? Optional.empty() : Optional.of(now);
  }
}

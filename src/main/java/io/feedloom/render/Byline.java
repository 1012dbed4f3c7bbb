package io.feedloom.render;

import io.feedloom.feed.Entry;
import io.feedloom.feed.FeedId;
import io.feedloom.feed.Person;
import java.util.List;
import java.util.Optional;

/**
 * Says who published the entries of a document. Most readers show neither {@code atom:source} nor
 * the {@code source} of an RSS item, so title and authors can name the source too.
 *
 * @param only the feed whose entries alone the document has; then no entry needs to name it
 * @param inTitles whether titles begin with the name of the source
 */
public record Byline(Optional<FeedId> only, boolean inTitles) {
  /** Names the sources of a merged feed in its authors. */
  public static final Byline AUTHORS = new Byline(Optional.empty(), false);

  /** Returns the title of an entry; empty if it has none and does not name its source. */
  String title(Entry entry, EntrySource source) {
    var title = entry.title();
    if (!inTitles || title.startsWith(source.title() + ": ")) {
      return title;
    }
    return title.isBlank() ? source.title() : source.title() + ": " + title;
  }

  /** Returns the authors of an entry, each with the name of the source in brackets. */
  List<Person> authors(Entry entry, EntrySource source) {
    return source.authorsOf(entry).stream().map(author -> with(source, author)).toList();
  }

  private Person with(EntrySource source, Person author) {
    var name = author.display();
    return only.isPresent() || inTitles || name.contains(source.title())
        ? author
        : new Person(
            Optional.of(name + " (" + source.title() + ")"), Optional.empty(), author.uri());
  }
}

package io.feedloom.render;

import io.feedloom.feed.Entry;
import io.feedloom.feed.FeedId;
import io.feedloom.feed.FeedInfo;
import io.feedloom.feed.FeedProfile;
import io.feedloom.feed.Person;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The data about an upstream feed that a document contains.
 *
 * @param id its {@code atom:id}, or else its address
 * @param title the title to show
 * @param url its address, without user and password
 * @param link the page that it belongs to
 * @param authors never empty; the feed itself if it names none
 * @param updated the newest change of its entries in this document; the publisher's own date is not
 *     used, because in some feeds it changes with every poll
 */
record EntrySource(
    FeedId feed,
    String id,
    String title,
    String url,
    Optional<String> link,
    List<Person> authors,
    Optional<String> rights,
    Optional<String> language,
    Instant updated) {

  /**
   * Returns the data about a feed.
   *
   * @param updated the newest change of its entries in the document
   */
  static EntrySource of(FeedProfile profile, Instant updated) {
    var info = profile.info();
    var url = address(profile);
    var authors =
        info.map(FeedInfo::authors).stream()
            .flatMap(List::stream)
            .filter(PersonText::hasName)
            .toList();
    return new EntrySource(
        profile.id(),
        info.flatMap(FeedInfo::id).filter(Web::isIri).filter(PublicId::survives).orElse(url),
        profile.display(),
        url,
        info.flatMap(FeedInfo::link).flatMap(Web::link),
        authors.isEmpty() ? List.of(Person.named(profile.display())) : authors,
        info.flatMap(FeedInfo::rights).filter(r -> !r.isBlank()),
        info.flatMap(FeedInfo::language),
        updated);
  }

  /** Returns the address that the admin wrote, without user and password. */
  static String address(FeedProfile profile) {
    return Web.address(profile.url().toString()).orElseGet(() -> profile.url().toASCIIString());
  }

  /** Returns the authors of an entry: its own, or else those of its feed. Never empty. */
  List<Person> authorsOf(Entry entry) {
    var own = entry.authors().stream().filter(PersonText::hasName).toList();
    return own.isEmpty() ? authors : own;
  }

  /** Returns the entry's own language, or else the language of its feed (BCP 47). */
  Optional<String> languageOf(Entry entry) {
    return entry.language().flatMap(Text::language).or(() -> language.flatMap(Text::language));
  }

  Optional<String> rightsOf(Entry entry) {
    return entry.rights().filter(r -> !r.isBlank()).or(() -> rights);
  }
}

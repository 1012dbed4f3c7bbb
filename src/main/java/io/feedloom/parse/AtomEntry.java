package io.feedloom.parse;

import com.rometools.rome.feed.atom.Content;
import com.rometools.rome.feed.atom.Entry;
import com.rometools.rome.feed.atom.Feed;
import com.rometools.rome.feed.atom.Link;
import com.rometools.rome.feed.module.DCModule;
import com.rometools.rome.feed.synd.SyndPerson;
import io.feedloom.feed.Category;
import io.feedloom.feed.Enclosure;
import io.feedloom.feed.Origin;
import io.feedloom.feed.Person;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Tells what Rome read of an entry of Atom 1.0. */
final class AtomEntry {
  private AtomEntry() {}

  static Standard read(Entry entry) {
    var others = Rome.list(entry.getOtherLinks());
    return new Standard(
        text(entry.getTitleEx()),
        Rome.list(entry.getContents()).stream().flatMap(c -> text(c).stream()).findFirst(),
        Optional.empty(),
        text(entry.getSummary()),
        page(entry.getAlternateLinks()),
        Optional.ofNullable(entry.getId()),
        others.stream().filter(link -> !isEnclosure(link)).map(AtomEntry::link).toList(),
        authors(entry),
        people(entry.getContributors()),
        Rome.list(entry.getCategories()).stream().map(AtomEntry::category).toList(),
        others.stream().filter(AtomEntry::isEnclosure).map(AtomEntry::enclosure).toList(),
        Optional.ofNullable(entry.getRights()),
        Optional.empty(),
        Optional.ofNullable(entry.getSource()).map(AtomEntry::origin),
        Rome.dublinCore(entry.getModule(DCModule.URI)));
  }

  /** RFC 4287 section 4.2.1: an entry without an author has those of its source. */
  private static List<Person> authors(Entry entry) {
    var own = people(entry.getAuthors());
    var source = entry.getSource();
    return own.isEmpty() && source != null ? people(source.getAuthors()) : own;
  }

  private static Optional<Construct> text(@Nullable Content content) {
    return content == null || content.getValue() == null
        ? Optional.empty()
        : Optional.of(new Construct(content.getValue(), Content.HTML.equals(content.getType())));
  }

  private static Optional<String> page(@Nullable List<Link> alternates) {
    return Rome.list(alternates).stream().map(Link::getHref).filter(Addresses::isWeb).findFirst();
  }

  private static boolean isEnclosure(Link link) {
    return "enclosure".equals(link.getRel());
  }

  private static io.feedloom.feed.Link link(Link link) {
    return new io.feedloom.feed.Link(
        link.getHref(),
        link.getRel(),
        Optional.ofNullable(link.getType()),
        Optional.ofNullable(link.getTitle()));
  }

  private static Enclosure enclosure(Link link) {
    return new Enclosure(
        link.getHref(),
        Optional.ofNullable(link.getType()),
        link.getLength() > 0 ? OptionalLong.of(link.getLength()) : OptionalLong.empty(),
        Optional.ofNullable(link.getTitle()));
  }

  private static List<Person> people(@Nullable List<SyndPerson> people) {
    return Rome.list(people).stream()
        .map(
            person ->
                new Person(
                    Optional.ofNullable(person.getName()),
                    Optional.ofNullable(person.getEmail()),
                    Optional.ofNullable(person.getUri())))
        .toList();
  }

  private static Category category(com.rometools.rome.feed.atom.Category category) {
    return new Category(
        category.getTerm(),
        Optional.ofNullable(category.getScheme()),
        Optional.ofNullable(category.getLabel()).map(PlainText::ofHtml));
  }

  private static Origin origin(Feed source) {
    var self =
        Rome.list(source.getOtherLinks()).stream()
            .filter(link -> "self".equals(link.getRel()))
            .map(Link::getHref)
            .findFirst();
    var id = Optional.ofNullable(source.getId());
    return new Origin(
        id,
        text(source.getTitleEx()).map(Construct::plain).filter(title -> !title.isEmpty()),
        self,
        Stream.of(page(source.getAlternateLinks()), self, id)
            .flatMap(Optional::stream)
            .filter(Addresses::isWeb)
            .findFirst());
  }
}

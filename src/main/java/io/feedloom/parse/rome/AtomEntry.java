package io.feedloom.parse.rome;

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
import io.feedloom.feed.text.PlainText;
import io.feedloom.parse.field.Bases;
import io.feedloom.parse.field.Construct;
import io.feedloom.parse.text.Addresses;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Converts what Rome read of an entry of Atom 1.0. */
final class AtomEntry {
  private AtomEntry() {}

  static Standard read(Entry entry) {
    var links = new ArrayList<io.feedloom.feed.Link>();
    var enclosures = new ArrayList<Enclosure>();
    for (var link : Rome.list(entry.getOtherLinks())) {
      if ("enclosure".equals(link.getRel())) {
        enclosures.add(enclosure(link));
      } else {
        links.add(link(link));
      }
    }
    return new Standard(
        text(entry.getTitleEx()),
        content(Rome.list(entry.getContents())),
        Optional.empty(),
        text(entry.getSummary()),
        page(entry.getAlternateLinks()),
        Optional.ofNullable(entry.getId()),
        links,
        authors(entry),
        people(entry.getContributors()),
        Rome.each(entry.getCategories(), AtomEntry::category),
        enclosures,
        Optional.ofNullable(entry.getRights()),
        Optional.empty(),
        Optional.ofNullable(entry.getSource()).map(AtomEntry::origin),
        Rome.dublinCore(entry.getModule(DCModule.URI)));
  }

  /** Returns the authors of an entry, or those of its source if it has none (RFC 4287 4.2.1). */
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

  private static Optional<Construct> content(List<Content> contents) {
    return contents.isEmpty() ? Optional.empty() : text(contents.getFirst());
  }

  private static Optional<String> page(@Nullable List<Link> alternates) {
    Optional<String> other = Optional.empty();
    for (var link : Rome.list(alternates)) {
      var address = link.getHref();
      if (Addresses.isWeb(address)) {
        return Optional.of(address);
      }
      other = other.or(() -> Optional.of(address).filter(Bases::isLink));
    }
    return other;
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
    return Rome.each(
        people,
        person ->
            new Person(
                Optional.ofNullable(person.getName()),
                Optional.ofNullable(person.getEmail()),
                Optional.ofNullable(person.getUri())));
  }

  private static Category category(com.rometools.rome.feed.atom.Category category) {
    return new Category(
        category.getTerm(),
        Optional.ofNullable(category.getScheme()),
        Optional.ofNullable(category.getLabel()).map(PlainText::ofField));
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

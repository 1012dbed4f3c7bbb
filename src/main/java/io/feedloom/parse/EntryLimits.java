package io.feedloom.parse;

import io.feedloom.feed.Category;
import io.feedloom.feed.Digest;
import io.feedloom.feed.Element;
import io.feedloom.feed.Enclosure;
import io.feedloom.feed.Entry;
import io.feedloom.feed.Limits;
import io.feedloom.feed.Link;
import io.feedloom.feed.Media;
import io.feedloom.feed.Origin;
import io.feedloom.feed.Person;
import io.feedloom.feed.text.HtmlText;
import io.feedloom.parse.text.Markup;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * Applies {@link Limits} to one entry, and remembers which of its fields were cut. There is one
 * object for each entry. Not thread-safe.
 */
final class EntryLimits {
  private static final int GUID_BEGINNING = 200;

  private final Set<String> cut = new LinkedHashSet<>();
  private int left = Limits.DETAILS;

  /** Returns the id. For an id that is too long, returns its beginning and a hash of the whole. */
  static String guid(String guid) {
    return guid.length() <= Limits.GUID
        ? guid
        : guid.substring(0, Limits.end(guid, GUID_BEGINNING))
            + "#sha256:"
            + Digest.hex(guid.getBytes(StandardCharsets.UTF_8));
  }

  /** Returns the names of the fields that were cut, as text; empty if none was cut. */
  Optional<String> cut() {
    return cut.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", cut));
  }

  /** Returns the entry within all limits. */
  Entry apply(Entry entry) {
    return Entry.builder(guid(entry.guid()))
        .title(text("title", entry.title(), Limits.TITLE))
        .link(address("link", entry.link()).orElse(null))
        .contentText(
            entry.contentText().map(t -> html("content", t, 2 * Limits.CONTENT)).orElse(null))
        .summaryText(entry.summaryText().map(t -> html("summary", t, Limits.SUMMARY)).orElse(null))
        .authors(list("authors", entry.authors(), Limits.PEOPLE, this::person))
        .contributors(list("contributors", entry.contributors(), Limits.PEOPLE, this::person))
        .categories(list("categories", entry.categories(), Limits.CATEGORIES, this::category))
        .enclosures(
            list(
                "enclosures",
                reachable("enclosures", entry.enclosures(), Enclosure::url),
                Limits.ENCLOSURES,
                this::enclosure))
        .media(
            list("media", reachable("media", entry.media(), Media::url), Limits.MEDIA, this::media))
        .links(
            list("links", reachable("links", entry.links(), Link::href), Limits.LINKS, this::link))
        .published(entry.published().orElse(null))
        .updated(entry.updated().orElse(null))
        .language(name("language", entry.language()).orElse(null))
        .rights(entry.rights().map(t -> text("rights", t, Limits.TEXT)).orElse(null))
        .comments(address("comments", entry.comments()).orElse(null))
        .image(address("image", entry.image()).orElse(null))
        .origin(entry.origin().map(this::origin).orElse(null))
        .extensions(list("extensions", entry.extensions(), Limits.EXTENSIONS, this::element))
        .build();
  }

  /** Records that a field was cut before the entry was made. */
  void note(String field) {
    cut.add(field);
  }

  /**
   * Returns HTML within its limit. HTML that is too long becomes plain text, because a cut would
   * leave tags open.
   */
  private HtmlText html(String field, HtmlText text, int most) {
    if (text.html().length() <= most) {
      return text;
    }
    cut.add(field);
    return HtmlText.of(Markup.escape(Limits.cut(text.plain(), most / 2)));
  }

  /** Returns the text within its limit. */
  String text(String field, String text, int most) {
    if (text.length() > most) {
      cut.add(field);
    }
    return Limits.cut(text, most);
  }

  private Optional<String> name(String field, Optional<String> text) {
    return text.map(t -> text(field, t, Limits.NAME));
  }

  /** Returns the address, unless it is too long. */
  Optional<String> address(String field, Optional<String> address) {
    boolean fits = address.map(a -> a.length() <= Limits.ADDRESS).orElse(true);
    if (!fits) {
      cut.add(field);
    }
    return address.filter(_ -> fits);
  }

  /**
   * Returns the first elements, each within its limits, until there are too many of them or all
   * lists together are too long.
   */
  <T> List<T> list(String field, List<T> all, int most, UnaryOperator<T> within) {
    var kept = new ArrayList<T>(Math.min(all.size(), most));
    for (var each : all) {
      if (kept.size() == most || left <= 0) {
        cut.add(field);
        break;
      }
      kept.add(within.apply(each));
    }
    return kept;
  }

  /** Returns the elements whose addresses are not too long. */
  private <T> List<T> reachable(String field, List<T> all, Function<T, String> address) {
    var kept = all.stream().filter(e -> address.apply(e).length() <= Limits.ADDRESS).toList();
    if (kept.size() < all.size()) {
      cut.add(field);
    }
    return kept;
  }

  /** Counts the characters of one element of a list. */
  private <T> T counted(T element, String... texts) {
    for (var text : texts) {
      left -= text.length();
    }
    return element;
  }

  private <T> T counted(T element, Optional<String> text, Optional<String> other) {
    return counted(element, text.orElse(""), other.orElse(""));
  }

  Person person(Person person) {
    var within =
        new Person(
            name("authors", person.name()),
            name("authors", person.email()),
            address("authors", person.uri()));
    return counted(counted(within, within.name(), within.email()), within.uri().orElse(""));
  }

  Category category(Category category) {
    var within =
        new Category(
            text("categories", category.term(), Limits.CATEGORY),
            category.scheme().map(s -> text("categories", s, Limits.CATEGORY)),
            category.label().map(l -> text("categories", l, Limits.CATEGORY)));
    return counted(counted(within, within.scheme(), within.label()), within.term());
  }

  private Enclosure enclosure(Enclosure enclosure) {
    var within =
        new Enclosure(
            enclosure.url(),
            name("enclosures", enclosure.type()),
            enclosure.length(),
            name("enclosures", enclosure.title()));
    return counted(counted(within, within.type(), within.title()), within.url());
  }

  private Media media(Media media) {
    var within =
        new Media(
            media.url(),
            media.thumbnail(),
            name("media", media.type()),
            name("media", media.medium()),
            media.width(),
            media.height(),
            media.length(),
            media.seconds(),
            name("media", media.title()),
            media.description().map(d -> text("media", d, Limits.DESCRIPTION)),
            name("media", media.credit()),
            media.group());
    return counted(
        counted(
            counted(within, within.title(), within.description()), within.type(), Optional.empty()),
        within.url());
  }

  private Link link(Link link) {
    var within =
        new Link(
            link.href(),
            text("links", link.rel(), Limits.NAME),
            name("links", link.type()),
            name("links", link.title()));
    return counted(counted(within, within.type(), within.title()), within.href(), within.rel());
  }

  private Origin origin(Origin origin) {
    return new Origin(
        origin.id().map(EntryLimits::guid),
        name("source", origin.title()),
        address("source", origin.url()),
        address("source", origin.link()));
  }

  Element element(Element element) {
    var attributes = new LinkedHashMap<String, String>();
    element
        .attributes()
        .forEach((name, value) -> attributes.put(name, text("extensions", value, Limits.ADDRESS)));
    attributes.forEach((name, value) -> counted(value, name, value));
    var text = text("extensions", element.text(), Limits.EXTENSION);
    return new Element(
        element.namespace(),
        counted(element.name(), element.name(), text),
        attributes,
        text,
        list("extensions", element.children(), Limits.EXTENSIONS, this::element));
  }
}

package io.feedloom.render;

import io.feedloom.feed.Category;
import io.feedloom.feed.Entry;
import io.feedloom.feed.FeedInfo;
import io.feedloom.feed.Link;
import io.feedloom.feed.OutputFormat;
import io.feedloom.feed.Person;
import io.feedloom.feed.StoredEntry;
import io.feedloom.feed.Tag;
import io.feedloom.feed.Withdrawn;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Writes Atom 1.0 (RFC 4287) with paging (RFC 5005 section 3), tombstones (RFC 6721) and Media RSS.
 */
final class AtomWriter {
  private static final Namespace ATOM = Namespace.ATOM;

  /** The link relations that are written. Relations for editing an entry are left out. */
  private static final Set<String> RELATIONS =
      Set.of("related", "via", "replies", "license", "payment");

  /**
   * The date of a feed without entries. RFC 4287 requires a date. It must not be the current date,
   * and feed validators find dates before 1990 implausible.
   */
  private static final Instant NEVER = Instant.parse("2000-01-01T00:00:00Z");

  private final MergedFeed feed;
  private final EntrySources sources;
  private final ExtensionWriter extensions;
  private final Xml xml;

  private AtomWriter(MergedFeed feed) {
    this.feed = feed;
    sources = new EntrySources(feed);
    var declared = new ArrayList<>(List.of(Namespace.MEDIA));
    declared.addAll(Paging.declared(feed));
    if (!feed.withdrawn().isEmpty()) {
      declared.add(Namespace.TOMBSTONES);
    }
    extensions = new ExtensionWriter(feed, declared);
    xml = new Xml(SizeEstimate.of(feed));
  }

  static byte[] write(MergedFeed feed) {
    return new AtomWriter(feed).document();
  }

  private byte[] document() {
    xml.root(ATOM, "feed", extensions.declared());
    xml.element(ATOM, "id", feed.id().toString());
    text("title", Optional.of(feed.title()));
    text("subtitle", feed.subtitle());
    xml.element(ATOM, "updated", Dates.rfc3339(feed.lastChanged().orElse(NEVER)));
    authors();
    Paging.write(xml, ATOM, feed, OutputFormat.ATOM);
    link("alternate", Optional.of(feed.alternate()), Optional.of("text/html"));
    xml.element(ATOM, "generator", "Feedloom");
    feed.described().ifPresent(this::describe);
    feed.withdrawn().forEach(this::tombstone);
    feed.entries().forEach(this::entry);
    xml.end();
    return xml.finish();
  }

  /** Writes the authors of the only feed, or else the merged feed as author. */
  private void authors() {
    var named =
        feed.described().map(FeedInfo::authors).stream()
            .flatMap(List::stream)
            .filter(PersonText::hasName)
            .toList();
    PersonText.writeAtom(
        xml, "author", named.isEmpty() ? List.of(Person.named(feed.title())) : named);
  }

  /** Writes what the publisher says about the only feed. */
  private void describe(FeedInfo info) {
    xml.element(ATOM, "icon", info.icon().flatMap(Web::address));
    xml.element(ATOM, "logo", info.image().flatMap(Web::address));
    text("rights", info.rights().filter(rights -> !rights.isBlank()));
    categories(info.categories(), List.of());
    extensions.write(xml, info.extensions());
  }

  private void tombstone(Withdrawn gone) {
    xml.start(Namespace.TOMBSTONES, "deleted-entry");
    xml.attribute("ref", PublicId.inAtom(gone.name()));
    xml.attribute("when", Dates.rfc3339(gone.when()));
    xml.end();
  }

  private void link(String rel, Optional<URI> href, Optional<String> type) {
    href.ifPresent(h -> link(rel, h.toString(), type, Optional.empty()));
  }

  private void link(String rel, String href, Optional<String> type, Optional<String> title) {
    startLink(rel, href, type, title);
    xml.end();
  }

  private void startLink(String rel, String href, Optional<String> type, Optional<String> title) {
    xml.start(ATOM, "link");
    xml.attribute("rel", rel);
    xml.attribute("type", type.filter(Text::isMediaType));
    xml.attribute("title", title.filter(t -> !t.isBlank()));
    xml.attribute("href", href);
  }

  private void entry(StoredEntry stored) {
    var entry = stored.entry();
    var source = sources.of(stored);
    var link = entry.link().flatMap(Web::link);
    xml.start(ATOM, "entry");
    source.languageOf(entry).ifPresent(lang -> xml.attribute(Namespace.XML, "lang", lang));
    xml.element(ATOM, "id", PublicId.inAtom(stored.name()));
    text("title", Optional.of(feed.byline().title(entry, source)));
    link.ifPresent(href -> link("alternate", href, Optional.empty(), Optional.empty()));
    links(stored);
    enclosures(entry);
    dates(stored);
    PersonText.writeAtom(xml, "author", source.authorsOf(entry));
    PersonText.writeAtom(xml, "contributor", entry.contributors());
    categories(entry.categories(), feed.tags(stored));
    text("rights", entry.rights().filter(r -> !r.isBlank()));
    content(entry, link.isPresent());
    source(source, entry);
    MediaRss.write(xml, entry, List.of());
    extensions.write(xml, entry.extensions());
    xml.end();
  }

  /**
   * Writes the links. An entry must not have two links with the same relation, address and type.
   */
  private void links(StoredEntry stored) {
    var entry = stored.entry();
    var written = new HashSet<String>();
    for (Link link : entry.links()) {
      if (RELATIONS.contains(link.rel()) || Web.isIri(link.rel())) {
        Web.link(link.href())
            .filter(href -> written.add(link.rel() + " " + href))
            .ifPresent(href -> link(link.rel(), href, link.type(), link.title()));
      }
    }
    entry
        .comments()
        .flatMap(Web::link)
        .filter(href -> written.add("replies " + href))
        .ifPresent(href -> link("replies", href, Optional.of("text/html"), Optional.empty()));
    entry
        .origin()
        .ifPresent(
            origin ->
                origin
                    .link()
                    .or(origin::url)
                    .flatMap(Web::link)
                    .filter(href -> written.add("via " + href))
                    .ifPresent(href -> link("via", href, Optional.empty(), origin.title())));
    feed.elsewhere(stored).stream()
        .filter(other -> written.add("via " + other.url()))
        .forEach(other -> link("via", other.url(), Optional.empty(), Optional.of(other.title())));
  }

  private void enclosures(Entry entry) {
    var written = new HashSet<String>();
    for (var enclosure : entry.enclosures()) {
      Web.link(enclosure.url())
          .filter(written::add)
          .ifPresent(
              href -> {
                var type = FileTypes.of(enclosure.type(), enclosure.url());
                startLink("enclosure", href, type, enclosure.title());
                enclosure.length().ifPresent(n -> xml.attribute("length", String.valueOf(n)));
                xml.end();
              });
    }
  }

  /**
   * Returns the date that RFC 4287 section 4.2.15 requires: the publisher's latest date, or else
   * the time when the entry was first seen.
   */
  private void dates(StoredEntry stored) {
    var published = Dates.published(stored);
    published.ifPresent(date -> xml.element(ATOM, "published", Dates.rfc3339(date)));
    var updated = Dates.updated(stored).or(() -> published).orElse(stored.lastChanged());
    xml.element(ATOM, "updated", Dates.rfc3339(updated));
  }

  private void categories(List<Category> categories, List<Tag> tags) {
    categories.stream()
        .filter(category -> !category.term().isBlank())
        .distinct()
        .forEach(
            category ->
                category(category.term(), category.scheme().filter(Web::isIri), category.label()));
    tags.forEach(
        tag -> category(tag.key(), Optional.of(feed.tagScheme()), Optional.of(tag.label())));
  }

  private void category(String term, Optional<String> scheme, Optional<String> label) {
    xml.start(ATOM, "category");
    xml.attribute("term", term);
    xml.attribute("scheme", scheme);
    xml.attribute("label", label.filter(l -> !l.isBlank()));
    xml.end();
  }

  /**
   * Writes a text construct (RFC 4287 section 3.1). Text that looks like markup is written as
   * escaped HTML, because some readers treat every text as HTML.
   */
  private void text(String name, Optional<String> plain) {
    plain.ifPresent(
        text -> {
          xml.start(ATOM, name);
          if (Text.looksLikeMarkup(text)) {
            xml.attribute("type", "html");
            xml.text(Text.escaped(text));
          } else {
            xml.text(text);
          }
          xml.end();
        });
  }

  /** Writes the content. Without a link to a page it is required (RFC 4287 section 4.1.2). */
  private void content(Entry entry, boolean hasLink) {
    var content = entry.content().filter(html -> !html.isBlank());
    var summary = entry.summary().filter(html -> !html.isBlank());
    if (content.isPresent() || hasLink) {
      html("summary", summary);
      html("content", content);
    } else {
      html("content", Optional.of(summary.orElseGet(() -> Text.escaped(entry.title()))));
    }
  }

  private void html(String name, Optional<String> html) {
    html.ifPresent(
        h -> {
          xml.start(ATOM, name);
          xml.attribute("type", "html");
          xml.markup(h);
          xml.end();
        });
  }

  private void source(EntrySource source, Entry entry) {
    xml.start(ATOM, "source");
    xml.element(ATOM, "id", source.id());
    text("title", Optional.of(source.title()));
    xml.element(ATOM, "updated", Dates.rfc3339(source.updated()));
    if (entry.authors().stream().noneMatch(PersonText::hasName)) {
      PersonText.writeAtom(xml, "author", source.authors());
    }
    link("self", source.url(), Optional.empty(), Optional.empty());
    source
        .link()
        .ifPresent(href -> link("alternate", href, Optional.of("text/html"), Optional.empty()));
    text("rights", source.rights());
    xml.end();
  }
}

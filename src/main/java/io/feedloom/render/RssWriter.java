package io.feedloom.render;

import io.feedloom.feed.Category;
import io.feedloom.feed.Enclosure;
import io.feedloom.feed.Entry;
import io.feedloom.feed.FeedInfo;
import io.feedloom.feed.OutputFormat;
import io.feedloom.feed.StoredEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Writes RSS 2.0 as the RSS Advisory Board's Best Practices Profile advises. */
final class RssWriter {
  private static final Namespace RSS = Namespace.NONE;
  private static final Namespace ATOM = Namespace.ATOM_IN_RSS;
  private static final String UNKNOWN_TYPE = "application/octet-stream";

  private final MergedFeed feed;
  private final EntrySources sources;
  private final ExtensionWriter extensions;
  private final Xml xml;

  private RssWriter(MergedFeed feed) {
    this.feed = feed;
    sources = new EntrySources(feed);
    var declared =
        new ArrayList<>(
            List.of(Namespace.ATOM_IN_RSS, Namespace.CONTENT, Namespace.DC, Namespace.MEDIA));
    declared.addAll(Paging.declared(feed));
    extensions = new ExtensionWriter(feed, declared);
    xml = new Xml(SizeEstimate.of(feed));
  }

  static byte[] write(MergedFeed feed) {
    return new RssWriter(feed).document();
  }

  private byte[] document() {
    xml.root(RSS, "rss", extensions.declared());
    xml.attribute("version", "2.0");
    xml.start(RSS, "channel");
    xml.plain(RSS, "title", feed.title());
    xml.element(RSS, "link", feed.alternate().toString());
    xml.plain(RSS, "description", feed.subtitle().orElse(feed.title()));
    feed.described().ifPresent(this::describe);
    xml.element(RSS, "lastBuildDate", feed.lastChanged().map(Dates::rfc822));
    xml.element(RSS, "generator", "Feedloom");
    xml.element(RSS, "ttl", String.valueOf(Math.max(1, feed.pace().toMinutes())));
    Paging.write(xml, ATOM, feed, OutputFormat.RSS);
    feed.entries().forEach(this::item);
    xml.end();
    xml.end();
    return xml.finish();
  }

  /** Writes what the publisher says about the only feed. */
  private void describe(FeedInfo info) {
    xml.element(RSS, "language", info.language().flatMap(Text::language));
    xml.plain(RSS, "copyright", info.rights().filter(rights -> !rights.isBlank()));
    info.categories().forEach(this::category);
    info.image()
        .flatMap(Web::address)
        .ifPresent(
            url -> {
              xml.start(RSS, "image");
              xml.element(RSS, "url", url);
              xml.plain(RSS, "title", feed.title());
              xml.element(RSS, "link", feed.alternate().toString());
              xml.end();
            });
    extensions.write(xml, info.extensions());
  }

  private void item(StoredEntry stored) {
    var entry = stored.entry();
    var source = sources.of(stored);
    var link = entry.link().flatMap(Web::link);
    xml.start(RSS, "item");
    xml.plain(
        RSS, "title", Optional.of(feed.byline().title(entry, source)).filter(t -> !t.isBlank()));
    xml.element(RSS, "link", link);
    texts(entry);
    PersonText.writeRss(
        xml, source.authorsOf(entry), feed.byline().authors(entry, source), entry.contributors());
    entry.categories().stream().distinct().forEach(this::category);
    feed.tags(stored).forEach(tag -> category(tag.label(), Optional.of(feed.tagScheme())));
    xml.element(RSS, "comments", entry.comments().flatMap(Web::link));
    var enclosures = entry.enclosures().stream().filter(RssWriter::isAddress).toList();
    var first = first(enclosures);
    first.ifPresent(this::enclosure);
    guid(PublicId.inText(stored.name()), link);
    xml.element(RSS, "pubDate", Dates.always(stored).map(Dates::rfc822));
    source(source);
    feed.elsewhere(stored).forEach(this::via);
    xml.element(ATOM, "updated", Dates.updated(stored).map(Dates::rfc3339));
    xml.element(Namespace.DC, "language", source.languageOf(entry));
    xml.plain(Namespace.DC, "rights", source.rightsOf(entry));
    var others = enclosures.stream().filter(e -> !first.filter(e::equals).isPresent()).toList();
    MediaRss.write(xml, entry, others);
    extensions.write(xml, entry.extensions());
    xml.end();
  }

  /** Writes a further source as an Atom link, because an RSS item has only one {@code source}. */
  private void via(MergedFeed.OtherSource other) {
    xml.start(ATOM, "link");
    xml.attribute("rel", "via");
    xml.attribute("title", Optional.of(other.title()).filter(t -> !t.isBlank()));
    xml.attribute("href", other.url());
    xml.end();
  }

  /**
   * Writes description and content. The description comes first, because some readers use the first
   * of the two.
   */
  private void texts(Entry entry) {
    markup(RSS, "description", entry.summary().or(entry::content).orElse(""));
    if (entry.summary().isPresent()) {
      entry.content().ifPresent(html -> markup(Namespace.CONTENT, "encoded", html));
    }
  }

  private void markup(Namespace namespace, String name, String html) {
    xml.start(namespace, name);
    xml.markup(html);
    xml.end();
  }

  private void category(Category category) {
    if (!category.term().isBlank()) {
      category(category.term(), category.scheme());
    }
  }

  private void category(String text, Optional<String> domain) {
    xml.start(RSS, "category");
    xml.attribute("domain", domain.filter(d -> !d.isBlank()));
    xml.plain(text);
    xml.end();
  }

  private static boolean isAddress(Enclosure enclosure) {
    return Web.link(enclosure.url()).isPresent();
  }

  /**
   * Returns the enclosure. RSS allows one for each item, with an http URL, so this is the first
   * with a web address.
   */
  private static Optional<Enclosure> first(List<Enclosure> enclosures) {
    return enclosures.stream()
        .filter(enclosure -> Web.address(enclosure.url()).isPresent())
        .findFirst()
        .or(() -> enclosures.stream().findFirst());
  }

  /** Writes an enclosure. All three attributes are required; an unknown length is 0. */
  private void enclosure(Enclosure enclosure) {
    xml.start(RSS, "enclosure");
    xml.attribute("url", Web.link(enclosure.url()));
    xml.attribute("length", String.valueOf(enclosure.length().orElse(0)));
    xml.attribute("type", FileTypes.of(enclosure.type(), enclosure.url()).orElse(UNKNOWN_TYPE));
    xml.end();
  }

  /**
   * Writes the guid. It is a permalink only if it equals the link, because readers prefer a
   * permalink to the link.
   */
  private void guid(String id, Optional<String> link) {
    xml.start(RSS, "guid");
    xml.attribute("isPermaLink", String.valueOf(link.filter(id::equals).isPresent()));
    xml.text(id);
    xml.end();
  }

  private void source(EntrySource source) {
    xml.start(RSS, "source");
    xml.attribute("url", source.url());
    xml.plain(source.title());
    xml.end();
  }
}

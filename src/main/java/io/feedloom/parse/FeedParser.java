package io.feedloom.parse;

import io.feedloom.feed.Parsed;
import io.feedloom.feed.Parsed.Extent;
import io.feedloom.feed.Problem;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Reads what a publisher answered: RSS 0.9 to 2.0, RSS 1.0 and 1.1, Atom 0.3 and 1.0, CDF, JSON
 * Feed, or a page that names feeds. One serves the whole process; safe for use by many threads.
 *
 * <p>No bytes whatever make it throw, reach for the network, or use more time and memory than their
 * number allows for. What is ill-formed is read as far as it makes sense, and the faults are told.
 */
public final class FeedParser {
  /** The elements that pages begin with, whatever DOCTYPE they have. */
  private static final Set<String> HTML =
      Set.of("html", "head", "body", "title", "meta", "script", "div", "p");

  /** A feed that stands in a page. */
  private static final Pattern FEED = Pattern.compile("<(?:rss|feed|rdf:RDF)[\\s>]");

  private static final int HEAD = 4096;

  private final Sanitizer sanitizer;

  public FeedParser() {
    this(Html::sanitize);
  }

  FeedParser(Sanitizer sanitizer) {
    this.sanitizer = sanitizer;
  }

  /** What was answered, as a feed, a page, or neither. */
  public Parsed parse(Source source) {
    try {
      return read(source);
    } catch (RuntimeException | StackOverflowError e) {
      return new Parsed.Unreadable(
          new Problem("", "cannot be read: " + e.getClass().getSimpleName()));
    }
  }

  private Parsed read(Source source) {
    var document = Encoded.of(source.body(), source.contentType());
    var bases = new Bases(source.url().toString(), Optional.empty(), Optional.empty());
    var head = document.head(HEAD);
    if (head.isBlank()) {
      return new Parsed.Unreadable(new Problem("", "an empty document"));
    }
    if (head.strip().startsWith("{")) {
      return JsonFeedReader.read(document.text(), bases, source.contentLanguage());
    }
    if (HTML.contains(Prolog.firstElement(head)) && !FEED.matcher(document.text()).find()) {
      return PageReader.read(document.text(), source.url().toString());
    }
    var tree =
        switch (StrictXml.read(document)) {
          case StrictXml.Outcome.Read read -> Optional.of(read.tree());
          case StrictXml.Outcome.Broken broken -> LenientXml.read(document.text(), broken.where());
        };
    return tree.flatMap(xml -> feed(xml, bases, source))
        .orElseGet(() -> neither(document, source, head));
  }

  private Optional<Parsed> feed(XmlTree xml, Bases bases, Source source) {
    return Outline.of(xml.root(), bases).map(outline -> feed(outline, xml, bases, source));
  }

  private Parsed feed(Outline outline, XmlTree xml, Bases bases, Source source) {
    var items = new Items();
    for (var item : outline.items()) {
      var element = item.element();
      long fingerprint = Fingerprint.of(element);
      var guid = Identity.of(element, fingerprint, item.bases());
      items.add(guid, fingerprint, () -> EntryReader.read(guid, element, item.bases(), sanitizer));
    }
    var within = bases.within(outline.root()).within(outline.channel());
    var info = FeedInfoReader.read(outline, within, source.contentLanguage());
    var tombstones = Tombstones.read(outline);
    var problems =
        Stream.of(xml.problems(), items.problems(), tombstones.problems())
            .flatMap(List::stream)
            .toList();
    boolean complete = !Fields.of(outline.channel()).all("fh:complete").isEmpty();
    boolean cut = xml.cut() || outline.items().size() >= Outline.MAX_ITEMS;
    var extent = Extent.of(cut, xml.problems());
    return new Parsed.Feed(info, items.items(), problems, tombstones.all(), extent, complete);
  }

  private static Parsed neither(Encoded document, Source source, String head) {
    boolean page = source.contentType().orElse("").toLowerCase(Locale.ROOT).contains("html");
    if (page || head.toLowerCase(Locale.ROOT).contains("<html")) {
      return PageReader.read(document.text(), source.url().toString());
    }
    return new Parsed.Unreadable(new Problem("", "neither a feed nor a page"));
  }
}

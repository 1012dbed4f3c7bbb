package io.feedloom.parse;

import io.feedloom.feed.Cleaning;
import io.feedloom.feed.Entry;
import io.feedloom.feed.Limits;
import io.feedloom.feed.PageRules;
import io.feedloom.feed.Parsed;
import io.feedloom.feed.Parsed.Extent;
import io.feedloom.feed.Problem;
import io.feedloom.feed.text.HtmlCharset;
import io.feedloom.parse.field.Bases;
import io.feedloom.parse.field.EntryDates;
import io.feedloom.parse.field.Outline;
import io.feedloom.parse.html.BoundedSanitizer;
import io.feedloom.parse.html.Html;
import io.feedloom.parse.html.Sanitizer;
import io.feedloom.parse.page.PageEntries;
import io.feedloom.parse.page.PageProposal;
import io.feedloom.parse.text.TextPosition;
import io.feedloom.parse.xml.DocumentStart;
import io.feedloom.parse.xml.Encoded;
import io.feedloom.parse.xml.EscapedFeed;
import io.feedloom.parse.xml.LenientXml;
import io.feedloom.parse.xml.Prolog;
import io.feedloom.parse.xml.StrictXml;
import io.feedloom.parse.xml.XmlElement;
import io.feedloom.parse.xml.XmlTree;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/**
 * Reads the document of an answer: RSS 0.9 to 2.0, RSS 1.0 and 1.1, Atom 0.3 and 1.0, CDF, JSON
 * Feed, RSS in JSON, or a web page that links to feeds. One object serves the whole process.
 * Thread-safe.
 *
 * <p>It never throws and never uses the network, whatever the bytes are. The time and memory that
 * it uses depend only on their number. A document that is not well-formed is read as far as
 * possible, and its faults are reported.
 */
public final class FeedParser {
  /** The root elements of web pages. */
  private static final Set<String> HTML =
      Set.of("html", "head", "body", "title", "meta", "script", "div", "p");

  /**
   * Matches tags that only whole pages have. Other HTML may be a notice of the server's software
   * before a feed.
   */
  private static final Pattern PAGE =
      Pattern.compile("(?i)<(?:!doctype\\s+html|html|head|body)\\b");

  private static final int HEAD = 4096;

  /** Bytes of a compressed file that are read. */
  private static final int MAX_UNPACKED = 20 << 20;

  private final Function<Cleaning, Sanitizer> sanitizers;

  public FeedParser() {
    this(Html::sanitizer);
  }

  /**
   * @param sanitizers returns a sanitizer that also cleans this
   */
  FeedParser(Function<Cleaning, Sanitizer> sanitizers) {
    this.sanitizers = sanitizers;
  }

  /** Reads an answer as a feed, a page, or neither. */
  public Parsed parse(FetchedDocument source) {
    return parse(source, PageRules.NONE, Optional.empty());
  }

  /**
   * Reads an answer by the rules of the admin, else as a feed, a page, or neither.
   *
   * @param at the time of the answer, for dates of pages that are relative or lack a year
   */
  public Parsed parse(FetchedDocument answered, PageRules rules, Optional<Instant> at) {
    try {
      var source = unpacked(answered);
      var parsed =
          rules.isEmpty() ? orNamedByHeaders(read(source), source) : ruled(source, rules, at);
      return HubLinks.ofHeader(source).over(parsed);
    } catch (RuntimeException | StackOverflowError e) {
      return new Parsed.Unreadable(
          new Problem("", "cannot be read: " + e.getClass().getSimpleName()));
    }
  }

  /** Proposes rules for a page; returns empty if nothing in it repeats as entries do. */
  public Optional<PageRules> propose(FetchedDocument answered) {
    try {
      var source = unpacked(answered);
      return isBinary(source.body())
          ? Optional.empty()
          : PageProposal.of(pageText(source), source.url());
    } catch (RuntimeException | StackOverflowError _) {
      return Optional.empty();
    }
  }

  /** Returns how many values each selector of the admin finds, in words. */
  public List<String> selected(FetchedDocument answered, PageRules rules, Optional<Instant> at) {
    try {
      var source = unpacked(answered);
      return rules.isEmpty() || isBinary(source.body())
          ? List.of()
          : PageEntries.ruled(pageText(source), source.url(), rules, at).counts();
    } catch (RuntimeException | StackOverflowError _) {
      return List.of();
    }
  }

  private Parsed ruled(FetchedDocument source, PageRules rules, Optional<Instant> at) {
    if (isBinary(source.body())) {
      return new Parsed.Unreadable(
          new Problem("", "neither a page nor JSON, but " + source.contentType().orElse("data")));
    }
    var text = pageText(source);
    var found = PageEntries.ruled(text, source.url(), rules, at);
    return found
        .tree()
        .flatMap(tree -> feed(List.of(tree), List.of(), source))
        .map(read -> read.withFormat(rules.page().isPresent() ? "page" : "JSON"))
        .map(read -> read.withMatched(found.matched()))
        .<Parsed>map(
            read ->
                rules.page().isPresent() || rules.script().isPresent()
                    ? HubLinks.ofPage(text, source).over(read)
                    : read)
        .orElseGet(() -> new Parsed.Unreadable(new Problem("", found.problem())));
  }

  /** Returns the text of a page, in the charset that its {@code meta} element may declare. */
  private static String pageText(FetchedDocument source) {
    var document = Encoded.of(source.body(), source.contentType());
    boolean declared = document.certain() || HtmlCharset.http(source.contentType()).isPresent();
    return (declared ? document : document.orIn(HtmlCharset.meta(source.body()))).text();
  }

  /** Returns whether a document is a PDF, a picture or the like. */
  private static boolean isBinary(byte[] body) {
    for (int i = 0; i < Math.min(body.length, 512); i++) {
      if (body[i] == 0
          && !(body.length > 3
              && (body[0] == 0 || body[1] == 0 || body[0] == -1 || body[0] == -2))) {
        return true;
      }
    }
    return body.length > 4 && body[0] == '%' && body[1] == 'P' && body[2] == 'D' && body[3] == 'F';
  }

  /** Returns a document that is a compressed file unpacked. */
  private static FetchedDocument unpacked(FetchedDocument source) {
    var body = source.body();
    if (body.length < 2 || body[0] != 0x1f || body[1] != (byte) 0x8b) {
      return source;
    }
    try (var in = new GZIPInputStream(new ByteArrayInputStream(body))) {
      return new FetchedDocument(
          source.url(), in.readNBytes(MAX_UNPACKED), source.headers(), source.cleaning());
    } catch (IOException _) {
      return source;
    }
  }

  /** Reads a news sitemap or an index of sitemaps. */
  private Optional<Parsed> sitemap(Encoded document, FetchedDocument source) {
    var text = document.text();
    var entries = PageEntries.sitemap(text, source.url()).flatMap(found -> feed(found, source));
    if (entries.isPresent()) {
      return Optional.of(entries.get());
    }
    var parts = PageEntries.sitemaps(text, source.url());
    return parts.isEmpty() ? Optional.empty() : Optional.of(new Parsed.Index(parts));
  }

  /** Returns the feeds that the headers name, if the document itself is neither feed nor page. */
  private static Parsed orNamedByHeaders(Parsed read, FetchedDocument source) {
    var named = read instanceof Parsed.Unreadable ? PageReader.read("", source) : read;
    return named instanceof Parsed.Page page && page.feeds().isEmpty() ? read : named;
  }

  private Parsed read(FetchedDocument source) {
    var document = Encoded.of(source.body(), source.contentType());
    return document.head(HEAD).isBlank()
        ? new Parsed.Unreadable(new Problem("", "an empty document"))
        : read(document, source, true);
  }

  /**
   * Reads a document as JSON, XML or a page, in that order.
   *
   * @param outermost whether this is the whole document; only then it may show a feed as text
   */
  private Parsed read(Encoded document, FetchedDocument source, boolean outermost) {
    var head = document.head(HEAD).strip();
    if (head.startsWith("{")) {
      var text = document.text();
      return json(text, 0, source)
          .or(() -> hidden(text, false, source))
          .<Parsed>map(feed -> feed)
          .orElseGet(() -> noFeed(text));
    }
    var first = Prolog.firstElement(head);
    if (first.endsWith("urlset") || first.endsWith("sitemapindex")) {
      var sitemap = sitemap(document, source);
      if (sitemap.isPresent()) {
        return sitemap.get();
      }
    }
    if (head.startsWith("[")) {
      var posts =
          PageEntries.posts(document.text(), source.url()).flatMap(found -> feed(found, source));
      if (posts.isPresent()) {
        return posts.get();
      }
    }
    boolean page = HTML.contains(first);
    var feed =
        page && new DocumentStart(document.text()).xml(0) < 0
            ? Optional.<Parsed.Feed>empty()
            : xml(document, page, source);
    return feed.isPresent() ? feed.get() : other(document.text(), page, outermost, source);
  }

  /** Reads the feeds of XML in a document. */
  private Optional<Parsed.Feed> xml(Encoded document, boolean page, FetchedDocument source) {
    var feed =
        switch (StrictXml.read(document)) {
          case StrictXml.Outcome.Read read ->
              first(documents(read, document), List.of(), page, source);
          case StrictXml.Outcome.Broken broken ->
              first(LenientXml.readAll(document.text(), 0), List.of(broken.where()), page, source);
        };
    return feed.or(() -> hidden(document.text(), page, source));
  }

  /**
   * Makes one feed of several documents if the first of them is a feed. A root with the name of a
   * feed may not be one: RDF that describes a picture in a page has neither items nor title.
   */
  private Optional<Parsed.Feed> first(
      List<XmlTree> documents, List<Problem> noted, boolean page, FetchedDocument source) {
    return documents.isEmpty() || !Outline.isFeed(documents.getFirst().root())
        ? Optional.empty()
        : feed(documents, noted, source)
            .filter(feed -> !page || !feed.items().isEmpty() || feed.info().title().isPresent());
  }

  /** Returns the document that was read, and the feeds that follow it in the text. */
  private static List<XmlTree> documents(StrictXml.Outcome.Read first, Encoded document) {
    if (first.end().isEmpty()) {
      return List.of(first.tree());
    }
    var text = document.text();
    int next = new DocumentStart(text).xml(first.end().getAsInt() + 1);
    var documents = new ArrayList<>(List.of(first.tree()));
    documents.addAll(next < 0 ? List.of() : LenientXml.readAll(text, next));
    return documents;
  }

  /**
   * Reads a feed that is deep inside other markup. Returns empty if the elements only have the
   * names of a feed's elements, as in a page.
   */
  private Optional<Parsed.Feed> hidden(String text, boolean page, FetchedDocument source) {
    int start = new DocumentStart(text).xml(0);
    return start < 0
        ? Optional.empty()
        : feed(LenientXml.readAll(text, start), List.of(behind(text, start)), source)
            .filter(feed -> !page || !feed.items().isEmpty());
  }

  /** Reads JSON feeds from this position of a document. Reads none if the position is negative. */
  private Optional<Parsed.Feed> json(String text, int start, FetchedDocument source) {
    if (start < 0) {
      return Optional.empty();
    }
    var noted = start == 0 ? List.<Problem>of() : List.of(behind(text, start));
    boolean alone = !PAGE.matcher(text).region(0, start).find();
    var documents = JsonDocument.all(text, start);
    var trees =
        documents.stream()
            .filter(json -> RssInJson.is(json.root()))
            .flatMap(json -> RssInJson.read(json).stream())
            .toList();
    var feeds =
        documents.stream().filter(json -> JsonFeedReader.isFeed(json.root(), alone)).toList();
    var rss = feed(trees, noted, source);
    if (rss.isPresent() || feeds.isEmpty()) {
      return rss;
    }
    var problems = concat(List.of(noted, several(feeds.size())));
    return Optional.of(
        JsonFeedReader.read(
            feeds,
            bases(source),
            source.contentLanguage(),
            sanitizers.apply(source.cleaning()),
            problems));
  }

  private static Bases bases(FetchedDocument source) {
    return new Bases(source.url().toString(), Optional.empty(), Optional.empty());
  }

  private static Problem behind(String text, int start) {
    return new Problem(TextPosition.of(text, start), "the feed begins here, after other content");
  }

  private static List<Problem> several(int documents) {
    return documents < 2
        ? List.of()
        : List.of(
            new Problem("", documents + " feeds in one document; the entries of all are read"));
  }

  private static List<Problem> concat(List<List<Problem>> lists) {
    return lists.stream().flatMap(List::stream).limit(Limits.PROBLEMS).toList();
  }

  /**
   * Makes one feed of all documents that are feeds.
   *
   * @param noted problems of the text around them
   * @return empty if none is a feed
   */
  private Optional<Parsed.Feed> feed(
      List<XmlTree> documents, List<Problem> noted, FetchedDocument source) {
    var feeds = new Feeds(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(noted));
    boolean cut = false;
    boolean torn = false;
    boolean halfItem = false;
    for (var xml : documents) {
      feeds.add(xml, Outline.all(xml.root(), bases(source)));
      cut |= xml.cut();
      torn |= xml.torn();
      halfItem = xml.halfItem();
    }
    feeds.problems().addAll(several(feeds.outlines().size()));
    return feeds.outlines().isEmpty()
        ? Optional.empty()
        : Optional.of(feed(feeds, cut, torn, halfItem, source));
  }

  /** The feeds of one document, with their items and problems. */
  private record Feeds(List<Outline> outlines, List<Outline.Item> items, List<Problem> problems) {
    void add(XmlTree xml, List<Outline> found) {
      outlines.addAll(found);
      found.forEach(outline -> items.addAll(outline.items()));
      problems.addAll(found.isEmpty() ? List.of() : xml.problems());
    }
  }

  private Parsed.Feed feed(
      Feeds feeds, boolean cut, boolean torn, boolean halfItem, FetchedDocument source) {
    var outlines = feeds.outlines();
    var found = feeds.problems();
    var all = feeds.items();
    var saying = all.stream().filter(item -> Substance.isIn(item.element())).toList();
    var newest = Newest.of(saying, item -> EntryDates.of(item.element()));
    var items = new Items();
    var sanitizer = sanitizers.apply(source.cleaning());
    for (var item : newest) {
      var element = item.element();
      long fingerprint = Fingerprint.of(element);
      var guid = ItemGuid.of(element, fingerprint, item.bases());
      items.add(
          guid,
          fingerprint,
          Oversize.of(element),
          limits -> entry(guid, element, item.bases(), sanitizer, limits));
    }
    var first = outlines.stream().filter(Outline::isTitled).findFirst().orElse(outlines.getFirst());
    var within = bases(source).within(first.root()).within(first.channel());
    var limits = new FeedLimits();
    var info = limits.apply(FeedInfoReader.read(first, within, source.contentLanguage()));
    var tombstones = Tombstones.read(outlines);
    var left = Items.leftOut(all.size(), saying.size(), newest.size());
    var problems =
        concat(List.of(found, limits.problems(), left, items.problems(), tombstones.problems()));
    boolean complete = outlines.stream().allMatch(Outline::isComplete);
    var extent = Extent.of(cut || newest.size() < saying.size(), torn, found);
    if (extent == Extent.TORN && halfItem && isLast(all, newest)) {
      extent = Extent.TORN_IN_ITEM;
    }
    return new Parsed.Feed(info, items.items(), problems, tombstones.all(), extent, complete);
  }

  private static boolean isLast(List<Outline.Item> all, List<Outline.Item> read) {
    return !read.isEmpty() && read.getLast().element() == all.getLast().element();
  }

  private static Entry entry(
      String guid, XmlElement item, Bases bases, Sanitizer sanitizer, EntryLimits limits) {
    var bounded = new BoundedSanitizer(sanitizer);
    var element = Oversize.thinned(item);
    if (element != item) {
      limits.note("elements of one name");
    }
    var entry = EntryReader.read(guid, element, bases, bounded);
    if (bounded.hasCut()) {
      limits.note("content");
    }
    return entry;
  }

  /**
   * Reads a document that is not a feed in XML: a page, a feed that a page shows as text, or JSON
   * after other text.
   */
  private Parsed other(String text, boolean page, boolean outermost, FetchedDocument source) {
    boolean html =
        page
            || source.contentType().orElse("").toLowerCase(Locale.ROOT).contains("html")
            || text.substring(0, Math.min(HEAD, text.length()))
                .toLowerCase(Locale.ROOT)
                .contains("<html");
    var read = html ? PageReader.read(text, source) : noFeed(text);
    if (read instanceof Parsed.Page names && !names.feeds().isEmpty()) {
      return described(names, source);
    }
    return json(text, new DocumentStart(text).json(0), source)
        .or(() -> outermost ? escaped(text, source) : Optional.empty())
        .<Parsed>map(feed -> feed)
        .orElseGet(() -> described(read, source));
  }

  /** Returns a page with the entries that it describes. */
  private Parsed described(Parsed read, FetchedDocument source) {
    if (!(read instanceof Parsed.Page page)) {
      return read;
    }
    var text = pageText(source);
    var entries = PageEntries.described(text, source.url()).flatMap(found -> feed(found, source));
    var whole = new Parsed.Page(page.feeds(), page.unusable(), entries);
    return entries.isPresent() ? HubLinks.ofPage(text, source).over(whole) : whole;
  }

  private Optional<Parsed.Feed> feed(PageEntries.Found found, FetchedDocument source) {
    return feed(List.of(found.tree()), List.of(), source)
        .map(feed -> feed.withFormat(found.format()));
  }

  /** Reads the first feed with items that a page shows as text. */
  private Optional<Parsed.Feed> escaped(String page, FetchedDocument source) {
    for (var document : EscapedFeed.in(page)) {
      if (read(document, source, false) instanceof Parsed.Feed feed && !feed.items().isEmpty()) {
        return Optional.of(feed);
      }
    }
    return Optional.empty();
  }

  private static Parsed noFeed(String text) {
    if (!text.stripLeading().startsWith("{")) {
      return new Parsed.Unreadable(new Problem("", "neither a feed nor a page"));
    }
    var broken = JsonDocument.all(text, 0).getFirst().problems().stream().findFirst();
    return new Parsed.Unreadable(broken.orElse(new Problem("", "JSON, but no JSON Feed")));
  }
}

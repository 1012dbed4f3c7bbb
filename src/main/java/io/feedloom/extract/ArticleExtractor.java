package io.feedloom.extract;

import io.feedloom.feed.WebAddress;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Entities;
import org.jsoup.select.Selector;

/** Finds the article in a page. The same page always gives the same article. */
public final class ArticleExtractor {
  /** A text that is shorter is searched again with fewer rules. */
  private static final int SHORT = 250;

  private ArticleExtractor() {}

  /**
   * Returns the article of a page.
   *
   * @param contentType the HTTP header, if there was one
   * @param address where the page was found, after redirects
   */
  public static ExtractedArticle extract(
      byte[] body, Optional<String> contentType, URI address, ExtractOptions options) {
    if (PageKind.isOtherType(contentType)) {
      return ExtractedArticle.none(ExtractedArticle.Kind.NOT_HTML);
    }
    return extract(PageCharset.decode(body, contentType), address, options);
  }

  /** Returns the article of a page that is known as text. */
  public static ExtractedArticle extract(String html, URI address, ExtractOptions options) {
    if (PageKind.isOther(html)) {
      return ExtractedArticle.none(ExtractedArticle.Kind.NOT_HTML);
    }
    var page = Jsoup.parse(StepBudget.cut(html), address.toString());
    var parts = new PageParts(page, new StepBudget());
    var base = base(parts, address);
    var classes = new ClassHints();
    var data = StructuredData.of(page);
    var meta = new MetadataReader(page, parts, data, classes);
    var title = meta.title();
    var authors = meta.authors();
    var date = meta.date(title);
    var next = ArticlePages.next(parts, address, base);
    var whole = ArticlePages.whole(parts, address, base);
    boolean asksForPassword =
        parts.tagged("input").stream()
            .anyMatch(input -> input.attr("type").equalsIgnoreCase("password"));
    LazyImages.load(page);
    var content = content(page, base, classes, title, options);
    if (options.keep().isEmpty()) {
      content = longer(content, data.body());
    }
    int length = length(content);
    return new ExtractedArticle(
        title,
        authors,
        date,
        content,
        meta.image().flatMap(reference -> WebAddress.resolve(base, reference)),
        meta.language(),
        next,
        whole,
        data.paid() || saysPaid(parts),
        PageKind.of(content, length, asksForPassword));
  }

  /** Returns the address that the page's references are relative to. */
  private static URI base(PageParts parts, URI address) {
    return parts.tagged("base").stream()
        .filter(base -> base.hasAttr("href"))
        .findFirst()
        .flatMap(base -> WebAddress.resolve(address, base.attr("href")))
        .orElse(address);
  }

  private static boolean saysPaid(PageParts parts) {
    return parts.properties("isAccessibleForFree").stream()
        .map(each -> each.attr("content") + each.attr("href") + PageParts.text(each, SHORT))
        .anyMatch(value -> value.strip().toLowerCase(Locale.ROOT).endsWith("false"));
  }

  private static String content(
      Document page, URI base, ClassHints classes, Optional<String> title, ExtractOptions options) {
    options.remove().forEach(query -> select(page, query).forEach(Element::remove));
    var kept = new Element("div");
    for (var query : options.keep()) {
      select(page, query).forEach(match -> kept.appendChild(match.clone()));
    }
    if (kept.childrenSize() > 0) {
      var tree = new PageTree(kept, classes, new StepBudget());
      return new ContentWriter(tree, base).write(0);
    }
    var tree = new PageTree(page.body(), classes, new StepBudget());
    var headline = new Headline(tree, title.orElse(""));
    var whole = tree.state();
    new PageChrome(tree).remove(true);
    int root = new ContentFinder(tree, headline).find();
    if (tree.text[root] < SHORT) {
      // The names of classes may have misled: the same without them, if that finds much more.
      var first = tree.state();
      int before = tree.text[root];
      tree.restore(whole);
      tree.measure();
      new PageChrome(tree).remove(false);
      int second = new ContentFinder(tree, headline).find();
      if (tree.prose[second] > 2.0 * before) {
        root = second;
      } else {
        tree.restore(first);
        tree.measure();
      }
    }
    new ArticlePruner(tree, headline).prune(root);
    return new ContentWriter(tree, base).write(root);
  }

  private static List<Element> select(Document page, String query) {
    try {
      return page.body().select(query);
    } catch (Selector.SelectorParseException e) {
      return List.of();
    }
  }

  /** Returns the text of the structured data instead if the content has less than half of it. */
  private static String longer(String content, Optional<String> body) {
    int found = length(content);
    return body.filter(text -> text.length() > SHORT && text.length() > 2 * found)
        .map(ArticleExtractor::paragraphs)
        .orElse(content);
  }

  /** Turns plain text into paragraphs. Some pages have HTML there. */
  private static String paragraphs(String text) {
    var plain = text.contains("</") ? Jsoup.parse(StepBudget.cut(text)).wholeText() : text;
    var html = new StringBuilder();
    for (var paragraph : plain.split("\\R+", -1)) {
      if (!paragraph.isBlank()) {
        html.append("<p>").append(Entities.escape(paragraph.strip())).append("</p>\n");
      }
    }
    return html.toString();
  }

  /** Returns how many characters of HTML are text. */
  private static int length(String html) {
    int length = 0;
    boolean inTag = false;
    for (int i = 0; i < html.length(); i++) {
      char c = html.charAt(i);
      if (c == '<') {
        inTag = true;
      } else if (c == '>') {
        inTag = false;
      } else if (!inTag && c > ' ') {
        length++;
      }
    }
    return length;
  }
}

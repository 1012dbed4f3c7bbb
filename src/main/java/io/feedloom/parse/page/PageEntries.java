package io.feedloom.parse.page;

import io.feedloom.feed.PageRules;
import io.feedloom.feed.Problem;
import io.feedloom.parse.xml.XmlTree;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jsoup.nodes.Element;

/** Finds the entries of a page or data file, and returns them as a tree like that of a feed. */
public final class PageEntries {
  /** Characters of a page or data file in which selectors search. */
  private static final int MAX_LENGTH = 10_000_000;

  private PageEntries() {}

  /**
   * What the selectors of the admin found.
   *
   * @param tree empty if no item has both title and link
   * @param problem why there is no tree
   * @param counts how many values each selector found, in words
   * @param matched how many items the selector of items matched
   */
  public record Ruled(Optional<XmlTree> tree, String problem, List<String> counts, int matched) {
    public Ruled {
      counts = List.copyOf(counts);
    }

    private Ruled(String problem) {
      this(Optional.empty(), problem, List.of(), 0);
    }

    /** Returns the same of a page whose rest was not read. */
    private Ruled asCut() {
      return new Ruled(tree.map(XmlTree::asCut), problem, counts, matched);
    }
  }

  /**
   * Entries that were found.
   *
   * @param format what they come from, in words for the admin
   */
  public record Found(XmlTree tree, String format) {}

  /** Returns the entries that a page describes: by microformats, JSON-LD or microdata. */
  public static Optional<Found> described(String text, URI url) {
    boolean mayBe =
        text.contains("entry")
            || text.contains("ld+json")
            || text.contains("ld&#")
            || text.contains("itemscope")
            || text.contains("hnews");
    if (!mayBe) {
      return Optional.empty();
    }
    var page = HtmlPage.parse(text, url);
    return found(page, HEntries.of(page), "h-entry of a page")
        .or(() -> found(page, SchemaOrg.entries(JsonLd.nodes(page), page), "JSON-LD of a page"))
        .or(
            () ->
                found(page, SchemaOrg.entries(Microdata.nodes(page), page), "microdata of a page"));
  }

  /** Returns the entries of a news sitemap. */
  public static Optional<Found> sitemap(String text, URI url) {
    return EntryTree.of("", url.toString(), Sitemap.entries(text, url), List.of(), false)
        .map(tree -> new Found(tree, "news sitemap"));
  }

  /** Returns the sitemaps that a sitemap index names, the ones to read first in front. */
  public static List<URI> sitemaps(String text, URI url) {
    return Sitemap.parts(text, url);
  }

  /** Returns the entries of WordPress's list of posts. */
  public static Optional<Found> posts(String text, URI url) {
    return JsonSearch.read(text)
        .map(root -> WordPress.entries(root, HtmlPage.parse("", url)))
        .flatMap(posts -> EntryTree.of("", url.toString(), posts, List.of(), false))
        .map(tree -> new Found(tree, "WordPress posts"));
  }

  /** Returns the entries that the selectors of the admin find. */
  public static Ruled ruled(String text, URI url, PageRules rules, Optional<Instant> at) {
    boolean cut = text.length() > MAX_LENGTH;
    if (cut && rules.page().isEmpty()) {
      return new Ruled(
          "%d characters, but paths search in %d at most".formatted(text.length(), MAX_LENGTH));
    }
    try {
      return cut
          ? found(text.substring(0, MAX_LENGTH), url, rules, at).asCut()
          : found(text, url, rules, at);
    } catch (SelectorDeadline.Exceeded e) {
      return new Ruled(String.valueOf(e.getMessage()));
    }
  }

  private static Ruled found(String text, URI url, PageRules rules, Optional<Instant> at) {
    if (rules.json().isEmpty()) {
      var page = HtmlPage.parse(text, url);
      var fields = rules.page().orElseThrow();
      return ruled(page, Selected.html(page, fields, at), "selector", fields.item());
    }
    var fields = rules.json().get();
    if (rules.script().isEmpty()) {
      var page = HtmlPage.parse("", url);
      return json(text, page, fields, at, "the document is not JSON");
    }
    var page = HtmlPage.parse(text, url);
    var selector = rules.script().get();
    var deadline = SelectorDeadline.after(SelectorDeadline.MAX_TIME);
    var found =
        new HtmlSelector(page.document(), deadline)
            .items(selector).stream().map(HtmlSelector.Match::element).toList();
    var script =
        found.stream()
            .filter(each -> each != null && each.nameIs("script"))
            .findFirst()
            .orElse(found.isEmpty() ? null : found.getFirst());
    return script == null
        ? new Ruled("the selector `%s` matched no script".formatted(selector))
        : json(scriptText(script), page, fields, at, "the script holds no JSON");
  }

  private static Ruled json(
      String text, HtmlPage page, PageRules.Fields fields, Optional<Instant> at, String problem) {
    return JsonSearch.find(text)
        .map(root -> ruled(page, Selected.json(page, root, fields, at), "path", fields.item()))
        .orElseGet(() -> new Ruled(problem));
  }

  /** Returns what is in a script, or in another element that holds data. */
  private static String scriptText(Element element) {
    return element.nameIs("script") || element.nameIs("style")
        ? element.data()
        : element.wholeText();
  }

  private static Ruled ruled(HtmlPage page, Selected.Result found, String kind, String item) {
    if (found.matched() == 0) {
      return new Ruled("the %s `%s` matched nothing".formatted(kind, item));
    }
    var notes = new ArrayList<Problem>();
    if (found.skipped() > 0) {
      notes.add(
          new Problem(
              "",
              "%d of %d items have no title or no link and are left out"
                  .formatted(found.skipped(), found.read())));
    }
    if (found.isCut()) {
      notes.add(
          new Problem(
              "",
              "only the first %d of %d items are read".formatted(found.read(), found.matched())));
    }
    return new Ruled(
        EntryTree.of(
                page.document().title(),
                page.base().toString(),
                found.entries(),
                notes,
                found.relative())
            .map(tree -> found.isCut() ? tree.asCut() : tree),
        "the %s `%s` matched %d items, but none has a title and a link"
            .formatted(kind, item, found.matched()),
        found.counts(),
        found.matched());
  }

  private static Optional<Found> found(HtmlPage page, List<PageEntry> entries, String format) {
    return EntryTree.of(page.document().title(), page.base().toString(), entries, List.of(), false)
        .map(tree -> new Found(tree, format));
  }
}

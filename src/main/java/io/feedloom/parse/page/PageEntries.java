package io.feedloom.parse.page;

import io.feedloom.feed.PageRules;
import io.feedloom.feed.Problem;
import io.feedloom.parse.xml.XmlTree;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds the entries of a page or data file, and returns them as a tree like that of a feed. */
public final class PageEntries {
  /** Characters of a page or data file in which selectors search. */
  private static final int LONGEST = 10_000_000;

  private PageEntries() {}

  /**
   * What the selectors of the admin found.
   *
   * @param tree empty if no item has both title and link
   * @param problem why there is no tree
   */
  public record Ruled(Optional<XmlTree> tree, String problem) {
    /** Returns the same of a page whose rest was not read. */
    private Ruled asCut() {
      return new Ruled(tree.map(XmlTree::asCut), problem);
    }
  }

  /** Returns the entries that a page describes: by microformats, JSON-LD or microdata. */
  public static Optional<XmlTree> described(String text, URI url) {
    boolean mayBe =
        text.contains("entry")
            || text.contains("ld+json")
            || text.contains("itemscope")
            || text.contains("hnews");
    if (!mayBe) {
      return Optional.empty();
    }
    var page = HtmlPage.parse(text, url);
    return tree(page, Microformats.entries(page), "the microformats (h-entry) of the page")
        .or(
            () ->
                tree(page, SchemaOrg.entries(JsonLd.nodes(page), page), "the JSON-LD of the page"))
        .or(
            () ->
                tree(
                    page,
                    SchemaOrg.entries(Microdata.nodes(page), page),
                    "the microdata of the page"));
  }

  /** Returns the entries of a news sitemap. */
  public static Optional<XmlTree> sitemap(String text, URI url) {
    return EntryTree.of("", url.toString(), Sitemap.entries(text, url), note("a news sitemap"));
  }

  /** Returns the sitemaps that a sitemap index names, the newest first. */
  public static List<URI> sitemaps(String text, URI url) {
    return Sitemap.parts(text, url);
  }

  /** Returns the entries of WordPress's list of posts. */
  public static Optional<XmlTree> posts(String text, URI url) {
    return JsonValues.read(text)
        .flatMap(
            root ->
                EntryTree.of(
                    "",
                    url.toString(),
                    WordPress.entries(root, HtmlPage.parse("", url)),
                    note("the list of posts of WordPress")));
  }

  /** Returns the entries that the selectors of the admin find. */
  public static Ruled ruled(String text, URI url, PageRules rules) {
    boolean cut = text.length() > LONGEST;
    if (cut && rules.page().isEmpty()) {
      return new Ruled(
          Optional.empty(),
          "%d characters, but paths search in %d at most".formatted(text.length(), LONGEST));
    }
    try {
      return cut ? found(text.substring(0, LONGEST), url, rules).asCut() : found(text, url, rules);
    } catch (SelectorDeadline.Exceeded e) {
      return new Ruled(Optional.empty(), String.valueOf(e.getMessage()));
    }
  }

  private static Ruled found(String text, URI url, PageRules rules) {
    if (rules.json().isEmpty()) {
      var page = HtmlPage.parse(text, url);
      var fields = rules.page().orElseThrow();
      return ruled(page, Selected.html(page, fields), "selector", fields.item());
    }
    var fields = rules.json().get();
    if (rules.script().isEmpty()) {
      var page = HtmlPage.parse("", url);
      return json(text, page, fields, "the document is not JSON");
    }
    var page = HtmlPage.parse(text, url);
    var selector = rules.script().get();
    var script = page.document().selectFirst(selector);
    return script == null
        ? new Ruled(Optional.empty(), "the selector `%s` matched no script".formatted(selector))
        : json(JsonLd.script(script.data()), page, fields, "the script holds no JSON");
  }

  private static Ruled json(String text, HtmlPage page, PageRules.Fields fields, String problem) {
    int start = start(text);
    return JsonValues.read(start < 0 ? "" : text.substring(start))
        .map(root -> ruled(page, Selected.json(page, root, fields), "path", fields.item()))
        .orElseGet(() -> new Ruled(Optional.empty(), problem));
  }

  /** Returns where JSON begins, also after {@code window.state = }. */
  private static int start(String text) {
    int brace = text.indexOf('{');
    int bracket = text.indexOf('[');
    return brace < 0 ? bracket : bracket < 0 ? brace : Math.min(brace, bracket);
  }

  private static Ruled ruled(HtmlPage page, Selected.Result found, String kind, String item) {
    if (found.matched() == 0) {
      return new Ruled(Optional.empty(), "the %s `%s` matched nothing".formatted(kind, item));
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
        EntryTree.of(page.document().title(), page.base().toString(), found.entries(), notes)
            .map(tree -> found.isCut() ? tree.asCut() : tree),
        "the %s `%s` matched %d items, but none has a title and a link"
            .formatted(kind, item, found.matched()));
  }

  private static Optional<XmlTree> tree(HtmlPage page, List<PageEntry> entries, String from) {
    return EntryTree.of(page.document().title(), page.base().toString(), entries, note(from));
  }

  private static List<Problem> note(String from) {
    return List.of(new Problem("", "the entries come from " + from));
  }
}

package io.feedloom.parse.page;

import io.feedloom.feed.Problem;
import io.feedloom.feed.text.XmlChars;
import io.feedloom.parse.xml.TreeBuilder;
import io.feedloom.parse.xml.XmlTree;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/** Makes a tree as of an Atom feed of the entries of a page, so that they are read like those. */
final class EntryTree {
  private final TreeBuilder tree = new TreeBuilder();

  private final boolean relative;

  private EntryTree(boolean relative) {
    this.relative = relative;
  }

  /**
   * Returns the tree; empty if there is no entry. The same link twice is one entry.
   *
   * @param relative whether dates may be relative, so that another date does not change it
   */
  static Optional<XmlTree> of(
      String title, String base, List<PageEntry> entries, List<Problem> notes, boolean relative) {
    if (entries.isEmpty()) {
      return Optional.empty();
    }
    var made = new EntryTree(relative);
    made.tree.attribute("xml:base", legal(base));
    made.tree.open("feed");
    made.text("title", title);
    var byId = new LinkedHashMap<String, PageEntry>();
    entries.forEach(entry -> byId.merge(entry.id().orElse(entry.link()), entry, PageEntry::with));
    byId.values().forEach(made::entry);
    made.tree.close();
    return made.tree.tree(notes);
  }

  private void entry(PageEntry entry) {
    tree.open("entry");
    text("id", entry.id().orElse(entry.link()));
    text("title", entry.title());
    tree.attribute("rel", "alternate");
    tree.attribute("href", legal(entry.link()));
    tree.open("link");
    tree.close();
    entry.published().ifPresent(this::published);
    entry.updated().ifPresent(date -> text("updated", date));
    for (var author : entry.authors()) {
      tree.open("author");
      text("name", author);
      tree.close();
    }
    for (var category : entry.categories()) {
      tree.attribute("term", legal(category));
      tree.open("category");
      tree.close();
    }
    entry.summary().ifPresent(html -> html("summary", html));
    entry.content().ifPresent(html -> html("content", html));
    for (var image : entry.images()) {
      tree.attribute("url", legal(image));
      tree.open("media:thumbnail");
      tree.close();
    }
    tree.close();
  }

  private void published(String date) {
    if (relative) {
      tree.attribute("feedloom-relative", "true");
    }
    text("published", date);
  }

  private void html(String name, String html) {
    tree.attribute("type", "html");
    text(name, html);
  }

  private void text(String name, String text) {
    tree.open(name);
    tree.text(legal(text));
    tree.close();
  }

  private static String legal(String text) {
    return XmlChars.legal(text);
  }
}

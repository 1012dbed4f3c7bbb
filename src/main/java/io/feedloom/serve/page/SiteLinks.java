package io.feedloom.serve.page;

import io.feedloom.feed.Clause;
import io.feedloom.feed.OutputFormat;
import io.feedloom.feed.Selection;
import io.feedloom.feed.Tag;
import io.feedloom.select.Address;
import io.feedloom.select.Selections;
import io.feedloom.serve.access.Visitor;
import io.feedloom.serve.http.PublicUrl;
import io.feedloom.serve.merged.MergedFeedAddress;
import io.feedloom.serve.view.Document;
import java.util.Arrays;
import java.util.List;

/** References from pages to other pages and to merged feeds. */
final class SiteLinks {
  private SiteLinks() {}

  /**
   * Returns the reference to the page of an address, with the key if the client sent it in the
   * query.
   */
  static String page(Visitor visitor, Address plain, boolean full) {
    return page(visitor.url(), visitor.address(plain), full);
  }

  /**
   * Returns the reference to the page of an address.
   *
   * @param full whether the page shows whole entries
   */
  static String page(PublicUrl url, Address target, boolean full) {
    var address = target.page();
    var path = address.startsWith("/feed") ? "/" + address.substring("/feed".length()) : address;
    return url.link(full ? path + (path.contains("?") ? "&" : "?") + "content=full" : path);
  }

  /** Returns the addresses of a merged feed in every format. */
  static List<Document.FeedLink> feeds(MergedFeedAddress channel) {
    var url = channel.visitor().url();
    var address = channel.firstPage().address();
    return Arrays.stream(OutputFormat.values())
        .map(
            format ->
                new Document.FeedLink(
                    name(format),
                    format.contentType().replaceFirst(";.*", ""),
                    url.link(address.feed(format)),
                    url.base() + address.feed(format)))
        .toList();
  }

  private static String name(OutputFormat format) {
    return switch (format) {
      case ATOM -> "Atom";
      case RSS -> "RSS";
      case JSON -> "JSON";
    };
  }

  /** Returns the reference to the page of a tag. */
  static String tag(PublicUrl url, Tag tag) {
    return page(url, addressOf(tag), false);
  }

  /** Returns the address of all entries with a tag. */
  static Address addressOf(Tag tag) {
    return Selections.address(Selection.ALL.withTags(List.of(Clause.anyOf(List.of(tag.key())))));
  }
}

package io.feedloom.serve.view;

import io.feedloom.serve.http.PublicUrl;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The frame around the content of each page.
 *
 * @param url the address by which the client reaches this server
 * @param site the title of this server
 * @param title of the page
 * @param here the page's place in the navigation
 * @param feeds the merged feed of the page in every format
 * @param news where the page learns of new entries; null if it does not
 */
public record Document(
    PublicUrl url,
    String site,
    String title,
    Place here,
    List<FeedLink> feeds,
    @Nullable News news) {
  /** A place in the navigation. */
  public enum Place {
    RIVER,
    STATUS,
    ELSEWHERE
  }

  /**
   * Where an open page learns of new entries.
   *
   * @param events the path of the event stream
   * @param entries the path of the entries that arrived since the page was made
   * @param most the number of entries at that path at most
   */
  public record News(String events, String entries, int most) {}

  /**
   * A feed in one format.
   *
   * @param path on this server
   * @param address the URL for a feed reader
   */
  public record FeedLink(String name, String mediaType, String path, String address) {
    /** Returns the path with letters instead of percent-encoded bytes. */
    public String readable() {
      return URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
  }

  /** Returns the reference to a path of this server. */
  public String link(String local) {
    return url.link(local);
  }

  public boolean isAt(Place place) {
    return here == place;
  }

  /** Returns {@link News#events}; null if the page does not learn of new entries. */
  public @Nullable String events() {
    return news == null ? null : news.events();
  }

  /** Returns {@link News#entries}; null if the page does not learn of new entries. */
  public @Nullable String entries() {
    return news == null ? null : news.entries();
  }

  /** Returns {@link News#most}; null if the page does not learn of new entries. */
  public @Nullable String most() {
    return news == null ? null : String.valueOf(news.most());
  }

  /** Returns the reference to the style sheet. */
  public String stylesheet() {
    return link(Asset.STYLESHEET.path());
  }

  /** Returns the reference to the script. */
  public String script() {
    return link(Asset.SCRIPT.path());
  }

  /** Returns the reference to the icon. */
  public String icon() {
    return link(Asset.ICON.path());
  }
}

package io.feedloom.serve.view;

import io.feedloom.serve.http.PublicUrl;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What every page has around its content.
 *
 * @param url where the client reaches this server
 * @param site the title of this server
 * @param title of the page
 * @param here which of the places in the navigation the page is
 * @param feeds of what the page shows, in every format
 * @param news where to hear what arrives since, on a page that shows a river's beginning
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
   * Where a page hears what arrives while someone looks at it.
   *
   * @param events what arrives from now on
   * @param entries what has arrived since the page was made
   * @param most how many of them that holds at most
   */
  public record News(String events, String entries, int most) {}

  /**
   * A feed in one format.
   *
   * @param path on this server
   * @param address to give to a feed reader
   */
  public record FeedLink(String name, String mediaType, String path, String address) {
    /** The path as people read it: with letters for what addresses write as percent signs. */
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

  /** {@link News#events}; null where nothing arrives. */
  public @Nullable String events() {
    return news == null ? null : news.events();
  }

  /** {@link News#entries}; null where nothing arrives. */
  public @Nullable String entries() {
    return news == null ? null : news.entries();
  }

  /** {@link News#most}; null where nothing arrives. */
  public @Nullable String most() {
    return news == null ? null : String.valueOf(news.most());
  }

  /** Where the style sheet of this version is. */
  public String stylesheet() {
    return link(Asset.STYLESHEET.path());
  }

  /** Where the script of this version is. */
  public String script() {
    return link(Asset.SCRIPT.path());
  }

  /** Where the icon of this version is. */
  public String icon() {
    return link(Asset.ICON.path());
  }
}

package io.feedloom.feed;

/** The formats that merged feeds go out in. */
public enum MediaType {
  /** RFC 4287. */
  ATOM("atom", "application/atom+xml; charset=utf-8"),
  /** RSS 2.0, RSS Advisory Board. */
  RSS("rss", "application/rss+xml; charset=utf-8"),
  /** JSON Feed 1.1. */
  JSON("json", "application/feed+json; charset=utf-8");

  private final String extension;
  private final String contentType;

  MediaType(String extension, String contentType) {
    this.extension = extension;
    this.contentType = contentType;
  }

  /** As it stands behind the dot of a path. */
  public String extension() {
    return extension;
  }

  /** The {@code Content-Type} header. */
  public String contentType() {
    return contentType;
  }
}

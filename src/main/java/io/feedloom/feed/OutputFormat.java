package io.feedloom.feed;

/** The formats of merged feeds. */
public enum OutputFormat {
  /** RFC 4287. */
  ATOM("atom", "application/atom+xml; charset=utf-8"),
  /** RSS 2.0 as the RSS Advisory Board specifies it. */
  RSS("rss", "application/rss+xml; charset=utf-8"),
  /** JSON Feed 1.1. */
  JSON("json", "application/feed+json; charset=utf-8");

  private final String extension;
  private final String contentType;

  OutputFormat(String extension, String contentType) {
    this.extension = extension;
    this.contentType = contentType;
  }

  /** Returns the extension in paths, without the dot. */
  public String extension() {
    return extension;
  }

  /** Returns the value of the {@code Content-Type} header. */
  public String contentType() {
    return contentType;
  }
}

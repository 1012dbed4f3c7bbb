package io.feedloom.farm;

/** The formats of publications. */
enum Format {
  RSS_091("rss", "application/rss+xml"),
  RSS_092("rss", "application/rss+xml"),
  RSS_10("rdf", "application/rdf+xml"),
  RSS_20("xml", "application/rss+xml"),
  ATOM_03("xml", "application/atom+xml"),
  ATOM_10("atom", "application/atom+xml"),
  JSON_10("json", "application/json"),
  JSON_11("json", "application/feed+json");

  private final String suffix;
  private final String type;

  Format(String suffix, String type) {
    this.suffix = suffix;
    this.type = type;
  }

  /** Returns the extension of its files. */
  String suffix() {
    return suffix;
  }

  /** Returns its media type. */
  String type() {
    return type;
  }

  boolean isJson() {
    return this == JSON_10 || this == JSON_11;
  }

  /** Returns the format with this name in the descriptions: {@code rss-2.0}, {@code atom-1.0}. */
  static Format of(String name) {
    return valueOf(name.toUpperCase(java.util.Locale.ROOT).replace('-', '_').replace(".", ""));
  }
}

package io.feedloom.serve;

import java.util.Optional;

/** The content codings that pages are kept in (RFC 9110 section 12.5.3). */
enum Encoding {
  IDENTITY(""),
  GZIP("-gzip");

  private final String suffix;

  Encoding(String suffix) {
    this.suffix = suffix;
  }

  /** The entity tag of one rendition: a strong tag names bytes, so each coding has its own. */
  String etag(String plain) {
    return plain + suffix;
  }

  /** The coding for this {@code Accept-Encoding}: gzip where the client takes it. */
  static Encoding forHeader(Optional<String> acceptEncoding) {
    var header = acceptEncoding.orElse("");
    double any = -1;
    for (String part : header.split(",", -1)) {
      var name = part.strip();
      int semicolon = name.indexOf(';');
      double weight = semicolon < 0 ? 1 : weight(name.substring(semicolon + 1));
      var coding = (semicolon < 0 ? name : name.substring(0, semicolon)).strip();
      if (coding.equalsIgnoreCase("gzip") || coding.equalsIgnoreCase("x-gzip")) {
        return weight > 0 ? GZIP : IDENTITY;
      }
      if (coding.equals("*")) {
        any = weight;
      }
    }
    return any > 0 ? GZIP : IDENTITY;
  }

  private static double weight(String parameter) {
    var text = parameter.strip();
    try {
      return text.startsWith("q=") ? Double.parseDouble(text.substring(2).strip()) : 1;
    } catch (NumberFormatException e) {
      return 0;
    }
  }
}

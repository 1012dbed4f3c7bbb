package io.feedloom.parse.html;

import io.feedloom.feed.text.PlainText;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Replaces a document that may not be embedded by a link to it. */
final class Embeds {
  private static final Set<String> ADDRESS_PARAMETERS =
      Set.of("movie", "src", "url", "filename", "data", "source", "href");

  private static final Pattern NOTHING_TO_SEE = Pattern.compile("\\s*[01](?:\\.0*)?(?:px)?\\s*");
  private static final Pattern UNSEEN =
      Pattern.compile("(?i)(?:display\\s*:\\s*none|visibility\\s*:\\s*hidden)");
  private static final Pattern NARROW =
      Pattern.compile("(?i)(?:^|[;\\s])width\\s*:\\s*[01](?:\\.0*)?(?:px)?\\s*(?:!|;|$)");
  private static final Pattern FLAT =
      Pattern.compile("(?i)(?:^|[;\\s])height\\s*:\\s*[01](?:\\.0*)?(?:px)?\\s*(?:!|;|$)");
  private static final Pattern SCHEME = Pattern.compile("(?i)^(?:https?:)?//(?:www\\.)?");
  private static final int MAX_LABEL_LENGTH = 200;

  private Embeds() {}

  /**
   * Returns whether an element shows nothing: it is hidden, or has the size of one pixel, like
   * trackers.
   */
  static boolean isHidden(List<String> attributes) {
    var style = Attributes.value(attributes, "style");
    return Attributes.value(attributes, "hidden") != null
        || (style != null && UNSEEN.matcher(style).find())
        || (isPixel(attributes, "width") && isPixel(attributes, "height"));
  }

  /**
   * Returns whether a picture shows nothing, so that it only tracks readers: it has the size of one
   * pixel or none, or it is hidden and has no other size.
   *
   * @param lazy whether a script shows it
   */
  static boolean isPixel(List<String> attributes, boolean lazy) {
    if (isPixel(attributes, "width") && isPixel(attributes, "height")) {
      return true;
    }
    var style = Attributes.value(attributes, "style");
    if (style != null && FLAT.matcher(style).find() && NARROW.matcher(style).find()) {
      return true;
    }
    return !lazy && isHidden(attributes) && !isSized(attributes);
  }

  private static boolean isSized(List<String> attributes) {
    return Attributes.value(attributes, "width") != null
        ? !isPixel(attributes, "width")
        : Attributes.value(attributes, "height") != null && !isPixel(attributes, "height");
  }

  private static boolean isPixel(List<String> attributes, String name) {
    var size = Attributes.value(attributes, name);
    return size != null && NOTHING_TO_SEE.matcher(size).matches();
  }

  /** Returns the address that a {@code param} of an object names. */
  static Optional<String> parameter(List<String> attributes) {
    return Optional.ofNullable(Attributes.value(attributes, "name"))
        .filter(name -> ADDRESS_PARAMETERS.contains(name.toLowerCase(Locale.ROOT)))
        .map(_ -> Attributes.value(attributes, "value"))
        .flatMap(SafeAddress::followed);
  }

  /** Returns the text of the link: the publisher's title, else the address without its query. */
  static String label(List<String> attributes, String address) {
    for (var name : List.of("title", "aria-label", "alt")) {
      var label = Attributes.value(attributes, name);
      if (label != null && !label.isBlank()) {
        return shortened(PlainText.collapse(label));
      }
    }
    var place = SCHEME.matcher(address).replaceFirst("");
    int end = 0;
    while (end < place.length() && "?#".indexOf(place.charAt(end)) < 0) {
      end++;
    }
    boolean web = place.length() < address.length();
    return shortened(web && end > 0 ? place.substring(0, end) : address);
  }

  private static String shortened(String label) {
    return label.codePointCount(0, label.length()) <= MAX_LABEL_LENGTH
        ? label
        : label.substring(0, label.offsetByCodePoints(0, MAX_LABEL_LENGTH)) + "…";
  }
}

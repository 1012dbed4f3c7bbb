package io.feedloom.extract;

import java.util.List;
import java.util.Locale;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;

/** Gives images the addresses that a script of the page would load. */
final class LazyImages {
  private static final List<String> SOURCES =
      List.of(
          "data-src",
          "data-lazy-src",
          "data-original",
          "data-lazy",
          "data-original-src",
          "data-hi-res-src",
          "data-full-src",
          "data-image",
          "data-img-src",
          "data-url",
          "lazy-src");

  private static final List<String> SETS =
      List.of("data-srcset", "data-lazy-srcset", "data-original-set");

  private LazyImages() {}

  static void load(Document page) {
    for (var noscript : page.body().getElementsByTag("noscript")) {
      if (noscript.selectFirst("img") != null && !noscript.hasText()) {
        show(noscript);
      }
    }
    for (var image : page.body().select("img, source, iframe")) {
      load(image);
    }
  }

  /** Replaces the placeholder before a {@code noscript} by the image in it. */
  private static void show(Element noscript) {
    var before = noscript.previousElementSibling();
    if (before != null && before.normalName().equals("img") && isLazy(before)) {
      before.remove();
    }
    for (Node child : noscript.childNodesCopy()) {
      noscript.before(child);
    }
  }

  private static boolean isLazy(Element image) {
    return isPlaceholder(image.attr("src")) || SOURCES.stream().anyMatch(image::hasAttr);
  }

  private static void load(Element image) {
    for (var name : SETS) {
      if (image.attr(name).contains("/")) {
        image.attr("srcset", image.attr(name));
        break;
      }
    }
    for (var name : SOURCES) {
      var value = image.attr(name).strip();
      if (isAddress(value)) {
        image.attr("src", value);
        return;
      }
    }
    if (image.normalName().equals("img") && isPlaceholder(image.attr("src"))) {
      var set = image.attr("srcset").strip();
      if (!set.isEmpty()) {
        image.attr("src", set.split("[\\s,]+", 2)[0]);
      }
    }
  }

  private static boolean isAddress(String value) {
    return !value.isEmpty()
        && value.length() < 4000
        && "{[<\"".indexOf(value.charAt(0)) < 0
        && !value.startsWith("data:")
        && (value.indexOf('/') >= 0 || value.matches("[^\\s]+\\.[a-zA-Z]{3,4}"));
  }

  private static boolean isPlaceholder(String address) {
    var lower = address.substring(0, Math.min(200, address.length())).toLowerCase(Locale.ROOT);
    return lower.isBlank() || lower.startsWith("data:") || lower.startsWith("about:");
  }
}

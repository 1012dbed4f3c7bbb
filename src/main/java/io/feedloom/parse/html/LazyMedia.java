package io.feedloom.parse.html;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds the real addresses of pictures, frames and players that are loaded by a script of the
 * publisher's page. It looks in the attributes that such scripts use.
 */
final class LazyMedia {
  /** Attributes that only lazy loading uses, the most common first. They replace any address. */
  private static final List<String> LOADED =
      List.of(
          "data-src",
          "data-lazy-src",
          "data-original",
          "data-lazyload",
          "data-lazy",
          "data-lazysrc",
          "data-src-lazy",
          "data-srclazy",
          "data-ll-src",
          "data-load-src",
          "data-defer-src",
          "data-delayed-url",
          "data-delay-src",
          "data-deferred",
          "data-echo",
          "data-unveil",
          "data-original-src",
          "data-orig-src",
          "data-actualsrc",
          "data-actual",
          "data-real-src",
          "data-cfsrc",
          "data-ezsrc",
          "data-wpfc-original-src",
          "data-litespeed-src",
          "data-opt-src",
          "data-breeze",
          "data-pagespeed-lazy-src",
          "pagespeed_lazy_src",
          "data-flickity-lazyload",
          "data-src-cmplz",
          "data-src-cookieconsent",
          "data-cookieblock-src",
          "data-cmp-src",
          "data-cookie-src",
          "data-suppressedsrc",
          "lazy-src",
          "lazysrc",
          "lazyload",
          "load-src");

  /** Attributes that also have other uses. They replace only a placeholder. */
  private static final List<String> SPARE =
      List.of(
          "data-large-file",
          "data-orig-file",
          "data-medium-file",
          "data-full-url",
          "data-fullsrc",
          "data-hi-res-src",
          "data-hires",
          "data-large",
          "data-full",
          "data-image",
          "data-image-src",
          "data-img",
          "data-img-src",
          "data-img-url",
          "data-url",
          "data-source",
          "data-file",
          "data-link",
          "data-thumb",
          "data-video-src",
          "data-iframe-src",
          "data-embed-src",
          "data-runner-src",
          "data-backsrc",
          "data-croporisrc",
          "data-retina",
          "real_src",
          "original",
          "zoomfile",
          "file",
          "_src");

  private static final List<String> SETS =
      List.of(
          "data-srcset",
          "data-lazy-srcset",
          "data-original-set",
          "data-original-srcset",
          "data-orig-srcset",
          "data-src-set",
          "data-ll-srcset",
          "data-wpfc-original-srcset",
          "data-cfsrcset",
          "data-ezsrcset",
          "data-opt-srcset",
          "data-brsrcset",
          "data-set",
          "lazy-srcset");

  private static final Set<String> OTHER = otherNames();

  private static final Pattern FILE_ENDING =
      Pattern.compile("(?i).*\\.[a-z][a-z0-9]{1,4}(?:[?#].*)?");

  /** Names of pictures that scripts show until the real picture is loaded. */
  private static final Pattern STAND_IN =
      Pattern.compile(
          "(?:^|[-_.])(?:blank|spacer|loading|loader|placeholder|lazy|lazyload|lazyload-fallback"
              + "|pixel|transparent|trans|gr[ae]y|clear|dot|empty|none|spinner|preload|preloader"
              + "|holder|dummy|fallback|1x1)(?:[-_.@0-9x]|$)");

  private static final Pattern CANDIDATES = Pattern.compile(",\\s+|(?<=[0-9][wx]),");
  private static final Pattern BLANK = Pattern.compile("\\s+");

  /** The values that lazysizes puts in place of {@code {width}}. */
  private static final String WIDTH = "1080";

  private LazyMedia() {}

  private static Set<String> otherNames() {
    var names = new HashSet<String>();
    for (var list : List.of(LOADED, SPARE, SETS)) {
      list.stream().filter(name -> !name.startsWith("data-")).forEach(names::add);
    }
    return Set.copyOf(names);
  }

  /**
   * Puts the real address into {@code src}, and the real candidates into {@code srcset}.
   *
   * @return whether the attributes contain any
   */
  static boolean load(List<String> attributes) {
    if (!mayBeLazy(attributes)) {
      return false;
    }
    var src = Attributes.value(attributes, "src");
    var set = realSet(attributes);
    var real = first(attributes, LOADED);
    if (real == null && isPlaceholder(src)) {
      real = set != null ? widest(set) : first(attributes, SPARE);
    }
    if (real != null) {
      Attributes.put(
          attributes, "src", real.replace("{width}", WIDTH).replace("%7Bwidth%7D", WIDTH));
    }
    if (set != null) {
      putSet(attributes, set);
    } else if (real != null && isPlaceholderSet(Attributes.value(attributes, "srcset"))) {
      Attributes.remove(attributes, "srcset");
    }
    return real != null || set != null;
  }

  /** Does the same for a {@code source} of a {@code picture}, which has only candidates. */
  static boolean loadSource(List<String> attributes) {
    if (!mayBeLazy(attributes)) {
      return false;
    }
    var set = realSet(attributes);
    var real = set != null ? set : first(attributes, LOADED);
    if (real != null) {
      Attributes.put(attributes, "srcset", real);
    }
    return real != null;
  }

  /** Sets {@code srcset}, or removes it if its only candidate is {@code src}. */
  private static void putSet(List<String> attributes, String set) {
    boolean single = CANDIDATES.split(set, -1).length == 1;
    if (single && firstOf(set).equals(Attributes.value(attributes, "src"))) {
      Attributes.remove(attributes, "srcset");
    } else {
      Attributes.put(attributes, "srcset", set);
    }
  }

  private static boolean mayBeLazy(List<String> attributes) {
    int at = 0;
    for (var name : attributes) {
      if (at++ % 2 == 0 && (name.startsWith("data-") || OTHER.contains(name))) {
        return true;
      }
    }
    return false;
  }

  private static @Nullable String realSet(List<String> attributes) {
    for (var name : SETS) {
      var set = Attributes.value(attributes, name);
      if (set != null && !isPlaceholderSet(set) && isAddress(firstOf(set))) {
        return set.strip();
      }
    }
    return null;
  }

  private static @Nullable String first(List<String> attributes, List<String> names) {
    for (var name : names) {
      var value = Attributes.value(attributes, name);
      if (value != null && isAddress(value.strip()) && !isPlaceholder(value)) {
        return value.strip();
      }
    }
    return null;
  }

  /** Returns whether a value is an address and not a flag, a number or a setting of the script. */
  private static boolean isAddress(String value) {
    return !value.isEmpty()
        && "{[<\"".indexOf(value.charAt(0)) < 0
        && (value.indexOf('/') >= 0 || FILE_ENDING.matcher(value).matches());
  }

  /** Returns whether an address leads to nothing, or to a placeholder. */
  static boolean isPlaceholder(@Nullable String address) {
    if (address == null || address.isBlank()) {
      return true;
    }
    var lower = address.strip().toLowerCase(Locale.ROOT);
    if (lower.startsWith("#") || lower.startsWith("//:") || lower.startsWith("//about:")) {
      return true;
    }
    int colon = lower.indexOf(':');
    var scheme = colon < 0 ? "" : lower.substring(0, colon);
    return switch (scheme) {
      case "data", "about", "javascript", "blob" -> true;
      default -> STAND_IN.matcher(fileName(lower)).find();
    };
  }

  private static boolean isPlaceholderSet(@Nullable String set) {
    return set == null || isPlaceholder(firstOf(set));
  }

  /** Returns the last segment of the path of an address. */
  static String fileName(String address) {
    int end = 0;
    while (end < address.length() && "?#".indexOf(address.charAt(end)) < 0) {
      end++;
    }
    return address.substring(address.lastIndexOf('/', end - 1) + 1, end);
  }

  private static String firstOf(String set) {
    return BLANK.split(set.strip(), 2)[0];
  }

  /** Returns the candidate with the largest width or density (WHATWG HTML 4.8.4.2.1). */
  static String widest(String set) {
    var best = firstOf(set);
    double most = -1;
    for (var candidate : CANDIDATES.split(set.strip(), -1)) {
      var parts = BLANK.split(candidate.strip(), 2);
      double size = parts.length < 2 ? 1 : size(parts[1]);
      if (size > most && !parts[0].isEmpty()) {
        most = size;
        best = parts[0];
      }
    }
    return best;
  }

  private static double size(String descriptor) {
    try {
      return Double.parseDouble(descriptor.substring(0, descriptor.length() - 1));
    } catch (NumberFormatException | StringIndexOutOfBoundsException e) {
      return 0;
    }
  }
}

package io.feedloom.parse.html;

import io.feedloom.parse.text.Addresses;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.owasp.html.HtmlSanitizer;

/**
 * Reads HTML once before it is sanitized, to find what depends on the whole text. This is the base
 * of relative addresses, and the pictures and frames that appear twice: once for browsers with
 * scripts, and once inside {@code noscript} for others.
 */
final class Survey implements HtmlSanitizer.Policy {
  /** Elements that may be between twins. */
  private static final Set<String> TRANSPARENT =
      Set.of("a", "span", "picture", "source", "noscript");

  /**
   * A picture or frame.
   *
   * @param address the real address; empty if there is none
   * @param lazy whether a script loads it
   * @param spare whether its address is a placeholder's
   * @param noscript whether it is for browsers without scripts
   * @param touching whether it follows the previous one directly
   */
  private record Shown(
      boolean frame,
      String address,
      boolean lazy,
      boolean spare,
      boolean noscript,
      boolean touching) {
    /**
     * Returns a key that is equal for the same picture or frame, with {@code http} or {@code
     * https}.
     */
    private String key(String base) {
      var absolute = Addresses.resolve(base, address).orElse(address);
      int slashes = absolute.indexOf("//");
      return (frame ? "frame " : "picture ") + absolute.substring(Math.max(0, slashes));
    }

    private boolean isNamedInNoscript() {
      return noscript && !address.isEmpty();
    }

    /** Returns whether one is a preview of the other: the same file in another folder or size. */
    private boolean isSameFile(Shown other) {
      var name = LazyMedia.fileName(address);
      return !name.isEmpty() && name.equals(LazyMedia.fileName(other.address));
    }
  }

  private final boolean lazyImages;
  private final List<Shown> all = new ArrayList<>();
  private @Nullable String base;
  private int noscript;
  private boolean touching;

  private Survey(boolean lazyImages) {
    this.lazyImages = lazyImages;
  }

  /** Returns whether the HTML contains anything that depends on the whole text. */
  static boolean isNeeded(String html) {
    for (int i = html.indexOf('<'); i >= 0; i = html.indexOf('<', i + 1)) {
      if (Html.isTag(html, i, "noscript") || Html.isTag(html, i, "base")) {
        return true;
      }
    }
    return false;
  }

  /**
   * Reads a text.
   *
   * @param lazyImages whether pictures and frames that a script loads get their real addresses
   */
  static Survey of(String html, boolean lazyImages) {
    var survey = new Survey(lazyImages);
    HtmlSanitizer.sanitize(html, survey, _ -> survey);
    return survey;
  }

  /**
   * Returns the base of relative addresses: the first {@code base} with an address, which may be
   * relative itself (WHATWG HTML 4.2.3). Otherwise returns the given base.
   */
  String base(String outer) {
    return Optional.ofNullable(base)
        .flatMap(href -> Addresses.resolve(outer, href))
        .filter(Addresses::isWeb)
        .orElse(outer);
  }

  @Override
  public void openDocument() {}

  @Override
  public void closeDocument() {}

  @Override
  public void openTag(String name, List<String> attributes) {
    switch (name) {
      case "base" -> base = base == null ? Attributes.value(attributes, "href") : base;
      case "noscript" -> noscript++;
      case "img", "image", "amp-img" -> shown(attributes, false);
      case "iframe" -> shown(attributes, true);
      default -> touching &= TRANSPARENT.contains(name);
    }
  }

  private void shown(List<String> attributes, boolean frame) {
    var written = Attributes.value(attributes, "src");
    boolean lazy = lazyImages && LazyMedia.load(attributes);
    var address = Attributes.value(attributes, "src");
    boolean spare = !lazy && LazyMedia.isPlaceholder(written);
    all.add(
        new Shown(
            frame,
            spare || address == null ? "" : address.strip(),
            lazy,
            spare,
            noscript > 0 && !Embeds.isHidden(attributes),
            touching));
    touching = true;
  }

  @Override
  public void closeTag(String name) {
    if (name.equals("noscript")) {
      noscript = Math.max(0, noscript - 1);
    }
    touching &= TRANSPARENT.contains(name);
  }

  @Override
  public void text(String text) {
    touching &= text.isBlank();
  }

  /**
   * Returns the pictures and frames to leave out, by their index among all of them. Two are twins
   * if they have the same address or are next to each other. Of twins, the one whose address is
   * known stays. If both addresses are known, the one that scripts load stays.
   */
  BitSet twins(String base) {
    var out = new BitSet();
    var paired = new BitSet();
    var scripted = new HashMap<String, Integer>();
    for (int i = 0; i < all.size(); i++) {
      if (!all.get(i).noscript) {
        scripted.putIfAbsent(all.get(i).key(base), i);
      }
    }
    for (int i = 0; i < all.size(); i++) {
      var same = all.get(i).isNamedInNoscript() ? scripted.get(all.get(i).key(base)) : null;
      if (same != null) {
        out.set(i);
        paired.set(same);
      }
    }
    for (int i = 0; i < all.size(); i++) {
      if (all.get(i).noscript && !out.get(i)) {
        leaveOutNeighbour(i, paired, out);
      }
    }
    return out;
  }

  private void leaveOutNeighbour(int place, BitSet paired, BitSet out) {
    for (int i : new int[] {place - 1, place + 1}) {
      if (i >= 0 && i < all.size() && !paired.get(i) && isTwin(i, place)) {
        paired.set(i);
        out.set(all.get(i).lazy ? place : i);
        return;
      }
    }
  }

  private boolean isTwin(int scripted, int plain) {
    var one = all.get(scripted);
    var other = all.get(plain);
    boolean beside = all.get(Math.max(scripted, plain)).touching;
    return beside
        && !one.noscript
        && one.frame == other.frame
        && (one.lazy || one.spare || one.isSameFile(other));
  }
}

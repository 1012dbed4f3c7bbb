package io.feedloom.parse.html;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.owasp.html.HtmlTextEscapingMode;

/**
 * Recognizes buttons for sharing and lists of related posts, which plug-ins add to each post. Only
 * the classes of well-known plug-ins count, never words. Follows the open elements of one text, so
 * there is one object for each.
 */
final class ShareMarkup {
  /** The classes of the outermost element that each plug-in adds. */
  private static final Set<String> CLASSES =
      Set.of(
          // FeedBurner
          "feedflare",
          // Jetpack
          "sharedaddy",
          "sd-sharing",
          "sd-sharing-enabled",
          "sd-like",
          "jetpack-likes-widget-wrapper",
          "jp-relatedposts",
          // the blocks of WordPress and Jetpack
          "wp-block-jetpack-sharing-buttons",
          "wp-block-outermost-social-sharing",
          "wp-block-social-sharing",
          "wp-block-social-links",
          "wp-block-jetpack-related-posts",
          // AddToAny
          "a2a_kit",
          "addtoany_share_save_container",
          "addtoany_share",
          "addtoany_list",
          "addtoany",
          "addtoany_content",
          // AddThis
          "addthis_toolbox",
          "addthis_inline_share_toolbox",
          "at-below-post",
          "at-above-post",
          "at-share-btn-elements",
          // Simple Share Buttons Adder
          "ssba",
          "ssba-wrap",
          "ssba-classic-2",
          "ssba-modern-2",
          "ssbp-wrap",
          // ShareThis
          "sharethis-inline-share-buttons",
          "sharethis-inline-reaction-buttons",
          "st-share-buttons",
          // Shareaholic
          "shareaholic-canvas",
          "shareaholic-share-buttons-container",
          // Social Warfare, Monarch, Easy Social Share Buttons, Shariff, Scriptless, Heateor, DVK
          "swp_social_panel",
          "et_social_inline",
          "essb_links",
          "shariff",
          "scriptlesssocialsharing",
          "heateor_sss_sharing_container",
          "heateorsssc",
          "the_champ_sharing_container",
          "dvk-social-sharing",
          // lists of related posts: YARPP, Contextual Related Posts, LinkWithin
          "yarpp",
          "yarpp-related",
          "crp_related",
          "linkwithin_div");

  private static final Pattern BLANK = Pattern.compile("\\s+");

  private static final Set<String> ELEMENTS = Set.of(HtmlPolicy.ELEMENTS);

  private final boolean isDropped;
  private String outermost = "";
  private int depth;
  private boolean dropped;

  ShareMarkup(boolean isDropped) {
    this.isDropped = isDropped;
  }

  /**
   * Returns whether this start tag, or an element around it, is such markup. The sanitizer balances
   * the elements of each name that it knows, so elements with the name of the outermost one are
   * counted.
   */
  boolean opens(String name, List<String> attributes) {
    if (depth > 0) {
      depth += name.equals(outermost) ? 1 : 0;
      return true;
    }
    if (!isDropped || !ELEMENTS.contains(name) || !isSharing(attributes)) {
      return false;
    }
    dropped = true;
    outermost = name;
    depth = HtmlTextEscapingMode.isVoidElement(name) ? 0 : 1;
    return true;
  }

  /** Returns whether this end tag belongs to such markup. */
  boolean closes(String name) {
    if (depth == 0) {
      return false;
    }
    depth -= name.equals(outermost) ? 1 : 0;
    return true;
  }

  /** Returns whether the present place in the text is inside such markup. */
  boolean isInside() {
    return depth > 0;
  }

  /** Returns whether any element was dropped. */
  boolean hasDropped() {
    return dropped;
  }

  private static boolean isSharing(List<String> attributes) {
    var written = Attributes.value(attributes, "class");
    if (written == null) {
      return false;
    }
    for (var each : BLANK.split(written, -1)) {
      if (CLASSES.contains(each)) {
        return true;
      }
    }
    return false;
  }
}

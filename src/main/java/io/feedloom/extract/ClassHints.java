package io.feedloom.extract;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jsoup.nodes.Element;

/**
 * Reads from the class and the id of elements what they are for. Names are split into words, so
 * that {@code header} does not contain {@code ad}.
 */
final class ClassHints {
  static final int CHROME = 1;
  static final int SOCIAL = 1 << 1;
  static final int RELATED = 1 << 2;
  static final int COMMENT = 1 << 3;
  static final int AD = 1 << 4;
  static final int SIGNUP = 1 << 5;
  static final int META = 1 << 6;
  static final int CAPTION = 1 << 7;
  static final int HIDDEN = 1 << 8;
  static final int CONTENT = 1 << 9;
  static final int BODY = 1 << 10;
  static final int AUTHOR_BOX = 1 << 11;

  /** Everything that is not part of an article. */
  static final int BOILERPLATE =
      CHROME | SOCIAL | RELATED | COMMENT | AD | SIGNUP | HIDDEN | AUTHOR_BOX;

  /** Names that hide an element. Longer names with these words say other things. */
  private static final Set<String> HIDING =
      Set.of(
          "hidden",
          "hide",
          "is-hidden",
          "u-hidden",
          "d-none",
          "invisible",
          "element-invisible",
          "visually-hidden",
          "visuallyhidden",
          "u-visually-hidden",
          "sr-only",
          "show-for-sr",
          "screen-reader-text",
          "screen-reader-only",
          "a11y-hidden",
          "offscreen",
          "print-only",
          "printonly");

  /** Shorter ids are names, not headings. */
  private static final int SLUG = 10;

  /** The longest heading, in characters, whose slug is an id. */
  private static final int MAX_HEADING = 200;

  private static final Map<String, Integer> WORDS = new HashMap<>();
  private static final Map<String, Integer> STEMS = new HashMap<>();

  static {
    words(
        CHROME,
        "nav navi navbar navigation menu menue submenu footer foot masthead breadcrumb breadcrumbs"
            + " crumbs sidebar aside rail cookie cookies consent gdpr modal popup overlay toolbar"
            + " pager pagination paging skip skiplink login signin logo search searchform topbar"
            + " widget widgets dialog lightbox tooltip toc noprint rightcol rightcolumn leftcol"
            + " sidenav jumplinks backtotop totop impressum copyright legal disclaimer print"
            + " accessibility"
            + " feedback rating ratings vote voting poll survey likes like");
    words(
        SOCIAL,
        "share shares sharing sharebar shareicons social socials facebook twitter whatsapp flattr"
            + " pinterest addthis addtoany sharedaddy shariff sociable sharethis follow followus"
            + " bookmark bookmarks linkedin teilen");
    words(
        RELATED,
        "related recommended recommendation recommendations recirc recirculation outbrain taboola"
            + " trending popular mostread similar morefrom readmore readalso teaser teasers"
            + " teaserlist upnext next prev previous seealso suggested suggestions latest"
            + " mostpopular zergnet revcontent carousel yarpp crp youmaylike furthermore promoted");
    words(
        COMMENT,
        "comment comments commentlist commentary disqus respond reply replies discussion"
            + " discussions trackback trackbacks pingback pingbacks kommentar kommentare"
            + " commentform livefyre leserkommentare forum");
    words(
        AD,
        "ad ads adv advert adverts advertisement advertising adsense adslot adunit adbox sponsor"
            + " sponsored sponsors promo promos promotion promobox dfp gpt banner banners werbung"
            + " anzeige anzeigen billboard commercial affiliate affiliates");
    words(
        SIGNUP,
        "newsletter newsletters subscribe subscription subscriptions signup mailchimp mailinglist"
            + " paywall paywalls registration register donate donation optin cta");
    words(
        META,
        "byline bylines dateline timestamp meta metadata postmeta postmetadata tags taglist tag"
            + " tagcloud category categories kicker postinfo entrymeta pubdate infoline date"
            + " published readtime readingtime credits keywords topics eyebrow tagged");
    words(CAPTION, "caption captions figcaption imagecaption bildunterschrift bildtext legend");
    words(
        CONTENT,
        "article articles content contents entry hentry post story main text body blog news page"
            + " artikel inhalt beitrag");
    words(
        BODY,
        "articlebody articletext articlecontent articlecontents entrycontent entrytext entrybody"
            + " postcontent postbody posttext posttext storybody storycontent storytext bodytext"
            + " maintext maincontent blogcontent newstext newscontent contentbody contenttext"
            + " artikeltext articlemain contentmain pagecontent blogpost bodycopy richtext"
            + " fulltext newsbody articlepage singlecontent");
    words(AUTHOR_BOX, "authorbox authorbio authorinfo aboutauthor bio biography");
    stems(
        CHROME,
        "breadcrumb sidebar navigation cookieconsent cookiebanner cookienotice offcanvas"
            + " pagination searchform mainmenu skiplink");
    stems(
        SOCIAL,
        "socialmedia sharebutton sharetool sharebar addtoany sharedaddy shariff socialshar");
    stems(
        RELATED,
        "related recommend taboola outbrain mostread readmore alsolike youmay seealso morestories"
            + " mightlike");
    stems(COMMENT, "comments commentform disqus commentlist commentsection");
    stems(AD, "advert sponsored adsbygoogle googlead adcontainer adwrapper");
    stems(SIGNUP, "newsletter subscribe");
  }

  private final Map<String, Integer> known = new HashMap<>();

  private static void words(int flag, String words) {
    for (var word : words.split(" ", -1)) {
      WORDS.merge(word, flag, (a, b) -> a | b);
    }
  }

  private static void stems(int flag, String stems) {
    for (var stem : stems.split(" ", -1)) {
      STEMS.merge(stem, flag, (a, b) -> a | b);
    }
  }

  /** Returns the flags of an element's class and id. */
  int of(Element element) {
    if (element.attributesSize() == 0) {
      return 0;
    }
    var attributes = element.attributes();
    int flags = ofName(attributes.getIgnoreCase("class"));
    var id = attributes.getIgnoreCase("id");
    return isSlug(id, element) ? flags : flags | ofName(id);
  }

  /** Returns whether an id repeats the heading of a section, as those of permanent links do. */
  private static boolean isSlug(String id, Element element) {
    if (id.length() < SLUG || (id.indexOf('-') < 0 && id.indexOf('_') < 0)) {
      return false;
    }
    var first = element;
    for (int depth = 0; first != null && depth < 3; depth++) {
      if (first.normalName().matches("h[1-6]")) {
        return letters(PageParts.text(first, MAX_HEADING)).startsWith(letters(id));
      }
      first = first.firstElementChild();
    }
    return false;
  }

  private static String letters(String text) {
    return text.replaceAll("(?U)[^\\p{Alnum}]", "").toLowerCase(Locale.ROOT);
  }

  private int ofName(String name) {
    if (name.isEmpty() || name.length() > 500) {
      return 0;
    }
    var seen = known.get(name);
    if (seen == null) {
      seen = read(name);
      known.put(name, seen);
    }
    return seen;
  }

  /** Reads the words of all names, and each two words that follow each other in a name. */
  private int read(String names) {
    int flags = 0;
    for (var name : names.split("\\s+", -1)) {
      if (HIDING.contains(name.toLowerCase(Locale.ROOT))) {
        flags |= HIDDEN;
      }
      String before = "";
      int from = 0;
      for (int i = 1; i <= name.length(); i++) {
        if (i == name.length() || isBorder(name.charAt(i - 1), name.charAt(i))) {
          var word = word(name, from, i);
          from = i;
          if (!word.isEmpty()) {
            flags |= ofWord(word) | (before.isEmpty() ? 0 : ofPair(before + word));
            before = word;
          }
        }
      }
    }
    return flags;
  }

  private static boolean isBorder(char before, char at) {
    return !Character.isLetterOrDigit(at)
        || !Character.isLetterOrDigit(before)
        || (Character.isUpperCase(at) && Character.isLowerCase(before));
  }

  private static String word(String name, int from, int to) {
    int start = from;
    while (start < to && !Character.isLetterOrDigit(name.charAt(start))) {
      start++;
    }
    return name.substring(start, to).toLowerCase(Locale.ROOT);
  }

  private static int ofPair(String pair) {
    return WORDS.getOrDefault(pair, 0);
  }

  private static int ofWord(String word) {
    int flags = WORDS.getOrDefault(word, 0);
    if (word.length() > 6) {
      for (var stem : STEMS.entrySet()) {
        if (word.contains(stem.getKey())) {
          flags |= stem.getValue();
        }
      }
    }
    return flags;
  }
}

package io.feedloom.feed;

/**
 * The limits on the parts of feeds and entries. Each is several times what the largest real feeds
 * have, so only broken or hostile documents reach one. Lengths are in characters (UTF-16 code
 * units).
 *
 * <p>Text beyond its limit is cut and ends in an ellipsis. An address beyond its limit is dropped,
 * because a cut address leads elsewhere. Lists keep their first elements. Each cut becomes a
 * problem of the feed.
 */
public final class Limits {
  /** HTML of an entry's content, before it is sanitized. The largest one known has 0.8 million. */
  public static final int CONTENT = 2_000_000;

  /** HTML of an entry's summary. */
  public static final int SUMMARY = 200_000;

  /** Title of an entry. */
  public static final int TITLE = 2_000;

  /** Title of a feed. It appears on every page that shows the feed. */
  public static final int FEED_TITLE = 500;

  /** Subtitle of a feed, and rights. */
  public static final int TEXT = 4_000;

  /** Description of one medium. Descriptions of films have up to five thousand. */
  public static final int DESCRIPTION = 20_000;

  /** Names: of people, languages, media types, link relations. */
  public static final int NAME = 500;

  /** A category's term, label or scheme. */
  public static final int CATEGORY = 300;

  /** Any address. */
  public static final int ADDRESS = 8_192;

  /** An entry's id. A longer one is replaced by its beginning and a hash of the whole. */
  public static final int GUID = 2_000;

  /** Text of one element of another namespace. */
  public static final int EXTENSION = 20_000;

  /** Authors of an entry, and contributors. Papers in physics have a thousand. */
  public static final int PEOPLE = 2_000;

  /** Categories of an entry. */
  public static final int CATEGORIES = 300;

  /** Links of an entry, besides its own page. */
  public static final int LINKS = 200;

  /** Enclosures of an entry. */
  public static final int ENCLOSURES = 200;

  /** Renditions and thumbnails of an entry. */
  public static final int MEDIA = 300;

  /** Elements of other namespaces of an entry. */
  public static final int EXTENSIONS = 200;

  /** WebSub hubs of a feed. */
  public static final int HUBS = 20;

  /** Characters of all lists of an entry together, or of a feed. */
  public static final int DETAILS = 500_000;

  /** Problems recorded for one document. */
  public static final int PROBLEMS = 50;

  /** The message or the place of one problem. */
  static final int PROBLEM = 500;

  /** The search for the end of a word goes back no further than this. */
  private static final int WORD = 100;

  private Limits() {}

  /** Returns the text, or its beginning up to the end of a word, and an ellipsis. */
  public static String cut(String text, int most) {
    return text.length() <= most ? text : text.substring(0, end(text, most - 1)) + "…";
  }

  /** Returns where to cut a text that is longer than this: between words, never in a character. */
  public static int end(String text, int most) {
    int whole = Character.isLowSurrogate(text.charAt(most)) ? most - 1 : most;
    for (int i = whole; i > Math.max(0, whole - WORD); i--) {
      if (Character.isWhitespace(text.charAt(i))) {
        return i;
      }
    }
    return whole;
  }
}

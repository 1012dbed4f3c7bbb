package io.feedloom.parse.xml;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdom2.Namespace;

/**
 * The namespaces that feeds use, each with the prefix that Feedloom uses for it. Publishers spell
 * their URIs in many ways. All spellings are mapped to one {@link Namespace}, so that Rome and all
 * other readers of the tree see only the spelling of the specification.
 */
public final class Namespaces {
  public static final Namespace ATOM =
      Namespace.getNamespace("atom", "http://www.w3.org/2005/Atom");
  public static final Namespace ATOM03 = Namespace.getNamespace("atom", "http://purl.org/atom/ns#");
  static final Namespace RSS10 = Namespace.getNamespace("rss", "http://purl.org/rss/1.0/");
  static final Namespace RSS090 =
      Namespace.getNamespace("rss", "http://my.netscape.com/rdf/simple/0.9/");
  public static final Namespace RDF =
      Namespace.getNamespace("rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#");
  static final Namespace XHTML = Namespace.getNamespace("xhtml", "http://www.w3.org/1999/xhtml");
  static final Namespace MATHML =
      Namespace.getNamespace("mml", "http://www.w3.org/1998/Math/MathML");
  static final Namespace SVG = Namespace.getNamespace("svg", "http://www.w3.org/2000/svg");
  static final Namespace PODCAST =
      Namespace.getNamespace("podcast", "https://podcastindex.org/namespace/1.0");

  /**
   * Replaces every unknown namespace. Their elements are dropped anyway, and JDOM never removes a
   * namespace from memory.
   */
  public static final Namespace FOREIGN = Namespace.getNamespace("foreign", "urn:x-foreign");

  private static final Map<String, Namespace> BY_URI = new HashMap<>();
  private static final Map<String, Namespace> BY_PREFIX = new HashMap<>();

  /** Wrong default namespaces on RSS documents. Elements of RSS have no namespace. */
  private static final Set<String> PLAIN_RSS =
      Set.of(
          "backend.userland.com/rss",
          "backend.userland.com/rss2",
          "blogs.law.harvard.edu/tech/rss",
          "cyber.law.harvard.edu/rss/rss.html",
          "purl.org/net/rss1.1#",
          "purl.org/net/rss1.1",
          "my.netscape.com/publish/formats/rss-0.91.dtd",
          "rssboard.org/rss-specification");

  static {
    known(ATOM, "purl.org/net/atom#", "w3.org/2005/atom#");
    known(ATOM03, "purl.org/atom/ns", "purl.org/atom/ns#0.3", "example.com/newformat#");
    known(RSS10, "purl.org/rss/1.0/#");
    known(RSS090, "channel.netscape.com/rdf/simple/0.9", "my.netscape.com/rdf/simple/0.9");
    known(RDF);
    known(XHTML);
    known(MATHML);
    known(SVG);
    known(PODCAST, podcastIndex("master"), podcastIndex("main"));
    known("content", "http://purl.org/rss/1.0/modules/content/");
    known("sy", "http://purl.org/rss/1.0/modules/syndication/");
    known("slash", "http://purl.org/rss/1.0/modules/slash/");
    known("dc", "http://purl.org/dc/elements/1.1/", "purl.org/dc/elements/1.0");
    known("dcterms", "http://purl.org/dc/terms/");
    known(
        "itunes",
        "http://www.itunes.com/dtds/podcast-1.0.dtd",
        "itunes.com/dtds/podcast-1.0",
        "example.com/dtds/podcast-1.0.dtd");
    known(
        "media",
        "http://search.yahoo.com/mrss/",
        "video.search.yahoo.com/mrss",
        "tools.search.yahoo.com/mrss");
    known("georss", "http://www.georss.org/georss", "georss.org/georss/10", "georss.org");
    known("gml", "http://www.opengis.net/gml");
    known("geo", "http://www.w3.org/2003/01/geo/wgs84_pos#", "w3.org/2003/01/geo/wgs84_pos");
    known("thr", "http://purl.org/syndication/thread/1.0");
    known("wfw", "http://wellformedweb.org/CommentAPI/");
    known("creativeCommons", "http://backend.userland.com/creativeCommonsRssModule");
    known(
        "cc",
        "http://web.resource.org/cc/",
        "creativecommons.org/ns#",
        "cyber.law.harvard.edu/rss/creativecommonsrssmodule.html");
    known("feedburner", "http://rssnamespace.org/feedburner/ext/1.0");
    known("source", "http://source.scripting.com/");
    known(
        "prism",
        "http://prismstandard.org/namespaces/1.2/basic/",
        "prismstandard.org/namespaces/basic/2.0",
        "prismstandard.org/namespaces/2.0/basic");
    known("googleplay", "http://www.google.com/schemas/play-podcasts/1.0");
    known("admin", "http://webns.net/mvcb/");
    known("app", "http://www.w3.org/2007/app", "purl.org/atom/app#");
    known("at", "http://purl.org/atompub/tombstones/1.0");
    known("fh", "http://purl.org/syndication/history/1.0");
    known("psc", "http://podlove.org/simple-chapters/", "podlove.org/simple-chapters");
    BY_PREFIX.put("a10", ATOM);
    BY_PREFIX.put("atom10", ATOM);
    BY_PREFIX.put("dct", BY_PREFIX.get("dcterms"));
    BY_PREFIX.put("mrss", BY_PREFIX.get("media"));
  }

  private Namespaces() {}

  /**
   * Returns the namespace with this URI, however it is spelled, under the prefix that Feedloom
   * uses.
   */
  static Optional<Namespace> known(String uri) {
    return Optional.ofNullable(BY_URI.get(fold(uri)));
  }

  /** Returns the namespace of a well-known prefix that the document does not declare. */
  static Optional<Namespace> meantBy(String prefix) {
    return Optional.ofNullable(BY_PREFIX.get(prefix.toLowerCase(Locale.ROOT)));
  }

  /** Returns the namespace with this prefix. The prefix must be in the list of this class. */
  public static Namespace meant(String prefix) {
    return meantBy(prefix).orElseThrow();
  }

  /** Returns whether a namespace means the plain elements of RSS 2.0 (or 0.91, or 1.1). */
  static boolean isPlainRss(String uri) {
    return PLAIN_RSS.contains(fold(uri));
  }

  private static String podcastIndex(String branch) {
    return "github.com/podcastindex-org/podcast-namespace/blob/" + branch + "/docs/1.0.md";
  }

  private static void known(String prefix, String uri, String... spellings) {
    known(Namespace.getNamespace(prefix, uri), spellings);
  }

  private static void known(Namespace namespace, String... spellings) {
    BY_PREFIX.putIfAbsent(namespace.getPrefix().toLowerCase(Locale.ROOT), namespace);
    BY_URI.put(fold(namespace.getURI()), namespace);
    for (var spelling : spellings) {
      BY_URI.put(fold(spelling), namespace);
    }
  }

  /**
   * Returns a URI without the parts that publishers often write wrong: scheme, {@code www.}, case
   * and a slash at the end.
   */
  private static String fold(String uri) {
    var folded = uri.strip().toLowerCase(Locale.ROOT);
    int scheme = folded.indexOf("://");
    folded = scheme < 0 ? folded : folded.substring(scheme + 3);
    folded = folded.startsWith("www.") ? folded.substring(4) : folded;
    return folded.endsWith("/") ? folded.substring(0, folded.length() - 1) : folded;
  }
}

package io.feedloom.render;

import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Attr;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/**
 * What feed validators ask of a document, errors and warnings alike; finds what is against it. Left
 * aside is only what no publisher of others' entries can mend: an id that its publisher did not
 * write in canonical form, two entries of one second, a title that is empty or speaks of markup, a
 * date that is not plausible, and that a feed with podcasts among others is not itself a podcast.
 */
public class FeedRules {
  public static final String ATOM = "http://www.w3.org/2005/Atom";
  static final String MEDIA = "http://search.yahoo.com/mrss/";
  static final String DC = "http://purl.org/dc/elements/1.1/";
  static final String HISTORY = "http://purl.org/syndication/history/1.0";

  /** RFC 5005. */
  static final Set<String> PAGES = Set.of("first", "previous", "next", "last", "current");

  private static final Pattern MEDIA_TYPE =
      Pattern.compile("[^\\s()<>,;:\\\\\"/\\[\\]?=]+/[^\\s()<>,;:\\\\\"/\\[\\]?=]+(\\s*;.+)?");
  private static final Pattern E_MAIL = Pattern.compile("[^\\s@<>()]+@[^\\s@<>()]+\\.[^\\s@<>()]+");
  private static final Pattern END_TAG = Pattern.compile("</\\w+>");

  private final List<String> faults = new ArrayList<>();

  FeedRules() {}

  public static List<String> ofAtom(byte[] body) {
    var rules = new AtomRules();
    rules.check(parsed(body).getDocumentElement());
    return rules.faults();
  }

  public static List<String> ofRss(byte[] body) {
    var rules = new RssRules();
    rules.check(parsed(body).getDocumentElement(), new String(body, StandardCharsets.UTF_8));
    return rules.faults();
  }

  public static List<String> ofJson(byte[] body) {
    return JsonFeedRules.faults(body);
  }

  final List<String> faults() {
    return faults;
  }

  static Document parsed(byte[] body) {
    try {
      var factory = DocumentBuilderFactory.newDefaultInstance();
      factory.setNamespaceAware(true);
      return factory.newDocumentBuilder().parse(new ByteArrayInputStream(body));
    } catch (Exception e) {
      throw new AssertionError("not well-formed", e);
    }
  }

  static List<Element> children(Element parent, String namespace, String name) {
    var found = new ArrayList<Element>();
    for (var node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
      if (node instanceof Element e
          && namespace(e).equals(namespace)
          && (name.equals("*") || name.equals(e.getLocalName()))) {
        found.add(e);
      }
    }
    return found;
  }

  static String namespace(Node node) {
    return node.getNamespaceURI() == null ? "" : node.getNamespaceURI();
  }

  static String text(Element parent, String namespace, String name) {
    return children(parent, namespace, name).getFirst().getTextContent();
  }

  /** Which elements of this namespace may stand here, which of them once, and which must. */
  final void holds(
      Element parent, String namespace, Set<String> may, Set<String> most, String... least) {
    Map<String, Integer> counts = new HashMap<>();
    children(parent, namespace, "*").forEach(e -> counts.merge(e.getLocalName(), 1, Integer::sum));
    var place = parent.getTagName();
    counts.keySet().forEach(name -> check(may.contains(name), place + ": may not hold " + name));
    most.forEach(name -> check(counts.getOrDefault(name, 0) < 2, place + ": two " + name));
    for (String name : least) {
      check(counts.containsKey(name), place + ": no " + name);
    }
  }

  /** All namespaces are named by URIs, and the prefix that everyone uses means what it does. */
  final void namespaces(Element root) {
    var attributes = root.getAttributes();
    for (int i = 0; i < attributes.getLength(); i++) {
      if (attributes.item(i) instanceof Attr a && a.getName().startsWith("xmlns")) {
        iri(a.getValue());
      }
    }
  }

  final void languages(Element element) {
    var lang = element.getAttributeNS("http://www.w3.org/XML/1998/namespace", "lang");
    if (!lang.isEmpty()) {
      language(lang);
    }
  }

  final void language(String tag) {
    var primary = tag.split("-", 2)[0].toLowerCase(Locale.ROOT);
    check(
        primary.length() == 2
            ? Set.of(Locale.getISOLanguages()).contains(primary)
            : primary.matches("[a-z]{3,8}"),
        "not a language: " + tag);
  }

  /** Media RSS 1.5.1. */
  final void media(Element parent) {
    for (Element group : children(parent, MEDIA, "group")) {
      check(children(group, MEDIA, "content").size() > 1, "media:group of one");
      renditions(group);
    }
    renditions(parent);
  }

  private void renditions(Element parent) {
    for (Element content : children(parent, MEDIA, "content")) {
      link(content.getAttribute("url"));
      optional(content, "type", this::mediaType);
      optional(
          content,
          "medium",
          m ->
              check(
                  Set.of("image", "audio", "video", "document", "executable").contains(m),
                  "medium: " + m));
      for (String name : List.of("fileSize", "width", "height", "duration")) {
        optional(content, name, n -> check(n.matches("[1-9]\\d*"), name + ": " + n));
      }
      for (String name : List.of("title", "description")) {
        var texts = children(content, MEDIA, name);
        check(texts.size() < 2, "two media:" + name);
        texts.forEach(t -> check(t.getAttribute("type").equals("plain"), "media type of text"));
      }
      renditions(content);
    }
    for (Element thumbnail : children(parent, MEDIA, "thumbnail")) {
      web(thumbnail.getAttribute("url"));
    }
  }

  static void optional(
      Element element, String attribute, java.util.function.Consumer<String> rule) {
    if (element.hasAttribute(attribute)) {
      rule.accept(element.getAttribute(attribute));
    }
  }

  final void mediaType(String text) {
    matches(text, t -> MEDIA_TYPE.matcher(t).matches(), "not a media type");
  }

  final void email(String text) {
    matches(text, t -> E_MAIL.matcher(t).matches(), "not an e-mail address");
  }

  final void noMarkup(String text) {
    matches(text, t -> !END_TAG.matcher(t).find(), "markup in plain text");
  }

  final void notBlank(String text, String what) {
    check(!text.isBlank(), what + " is blank");
    check(text.equals(text.strip()), what + " has white space around it: " + text);
  }

  /** RFC 3987, and of the schemes that say how their names look, RFC 4151, 8141 and 9562. */
  final void iri(String text) {
    matches(text, FeedRules::isAbsolute, "not an IRI");
    if (text.startsWith("urn:")) {
      matches(text, t -> t.matches("urn:[a-z0-9][a-zA-Z0-9-]{1,31}:\\S+"), "not a URN");
    }
    if (text.startsWith("urn:uuid:")) {
      matches(
          text,
          t -> t.matches("urn:uuid:[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"),
          "UUID");
    }
    if (text.startsWith("tag:")) {
      matches(text, t -> t.matches("tag:[^,:\\s]+,\\d{4}(-\\d\\d){0,2}:\\S*"), "not a tag URI");
    }
  }

  private static boolean isAbsolute(String text) {
    try {
      return new URI(text).isAbsolute();
    } catch (URISyntaxException _) {
      return false;
    }
  }

  final void web(String text) {
    iri(text);
    matches(text, t -> t.matches("https?://[^/@?#]+([/?#].*)?"), "not a web address");
    matches(text, t -> t.chars().allMatch(c -> c > ' ' && c < 0x7F), "not ASCII");
  }

  /** A page or file, perhaps of another scheme than http and https. */
  final void link(String text) {
    if (text.matches("(?i)https?:.*")) {
      web(text);
    } else {
      iri(text);
      matches(text, t -> t.matches("[A-Za-z][A-Za-z0-9+-]+:[!-~]+"), "not an address");
      matches(
          text, t -> !t.matches("(?i)(javascript|data|vbscript|blob|file):.*"), "runs something");
    }
  }

  final void rfc3339(String text) {
    matches(
        text,
        t ->
            t.matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z")
                && !Instant.parse(t).equals(Instant.MAX),
        "not an RFC 3339 date");
  }

  /** The day of the week is checked by the parser. */
  final void rfc822(String text) {
    matches(
        text,
        t ->
            t.matches("[A-Z][a-z]{2}, \\d\\d [A-Z][a-z]{2} \\d{4} \\d\\d:\\d\\d:\\d\\d GMT")
                && DateTimeFormatter.RFC_1123_DATE_TIME.parse(t) != null,
        "not an RFC 822 date");
  }

  private void matches(String text, Predicate<String> rule, String fault) {
    check(rule.test(text), fault + ": " + text);
  }

  final void check(boolean holds, String fault) {
    if (!holds) {
      faults.add(fault);
    }
  }
}

package io.feedloom.parse.field;

import io.feedloom.feed.Element;
import io.feedloom.feed.ExtensionPolicy;
import io.feedloom.feed.Limits;
import io.feedloom.parse.xml.XmlElement;
import io.feedloom.parse.xml.XmlText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the elements of other vocabularies that merged feeds may contain, see {@link
 * ExtensionPolicy}.
 */
public final class ExtensionReader {
  private static final Set<String> NAMESPACES =
      Set.of(
          "itunes",
          "podcast",
          "dc",
          "dcterms",
          "georss",
          "geo",
          "gml",
          "thr",
          "cc",
          "creativeCommons",
          "media",
          "psc",
          "prism",
          "source",
          "googleplay");

  /**
   * The elements that are left out, because they repeat a field of the entry or change with every
   * poll.
   */
  private static final Set<String> SAID =
      Set.of(
          "dc:title",
          "dc:creator",
          "dc:author",
          "dc:subject",
          "dc:date",
          "dc:description",
          "dc:contributor",
          "dc:language",
          "dc:rights",
          "dc:identifier",
          "dcterms:title",
          "dcterms:creator",
          "dcterms:modified",
          "dcterms:issued",
          "dcterms:created",
          "dcterms:rights",
          "dcterms:contributor",
          "dcterms:subject",
          "media:content",
          "media:group",
          "media:thumbnail",
          "media:title",
          "media:description",
          "media:credit",
          "media:community",
          "media:statistics",
          "thr:total");

  private static final Set<String> OF_FEED =
      Set.of("itunes", "podcast", "googleplay", "creativeCommons", "cc");

  /**
   * The elements of a feed that are left out. They would move its subscribers to another address,
   * speak about the address of the publisher's own document, or change all the time.
   */
  private static final Set<String> OF_DOCUMENT =
      Set.of(
          "itunes:new-feed-url",
          "googleplay:newfeedurl",
          "podcast:locked",
          "podcast:podping",
          "podcast:liveitem");

  private static final int DEPTH = 6;

  /** One more than is stored, so that {@code EntryLimits} notices when there are too many. */
  private static final int MAX_EXTENSIONS = Limits.EXTENSIONS + 1;

  private static final int MAX_TEXT_LENGTH = Limits.EXTENSION + 1;

  private ExtensionReader() {}

  /**
   * Returns the allowed elements of an item.
   *
   * @param bases the bases in effect within the item
   */
  public static List<Element> read(XmlElement item, Bases bases) {
    return read(item, bases, NAMESPACES, SAID);
  }

  /**
   * Returns the allowed elements of a feed itself, such as those of podcasts.
   *
   * @param bases the bases in effect within the channel
   */
  public static List<Element> ofFeed(XmlElement channel, Bases bases) {
    return read(channel, bases, OF_FEED, OF_DOCUMENT);
  }

  private static List<Element> read(
      XmlElement owner, Bases bases, Set<String> namespaces, Set<String> leftOut) {
    var kept = new ArrayList<Element>();
    for (var child : owner.children()) {
      boolean passes =
          namespaces.contains(child.prefix())
              && isAllowed(child)
              && !leftOut.contains(child.field());
      if (passes && kept.size() < MAX_EXTENSIONS) {
        kept.add(copy(child, bases.within(child), DEPTH));
      }
    }
    return ExtensionPolicy.safe(kept);
  }

  private static boolean isAllowed(XmlElement element) {
    return ExtensionPolicy.isAllowed(element.namespace().getURI(), element.local());
  }

  private static Element copy(XmlElement element, Bases bases, int depth) {
    var children = new ArrayList<Element>();
    if (depth > 0) {
      for (var child : element.children()) {
        if (children.size() < MAX_EXTENSIONS && isAllowed(child)) {
          children.add(copy(child, bases.within(child), depth - 1));
        }
      }
    }
    var uri = element.namespace().getURI();
    var name = element.local();
    var text = text(element);
    if (ExtensionPolicy.isAddress(uri, name, Optional.empty())) {
      text = bases.link(text).orElse(text);
    }
    return new Element(uri, name, attributes(element, bases), text, children);
  }

  /** Returns the text of an element, with the text of children that are only markup. */
  private static String text(XmlElement element) {
    var text = new StringBuilder();
    collect(element, text);
    var whole = text.toString().strip();
    return whole.length() > MAX_TEXT_LENGTH ? whole.substring(0, MAX_TEXT_LENGTH) : whole;
  }

  private static void collect(XmlElement element, StringBuilder text) {
    for (int i = 0; i < element.size() && text.length() <= MAX_TEXT_LENGTH; i++) {
      switch (element.content(i)) {
        case XmlText own -> text.append(own.text());
        case XmlElement child -> {
          if (!isAllowed(child) && !child.isNamed("script") && !child.isNamed("style")) {
            collect(child, text);
          }
        }
      }
    }
  }

  private static Map<String, String> attributes(XmlElement element, Bases bases) {
    var uri = element.namespace().getURI();
    var names = element.attributeNames();
    var attributes = new LinkedHashMap<String, String>();
    for (int i = 0; i < names.size(); i++) {
      if (names.get(i).namespace().getPrefix().isEmpty()) {
        var name = names.get(i).local();
        var value = element.attributeValues().get(i);
        boolean address = ExtensionPolicy.isAddress(uri, element.local(), Optional.of(name));
        attributes.put(name, address ? bases.link(value).orElse(value) : value);
      }
    }
    return attributes;
  }
}

package io.feedloom.parse.rome;

import com.rometools.rome.feed.atom.Entry;
import com.rometools.rome.feed.atom.Feed;
import com.rometools.rome.feed.module.DCModule;
import com.rometools.rome.feed.module.DCModuleImpl;
import com.rometools.rome.feed.module.Extendable;
import com.rometools.rome.feed.module.Module;
import com.rometools.rome.io.impl.Atom10Parser;
import com.rometools.rome.io.impl.FeedParsers;
import com.rometools.rome.io.impl.RSS20Parser;
import io.feedloom.parse.xml.XmlElement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jdom2.Document;
import org.jdom2.Element;
import org.jdom2.Namespace;
import org.jspecify.annotations.Nullable;

/**
 * Calls Rome, which recognizes the formats and reads the fields that their specifications define.
 * Rome gets one prepared item at a time. So it reads only items that are new or changed, and a
 * fault in one item cannot affect the others. Its parsers are called directly, because building a
 * document around each item would take 50 % more time.
 */
public final class Rome {
  private static final FeedParsers FORMATS = new FeedParsers();
  private static final RssParser RSS = new RssParser();
  private static final AtomParser ATOM = new AtomParser();
  private static final DCModule NO_DUBLIN_CORE = new DCModuleImpl();

  private Rome() {}

  /** Returns Rome's name of the format, such as {@code rss_2.0}. */
  public static String format(XmlElement root) {
    var frame = new Element(root.local(), root.namespace());
    root.attribute("version").ifPresent(version -> frame.setAttribute("version", version));
    for (var child : root.children()) {
      if (child.local().equals("channel")) {
        frame.addContent(new Element("channel", child.namespace()));
      }
    }
    var parser = FORMATS.getParserFor(new Document(frame));
    return parser != null ? parser.getType() : root.isNamed("feed") ? "atom_1.0" : "rss_2.0";
  }

  /** Returns the fields of an item that its specification defines. */
  public static Standard read(Prepared item) {
    var element = item.element();
    return switch (element.getName()) {
      case "item" -> RssItem.read(RSS.parseItem(element, element, Locale.ROOT));
      default -> AtomEntry.read(ATOM.parseEntry(element));
    };
  }

  /** Rome's parser, but it ignores foreign markup, which prepared items do not contain. */
  private static final class RssParser extends RSS20Parser {
    /** Returns the constant at once. Rome would look it up in JDOM's table each time. */
    @Override
    protected Namespace getRSSNamespace() {
      return Namespace.NO_NAMESPACE;
    }

    @Override
    protected List<Element> extractForeignMarkup(Element e, Extendable ext, Namespace namespace) {
      return List.of();
    }
  }

  /** Rome's parser, but for an entry without a feed around it. */
  private static final class AtomParser extends Atom10Parser {
    Entry parseEntry(Element entry) {
      return parseEntry(new Feed(getType()), entry, null, Locale.ROOT);
    }

    @Override
    protected List<Element> extractForeignMarkup(Element e, Extendable ext, Namespace namespace) {
      return List.of();
    }
  }

  static DCModule dublinCore(@Nullable Module module) {
    return module instanceof DCModule dc ? dc : NO_DUBLIN_CORE;
  }

  /** Returns the list, or an empty one for null, which Rome returns for an empty list. */
  static <T> List<T> list(@Nullable List<T> list) {
    return list == null ? List.of() : list;
  }

  /** Converts a list from Rome. */
  static <T, R> List<R> each(@Nullable List<T> list, Function<T, R> meaning) {
    if (list == null || list.isEmpty()) {
      return List.of();
    }
    var all = new ArrayList<R>(list.size());
    for (var each : list) {
      all.add(meaning.apply(each));
    }
    return all;
  }
}

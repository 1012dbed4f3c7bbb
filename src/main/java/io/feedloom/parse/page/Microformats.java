package io.feedloom.parse.page;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Entities;
import org.jspecify.annotations.Nullable;

/** Reads the {@code h-entry}s of a page (microformats2), also under their classic names. */
final class Microformats {
  private static final Pattern ROOT = Pattern.compile("h-(?:[a-z0-9]+-)?[a-z]+(?:-[a-z]+)*");
  private static final Pattern TIME =
      Pattern.compile(
          "(?i)^(\\d{1,2})(?::(\\d{2}))?(?::(\\d{2})(?:\\.\\d+)?)?\\s*([ap])?\\.?(?:m\\.?)?\\s*(Z|[+-]\\d{1,2}:?\\d{0,2})?$");
  private static final Pattern DAY = Pattern.compile("\\d{4}-(?:\\d{2}-\\d{2}|\\d{3})");
  private static final Pattern ZONE = Pattern.compile("Z|[+-]\\d{1,2}:?\\d{0,2}");
  private static final Map<String, String> CLASSIC_ROOTS =
      Map.of(
          "hentry",
          "h-entry",
          "hnews",
          "h-entry",
          "hfeed",
          "h-feed",
          "vcard",
          "h-card",
          "vevent",
          "h-event",
          "hreview",
          "h-review",
          "hproduct",
          "h-product",
          "hrecipe",
          "h-recipe");

  private static final Map<String, String> CLASSIC =
      Map.of(
          "entry-title", "p-name",
          "entry-content", "e-content",
          "entry-summary", "p-summary",
          "published", "dt-published",
          "updated", "dt-updated",
          "author", "p-author",
          "category", "p-category",
          "photo", "u-photo");

  private final HtmlPage page;
  private final Map<Element, List<String>> feedAuthors = new HashMap<>();

  private Microformats(HtmlPage page) {
    this.page = page;
  }

  static List<PageEntry> entries(HtmlPage page) {
    var reader = new Microformats(page);
    return page.document().select("[class~=(?:^|\\s)(?:h-entry|hentry|hnews)(?:\\s|$)]").stream()
        .filter(element -> roots(element).contains("h-entry"))
        .filter(
            element -> holder(element).map(holder -> roots(holder).contains("h-feed")).orElse(true))
        .flatMap(element -> reader.entry(element).stream())
        .toList();
  }

  /** Returns the microformat around an element. */
  private static Optional<Element> holder(Element element) {
    for (var up = element.parent(); up != null; up = up.parent()) {
      if (!roots(up).isEmpty()) {
        return Optional.of(up);
      }
    }
    return Optional.empty();
  }

  /** Returns the names of the microformats that begin at an element. */
  private static Set<String> roots(Element element) {
    var classes = element.classNames();
    var own =
        classes.stream().filter(name -> ROOT.matcher(name).matches()).collect(Collectors.toSet());
    return own.isEmpty()
        ? classes.stream()
            .filter(CLASSIC_ROOTS::containsKey)
            .map(CLASSIC_ROOTS::get)
            .collect(Collectors.toSet())
        : own;
  }

  private static boolean isClassic(Element root) {
    return root.classNames().stream().noneMatch(name -> ROOT.matcher(name).matches());
  }

  /** A property of a microformat. */
  private record Property(String name, Element element, boolean nested) {}

  private static List<Property> properties(Element root) {
    boolean classic = isClassic(root);
    var found = new ArrayList<Property>();
    var waiting = new java.util.ArrayDeque<Element>(root.children());
    while (!waiting.isEmpty()) {
      var element = waiting.removeFirst();
      boolean nested = !roots(element).isEmpty();
      names(element, classic).forEach(name -> found.add(new Property(name, element, nested)));
      if (nested && names(element, classic).isEmpty()) {
        found.add(new Property("", element, true));
      }
      if (!nested) {
        var children = element.children();
        for (int i = children.size() - 1; i >= 0; i--) {
          waiting.addFirst(children.get(i));
        }
      }
    }
    return found;
  }

  private static List<String> names(Element element, boolean classic) {
    if (!classic) {
      return element.classNames().stream()
          .filter(name -> name.matches("(?:p|u|dt|e)-[a-z][a-z0-9-]*"))
          .toList();
    }
    var names =
        element.classNames().stream().filter(CLASSIC::containsKey).map(CLASSIC::get).toList();
    var relations =
        List.of(element.attr("rel").strip().toLowerCase(java.util.Locale.ROOT).split("\\s+"));
    var related =
        Stream.of(
            relations.contains("bookmark") ? "u-url" : "",
            relations.contains("tag") ? "p-category" : "");
    return Stream.concat(names.stream(), related)
        .filter(name -> !name.isEmpty())
        .distinct()
        .toList();
  }

  private Optional<PageEntry> entry(Element root) {
    var all = properties(root);
    var link = first(all, "u-url").or(() -> impliedUrl(root, all)).or(() -> first(all, "u-uid"));
    var content = element(all, "e-content");
    return link.map(
        address ->
            new PageEntry(
                first(all, "p-name").or(() -> impliedName(root, all)).orElse(""),
                address,
                Optional.empty(),
                first(all, "dt-published"),
                first(all, "dt-updated"),
                authors(root, all),
                texts(all, "p-category"),
                Stream.of("u-photo", "u-featured")
                    .flatMap(name -> texts(all, name).stream())
                    .distinct()
                    .toList(),
                content.map(Element::html).or(() -> first(all, "p-content").map(Entities::escape)),
                first(all, "p-summary").map(Entities::escape)));
  }

  private List<String> authors(Element entry, List<Property> all) {
    var own = texts(all, "p-author");
    if (!own.isEmpty()) {
      return own;
    }
    return holder(entry)
        .filter(holder -> roots(holder).contains("h-feed"))
        .map(feed -> feedAuthors.computeIfAbsent(feed, it -> texts(properties(it), "p-author")))
        .orElse(List.of());
  }

  private static Optional<Element> element(List<Property> all, String name) {
    return all.stream()
        .filter(property -> property.name().equals(name))
        .map(Property::element)
        .findFirst();
  }

  private Optional<String> first(List<Property> all, String name) {
    return texts(all, name).stream().findFirst();
  }

  private List<String> texts(List<Property> all, String name) {
    return all.stream()
        .filter(property -> property.name().equals(name))
        .flatMap(property -> value(property).stream())
        .filter(text -> !text.isBlank())
        .distinct()
        .toList();
  }

  private Optional<String> value(Property property) {
    var element = property.element();
    if (property.nested()) {
      var inner = properties(element);
      return property.name().startsWith("u-")
          ? first(inner, "u-url").or(() -> impliedUrl(element, inner)).or(() -> url(element))
          : first(inner, isClassic(element) ? "p-fn" : "p-name")
              .or(() -> classicName(element))
              .or(() -> impliedName(element, inner));
    }
    if (property.name().startsWith("u-")) {
      return url(element);
    }
    return Optional.of(property.name().startsWith("dt-") ? date(element) : text(element));
  }

  /** Returns the name of a classic contact card. */
  private static Optional<String> classicName(Element card) {
    return isClassic(card)
        ? Optional.ofNullable(card.selectFirst(".fn")).map(Microformats::text)
        : Optional.empty();
  }

  private static String text(Element element) {
    var parts = parts(element);
    if (!parts.isEmpty()) {
      return HtmlPage.blanks(String.join("", parts));
    }
    return HtmlPage.blanks(own(element).orElseGet(() -> shown(element)));
  }

  /** Returns the value that an element has in an attribute. */
  private static Optional<String> own(Element element) {
    return switch (element.normalName()) {
      case "abbr", "link" -> attribute(element, "title");
      case "data", "input" -> attribute(element, "value");
      case "img", "area" -> attribute(element, "alt");
      case "meta" -> attribute(element, "content");
      default -> Optional.empty();
    };
  }

  private static Optional<String> attribute(Element element, String name) {
    return element.hasAttr(name) ? Optional.of(element.attr(name)) : Optional.empty();
  }

  /** Returns the text of an element, with the alternative texts of its pictures. */
  private static String shown(Element element) {
    if (element.selectFirst("img, script, style, template") == null) {
      return element.text();
    }
    var copy = element.clone();
    copy.select("script, style, template").remove();
    for (var image : copy.select("img")) {
      image.replaceWith(new org.jsoup.nodes.TextNode(" " + image.attr("alt") + " "));
    }
    return copy.text();
  }

  private Optional<String> url(Element element) {
    var written =
        switch (element.normalName()) {
          case "a", "area", "link" -> attribute(element, "href");
          case "img" -> page.picture(element);
          case "audio", "video", "source", "iframe" ->
              attribute(element, "src").or(() -> attribute(element, "poster"));
          case "object" -> attribute(element, "data");
          default -> Optional.<String>empty();
        };
    return written.or(() -> Optional.of(text(element))).flatMap(page::address);
  }

  private static List<String> parts(Element element) {
    var parts = new ArrayList<String>();
    var waiting = new java.util.ArrayDeque<Element>(element.children());
    while (!waiting.isEmpty()) {
      var child = waiting.removeFirst();
      if (child.hasClass("value-title")) {
        parts.add(child.attr("title"));
      } else if (child.hasClass("value")) {
        parts.add(attribute(child, "datetime").or(() -> own(child)).orElseGet(child::text).strip());
      } else if (roots(child).isEmpty()) {
        var children = child.children();
        for (int i = children.size() - 1; i >= 0; i--) {
          waiting.addFirst(children.get(i));
        }
      }
    }
    return parts;
  }

  /** Returns a date, also one of several values (the value class pattern). */
  private static String date(Element element) {
    var parts = parts(element);
    if (parts.isEmpty()) {
      return attribute(element, "datetime").or(() -> own(element)).orElseGet(element::text).strip();
    }
    var day = "";
    var time = "";
    var zone = "";
    for (var part : parts) {
      var clock = TIME.matcher(part);
      if (DAY.matcher(part).matches()) {
        day = day.isEmpty() ? part : day;
      } else if (ZONE.matcher(part).matches()) {
        zone = zone.isEmpty() ? part : zone;
      } else if (clock.matches()) {
        if (time.isEmpty()) {
          time = time(clock);
          zone = clock.group(5) == null ? zone : clock.group(5);
        }
      } else if (day.isEmpty()) {
        return part;
      }
    }
    return time.isEmpty() ? day : day + "T" + time + offset(zone);
  }

  private static String time(java.util.regex.Matcher clock) {
    int hour = Integer.parseInt(clock.group(1));
    var half = clock.group(4);
    if (half != null) {
      hour = hour % 12 + (half.equalsIgnoreCase("p") ? 12 : 0);
    }
    return "%02d:%s:%s"
        .formatted(
            hour,
            clock.group(2) == null ? "00" : clock.group(2),
            clock.group(3) == null ? "00" : clock.group(3));
  }

  private static String offset(String zone) {
    if (zone.isEmpty() || zone.equals("Z")) {
      return zone;
    }
    var digits = zone.substring(1).replace(":", "");
    var hours = digits.length() > 2 ? digits.substring(0, digits.length() - 2) : digits;
    var minutes = digits.length() > 2 ? digits.substring(digits.length() - 2) : "00";
    return zone.charAt(0) + (hours.length() < 2 ? "0" + hours : hours) + ":" + minutes;
  }

  private static Optional<String> impliedName(Element root, List<Property> all) {
    boolean known =
        all.stream()
            .anyMatch(p -> p.nested() || p.name().startsWith("p-") || p.name().startsWith("e-"));
    if (known || isClassic(root)) {
      return Optional.empty();
    }
    for (var element : inward(root)) {
      var value =
          switch (element.normalName()) {
            case "img", "area" -> attribute(element, "alt");
            case "abbr" -> attribute(element, "title");
            default -> Optional.<String>empty();
          };
      if (value.filter(text -> !text.isBlank()).isPresent()) {
        return value.map(HtmlPage::blanks);
      }
    }
    return Optional.of(HtmlPage.blanks(shown(root))).filter(text -> !text.isEmpty());
  }

  private Optional<String> impliedUrl(Element root, List<Property> all) {
    if (isClassic(root) || all.stream().anyMatch(p -> p.name().startsWith("u-"))) {
      return Optional.empty();
    }
    if (isLink(root)) {
      return page.address(root.attr("href"));
    }
    if (all.stream().anyMatch(Property::nested)) {
      return Optional.empty();
    }
    var link = onlyLink(root);
    var child = root.childrenSize() == 1 ? root.child(0) : null;
    link = link == null && child != null && roots(child).isEmpty() ? onlyLink(child) : link;
    return link == null ? Optional.empty() : page.address(link.attr("href"));
  }

  private static @Nullable Element onlyLink(Element parent) {
    var links = parent.children().stream().filter(Microformats::isLink).toList();
    return links.size() == 1 && roots(links.getFirst()).isEmpty() ? links.getFirst() : null;
  }

  private static boolean isLink(Element element) {
    return element.is("a[href], area[href]");
  }

  /** Returns the element, its only child of a kind with a value, and that of its only child. */
  private static List<Element> inward(Element root) {
    var chain = new ArrayList<>(List.of(root));
    chain.addAll(valued(root));
    if (root.childrenSize() == 1 && roots(root.child(0)).isEmpty()) {
      chain.addAll(valued(root.child(0)));
    }
    return chain;
  }

  private static List<Element> valued(Element parent) {
    return Stream.of("img", "area", "abbr")
        .flatMap(
            name -> {
              var same =
                  parent.children().stream().filter(it -> it.normalName().equals(name)).toList();
              return same.size() == 1 && roots(same.getFirst()).isEmpty()
                  ? same.stream()
                  : Stream.of();
            })
        .toList();
  }
}

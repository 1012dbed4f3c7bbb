package io.feedloom.extract;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jsoup.nodes.Element;

/** Finds the headings of a page that can be its headline, and the name of its site. */
final class TitleReader {
  private static final List<String> CLASSES =
      List.of("entry-title", "post-title", "article-title", "headline");

  /** The names of elements with the name of the site. */
  private static final List<String> SITE_CLASSES =
      List.of("site-title", "site-name", "blog-title", "logo", "sitename", "blogtitle");

  /** How many elements with such a class are read. */
  private static final int MAX_TITLED = 10;

  private static final int MAX_LINKS = 20;

  /** Names of so few letters are in many names of hosts. */
  private static final int SHORT_NAME = 3;

  private final PageParts parts;
  private final String address;
  private final List<String> sites;
  private final List<String> stated;

  /**
   * Starts a search.
   *
   * @param sites the names that the page gives its site
   * @param stated what the page says its title is for other programs, the most reliable first
   */
  TitleReader(PageParts parts, String address, List<String> sites, List<String> stated) {
    this.parts = parts;
    this.address = address;
    this.sites = new ArrayList<>(sites);
    this.stated = new ArrayList<>(stated);
  }

  /** Returns the headline, without the name of the site. */
  Optional<String> title() {
    parts.tagged("title").stream()
        .map(title -> PageParts.text(title, HeadingText.MAX_LENGTH))
        .filter(text -> !text.isEmpty())
        .findFirst()
        .ifPresent(stated::add);
    parts.related("home").stream()
        .map(link -> PageParts.text(link, HeadingText.MAX_LENGTH))
        .filter(text -> !text.isEmpty())
        .forEach(sites::add);
    parts.tagged("h1").stream()
        .limit(MAX_TITLED)
        .filter(this::isSite)
        .map(HeadingText::of)
        .filter(text -> !text.isEmpty())
        .forEach(sites::add);
    sites.addAll(hostNames());
    var choice = new TitleChoice(sites, stated);
    var first = texts(parts.tagged("h1"), 10);
    var marked = texts(parts.properties("headline"), 5);
    choice.considerOnly(first);
    choice.consider(first, 1);
    choice.consider(marked, 1);
    choice.consider(texts(titled(), MAX_TITLED), 0.97);
    choice.consider(texts(parts.tagged("h2"), 30), 0.75);
    choice.consider(texts(parts.tagged("h3"), 15), 0.6);
    return choice
        .heading()
        .or(() -> marked.stream().findFirst())
        .or(this::firstOfList)
        .or(
            () ->
                first.stream().filter(text -> first.size() == 1 && text.contains(" ")).findFirst())
        .or(choice::stated)
        .or(() -> texts(parts.tagged("h2"), 1).stream().findFirst());
  }

  /** Returns the elements whose class says that they are the headline, or the headings in them. */
  private List<Element> titled() {
    return parts.classed().stream()
        .filter(
            element ->
                CLASSES.stream().anyMatch(name -> PageParts.hasWord(element.className(), name)))
        .limit(MAX_TITLED)
        .map(element -> Objects.requireNonNullElse(element.selectFirst("h1, h2, h3"), element))
        .toList();
  }

  /** Returns the heading of the first entry of a blog's front page. */
  private Optional<String> firstOfList() {
    return parts.related("bookmark").stream()
        .limit(MAX_LINKS)
        .filter(link -> link.closest("h1, h2, h3") != null)
        .map(link -> PageParts.text(link, HeadingText.MAX_LENGTH))
        .filter(text -> !text.isEmpty())
        .findFirst();
  }

  private List<String> texts(List<Element> elements, int limit) {
    return elements.stream()
        .limit(limit)
        .filter(element -> !isSite(element) && !HeadingText.isBeside(element))
        .map(HeadingText::of)
        .filter(text -> !text.isEmpty())
        .distinct()
        .toList();
  }

  /** Returns whether a heading is the name of the site: it links to the start of the site. */
  private boolean isSite(Element heading) {
    var names = PageParts.names(heading);
    var link = heading.selectFirst("a[href]");
    return SITE_CLASSES.stream().anyMatch(name -> PageParts.hasWord(names, name))
        || (link != null && (PageParts.hasWord(link.attr("rel"), "home") || isStart(link)));
  }

  /** Returns the name of the host, and that without the domains above and below it. */
  private List<String> hostNames() {
    var host = Objects.requireNonNullElse(URI.create(address).getHost(), "");
    var name = host.startsWith("www.") ? host.substring("www.".length()) : host;
    var labels = name.split("\\.", -1);
    return labels.length == 2 && labels[0].length() > SHORT_NAME
        ? List.of(name, labels[0])
        : List.of(name);
  }

  private boolean isStart(Element link) {
    try {
      var target = URI.create(address).resolve(link.attr("href").strip());
      return target.getPath() != null
          && target.getPath().length() <= 1
          && target.getRawQuery() == null
          && target.getRawFragment() == null
          && address.startsWith(target.getScheme() + "://" + target.getRawAuthority());
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}

package io.feedloom.extract;

import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.parser.Parser;

/** Reads title, authors, date, image and language of a page. */
final class MetadataReader {
  private static final Pattern BLANK = Pattern.compile("(?U)\\s+");

  /** The labels of cards for other programs that an author follows. */
  private static final Pattern LABEL =
      Pattern.compile(
          "(?iU).*(?:written by|verfasst von|geschrieben von|escrito por|(?:é|e)crit par).*");

  private static final List<String> TITLES =
      List.of("entry-title", "post-title", "article-title", "headline");

  /** Names of so few letters are in many names of hosts. */
  private static final int SHORT_NAME = 3;

  /** The longest heading, in characters, that can be a title. */
  private static final int MAX_HEADING = 400;

  /** What the names of elements contain that show dates. */
  private static final List<String> DATES = List.of("date", "meta", "time", "publish", "byline");

  /** The longest text, in characters, that shows a date and little else. */
  private static final int MAX_DATE = 200;

  /** How many elements for times are read, and how many that may show a date. */
  private static final int TIMES = 20;

  private static final int CLASSED_DATES = 40;

  private final Document page;
  private final PageParts parts;
  private final StructuredData data;
  private final Map<String, String> meta = new HashMap<>();
  private final ClassHints classes;

  MetadataReader(Document page, PageParts parts, StructuredData data, ClassHints classes) {
    this.page = page;
    this.parts = parts;
    this.data = data;
    this.classes = classes;
    for (var element : parts.tagged("meta")) {
      var content = element.attr("content").strip();
      if (content.isEmpty() || content.length() > 2000) {
        continue;
      }
      for (var key : List.of("property", "name", "itemprop", "http-equiv")) {
        var name = element.attr(key).toLowerCase(Locale.ROOT).strip();
        if (!name.isEmpty()) {
          meta.putIfAbsent(name, content);
        }
      }
    }
  }

  /** Returns the headline, without the name of the site. */
  Optional<String> title() {
    var tag = parts.first("title").map(title -> PageParts.text(title, MAX_HEADING)).orElse("");
    var stated = new ArrayList<String>();
    data.headline().map(MetadataReader::plain).ifPresent(stated::add);
    for (var name :
        List.of("og:title", "dc.title", "citation_title", "parsely-title", "twitter:title")) {
      meta(name).ifPresent(stated::add);
    }
    stated.add(tag);
    var choice = new TitleChoice(meta("og:site_name", "application-name").orElse(""), stated);
    var first = texts(parts.tagged("h1"), 10);
    var marked = texts(parts.properties("headline"), 5);
    choice.consider(first, 1);
    choice.consider(marked, 1);
    choice.consider(texts(titled(), 10), 0.97);
    choice.consider(texts(parts.tagged("h2"), 30), 0.75);
    choice.consider(texts(parts.tagged("h3"), 15), 0.6);
    return choice
        .heading()
        .or(() -> marked.stream().findFirst())
        .or(
            () ->
                first.size() == 1 && first.getFirst().contains(" ")
                    ? Optional.of(first.getFirst())
                    : Optional.empty())
        .or(choice::stated)
        .or(() -> texts(parts.tagged("h2"), 1).stream().findFirst());
  }

  private List<Element> titled() {
    return parts.classed().stream()
        .filter(
            element ->
                TITLES.stream().anyMatch(name -> PageParts.hasWord(element.className(), name)))
        .toList();
  }

  private static List<String> texts(List<Element> elements, int limit) {
    return elements.stream()
        .limit(limit)
        .map(element -> PageParts.text(element, MAX_HEADING))
        .filter(text -> !text.isEmpty())
        .distinct()
        .toList();
  }

  /**
   * Returns the names of the authors. A declared author that is the site itself counts only if the
   * page shows no other.
   */
  List<String> authors() {
    var names = new LinkedHashSet<String>();
    data.authors().forEach(name -> add(names, name));
    if (names.isEmpty()) {
      meta(
              "author",
              "article:author",
              "og:article:author",
              "dc.creator",
              "dcterms.creator",
              "parsely-author",
              "sailthru.author",
              "citation_author",
              "byl",
              "article:author_name")
          .ifPresent(name -> add(names, name));
    }
    if (names.isEmpty() && meta("twitter:label1").filter(LABEL.asMatchPredicate()).isPresent()) {
      meta("twitter:data1").ifPresent(name -> add(names, name));
    }
    if (names.isEmpty() || names.stream().allMatch(this::isSite)) {
      var shown = new AuthorReader(classes).shown(parts);
      if (!shown.isEmpty()) {
        return List.copyOf(shown);
      }
    }
    return List.copyOf(names);
  }

  private static void add(Set<String> names, String value) {
    var name = AuthorReader.clean(plain(value));
    if (!name.isEmpty()) {
      names.add(name);
    }
  }

  /** Returns whether a name is that of the site or of its host. */
  private boolean isSite(String name) {
    var letters = letters(name);
    var host = Objects.requireNonNullElse(URI.create(page.location()).getHost(), "");
    return letters.equals(letters(meta("og:site_name").orElse("")))
        || (letters.length() > SHORT_NAME && letters(host).contains(letters));
  }

  private static String letters(String text) {
    return text.replaceAll("(?U)[^\\p{Alnum}]", "").toLowerCase(Locale.ROOT);
  }

  private boolean isComment(Element element) {
    int steps = 0;
    for (Element at = element; at != null && steps < 30; at = at.parent(), steps++) {
      if (!at.normalName().equals("body")
          && (classes.of(at) & (ClassHints.COMMENT | ClassHints.RELATED)) != 0) {
        return true;
      }
    }
    return false;
  }

  /** Returns the date of publication. */
  Optional<String> date() {
    var declared =
        data.published()
            .or(
                () ->
                    meta(
                        "article:published_time",
                        "og:article:published_time",
                        "datepublished",
                        "og:published_time",
                        "date",
                        "dc.date",
                        "dc.date.issued",
                        "dcterms.created",
                        "dcterms.date",
                        "publishdate",
                        "publish-date",
                        "pubdate",
                        "article.published",
                        "parsely-pub-date",
                        "sailthru.date",
                        "citation_date",
                        "article_date_original",
                        "publication_date",
                        "cxenseparse:recs:publishtime",
                        "last-modified",
                        "article:modified_time",
                        "dc.date.created"))
            .flatMap(PageDate::read);
    return declared.or(this::visibleDate);
  }

  /** Returns the date that the page shows, by elements and classes for dates, or any first one. */
  private Optional<String> visibleDate() {
    var times = parts.tagged("time");
    var elements = new ArrayList<Element>();
    times.stream().filter(element -> element.hasAttr("pubdate")).forEach(elements::add);
    elements.addAll(parts.properties("datePublished"));
    times.stream().filter(element -> element.hasAttr("datetime")).forEach(elements::add);
    elements.addAll(times);
    return elements.stream()
        .filter(element -> !isComment(element))
        .limit(TIMES)
        .flatMap(element -> dateOf(element).stream())
        .findFirst()
        .or(this::classedDate)
        .or(() -> PageDate.inAddress(page.location()))
        .or(() -> PageDate.inAddress(canonical()))
        .or(
            () ->
                parts.lines().stream()
                    .flatMap(line -> PageDate.find(line.getWholeText()).stream())
                    .findFirst());
  }

  private static Optional<String> dateOf(Element element) {
    return PageDate.read(element.attr("datetime"))
        .or(() -> PageDate.read(element.attr("content")))
        .or(() -> PageDate.read(element.attr("title")))
        .or(() -> PageDate.find(PageParts.text(element, MAX_DATE)));
  }

  private Optional<String> classedDate() {
    return parts.classed().stream()
        .filter(
            element -> {
              var names = PageParts.names(element);
              return DATES.stream().anyMatch(names::contains);
            })
        .filter(element -> !isComment(element))
        .limit(CLASSED_DATES)
        .flatMap(element -> PageDate.find(PageParts.text(element, MAX_DATE)).stream())
        .findFirst();
  }

  private String canonical() {
    return parts.related("canonical").stream()
        .map(link -> link.attr("href"))
        .findFirst()
        .orElse("");
  }

  Optional<String> image() {
    return meta(
            "og:image", "og:image:url", "og:image:secure_url", "twitter:image", "twitter:image:src")
        .or(data::image);
  }

  Optional<String> language() {
    return parts
        .first("html")
        .map(element -> element.hasAttr("lang") ? element.attr("lang") : element.attr("xml:lang"))
        .or(() -> meta("content-language", "og:locale", "dc.language"))
        .or(data::language)
        .map(text -> text.strip().replace('_', '-'))
        .filter(text -> text.matches("[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}"));
  }

  private Optional<String> meta(String... names) {
    for (var name : names) {
      var value = meta.get(name);
      if (value != null) {
        return Optional.of(plain(value));
      }
    }
    return Optional.empty();
  }

  private static String plain(String text) {
    var unescaped = text.indexOf('&') < 0 ? text : Parser.unescapeEntities(text, false);
    return BLANK.matcher(unescaped).replaceAll(" ").strip();
  }
}

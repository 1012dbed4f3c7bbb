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
import java.util.stream.Stream;
import org.jsoup.nodes.Document;
import org.jsoup.parser.Parser;

/** Reads title, authors, date, image and language of a page. */
final class MetadataReader {
  private static final Pattern BLANK = Pattern.compile("(?U)\\s+");

  /** The labels of cards for other programs that an author follows. */
  private static final Pattern LABEL =
      Pattern.compile(
          "(?iU).*(?:written by|verfasst von|geschrieben von|escrito por|(?:é|e)crit par).*");

  /** The names of metadata for the title, the most reliable first. */
  private static final List<String> TITLES =
      List.of(
          "og:title",
          "dc.title",
          "dc:title",
          "dcterm:title",
          "citation_title",
          "parsely-title",
          "twitter:title");

  /** Names of so few letters are in many names of hosts. */
  private static final int SHORT_NAME = 3;

  /** The names of metadata for the date of publication. */
  private static final String[] PUBLISHED = {
    "article:published_time",
    "og:article:published_time",
    "datepublished",
    "og:published_time",
    "publishdate",
    "publish-date",
    "pubdate",
    "article.published",
    "parsely-pub-date",
    "sailthru.date",
    "citation_date",
    "article_date_original",
    "publication_date",
    "cxenseparse:recs:publishtime"
  };

  /** The names of metadata for a date of the page, which may be that of a change. */
  private static final String[] OF_PAGE = {
    "date",
    "dc.date",
    "dc.date.issued",
    "dcterms.created",
    "dcterms.date",
    "dc.date.created",
    "last-modified",
    "article:modified_time"
  };

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
    var stated = new ArrayList<String>();
    data.headline().map(MetadataReader::plain).ifPresent(stated::add);
    for (var name : TITLES) {
      meta(name).ifPresent(stated::add);
    }
    var sites = new ArrayList<String>();
    for (var name : List.of("og:site_name", "application-name", "shareaholic:site_name")) {
      meta(name).ifPresent(sites::add);
    }
    return new TitleReader(parts, page.location(), sites, stated).title();
  }

  /**
   * Returns the names of the authors. A declared author that is the site itself, or that the page
   * doesn't show, counts only if the page shows no other.
   */
  List<String> authors() {
    var names = new LinkedHashSet<String>();
    data.authors().forEach(name -> add(names, name));
    if (names.isEmpty()) {
      meta(
              "dc:creator",
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
    return shownInstead(names).map(List::of).orElseGet(() -> List.copyOf(names));
  }

  /** Returns the name that the page shows, if it is better than those that it declares. */
  private Optional<String> shownInstead(Set<String> declared) {
    var reader = new AuthorReader(classes, parts);
    if (declared.stream().allMatch(this::isSite)) {
      return reader.shown(parts);
    }
    boolean hidden = declared.stream().noneMatch(this::isShown);
    boolean inMeta = data.authors().isEmpty();
    Optional<String> shown = hidden || inMeta ? reader.marked(parts) : Optional.empty();
    if (hidden && inMeta) {
      shown = shown.or(() -> reader.byline(parts));
    }
    if (declared.size() == 1 && !declared.iterator().next().contains(" ")) {
      return shown.or(() -> reader.shown(parts)).filter(name -> isLonger(name, declared));
    }
    return shown.filter(name -> declared.stream().noneMatch(other -> isSame(name, other)));
  }

  /** Returns whether a name is the full one of a declared first name or account. */
  private static boolean isLonger(String name, Set<String> declared) {
    return name.contains(" ")
        && declared.stream().allMatch(other -> letters(name).startsWith(letters(other)));
  }

  private static boolean isSame(String name, String other) {
    return letters(name).contains(letters(other)) || letters(other).contains(letters(name));
  }

  private static void add(Set<String> names, String value) {
    var name = AuthorReader.clean(plain(value));
    if (!name.isEmpty()) {
      names.add(name);
    }
  }

  private boolean isShown(String name) {
    var wanted = letters(name);
    return parts.lines().stream().anyMatch(line -> line.getWholeText().contains(name))
        || parts.lines().stream().anyMatch(line -> letters(line.getWholeText()).contains(wanted));
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

  /**
   * Returns the date of publication.
   *
   * @param title the headline, which the date is near to
   */
  Optional<String> date(Optional<String> title) {
    return data.published()
        .or(() -> meta(PUBLISHED))
        .flatMap(PageDate::read)
        .map(this::ofSite)
        .or(() -> declaredOrShown(title));
  }

  /**
   * Returns a date in UTC as the site gives it to its readers: the same time with an offset, or the
   * day in the address of the page.
   */
  private String ofSite(String date) {
    if (!PageDate.isUtc(date)) {
      return date;
    }
    return Stream.of(PUBLISHED)
        .flatMap(name -> meta(name).flatMap(PageDate::read).stream())
        .filter(other -> !PageDate.isUtc(other) && PageDate.isSameTime(date, other))
        .findFirst()
        .or(() -> inAddress().filter(day -> PageDate.isNextTo(day, date)))
        .orElse(date);
  }

  private Optional<String> inAddress() {
    return PageDate.inAddress(page.location()).or(() -> PageDate.inAddress(canonical()));
  }

  /** Returns the date near the headline, or that of the page, or any that the page shows. */
  private Optional<String> declaredOrShown(Optional<String> title) {
    var shown = new DateReader(classes, PageDate.Order.of(language()), title).read(page);
    return shown
        .near()
        .or(() -> meta(OF_PAGE).or(data::modified).flatMap(PageDate::read))
        .or(shown::marked)
        .or(this::inAddress)
        .or(shown::any);
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

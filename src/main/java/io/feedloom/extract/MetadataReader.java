package io.feedloom.extract;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.parser.Parser;
import org.jspecify.annotations.Nullable;

/** Reads title, authors, date, image and language of a page. */
final class MetadataReader {
  private static final Pattern SEPARATOR = Pattern.compile("\\s[|\\-–—•·»:/]{1,3}\\s|\\s?[|»]\\s?");
  private static final Pattern BLANK = Pattern.compile("(?U)\\s+");
  private static final Pattern BY =
      Pattern.compile(
          "(?iU)^(?:(?:written|posted|published|reported)\\s+)?(?:by|von|par|por|di|da|door|av|autor(?:in)?|author|text)\\b[:\\s]+");

  private static final Pattern AUTHOR_END =
      Pattern.compile("(?iU)\\s+[|•·–—]\\s+.*|,?\\s+\\d.*|\\s+(?:on|am|vom|le)\\s+\\d.*");

  private final Document page;
  private final StructuredData data;
  private final Map<String, String> meta = new HashMap<>();
  private final ClassHints classes;

  MetadataReader(Document page, StructuredData data, ClassHints classes) {
    this.page = page;
    this.data = data;
    this.classes = classes;
    for (var element : page.getElementsByTag("meta")) {
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
    var tag = text(page.getElementsByTag("title").first());
    var social = meta("og:title", "twitter:title", "dc.title", "citation_title", "parsely-title");
    var headings =
        page.select("h1, h2, h3").stream()
            .limit(40)
            .map(MetadataReader::text)
            .filter(text -> text.length() > 4 && text.length() < 400)
            .toList();
    // The longest heading that other places repeat is the headline.
    var repeated =
        headings.stream()
            .filter(text -> repeats(tag, text) || repeats(social.orElse(""), text))
            .filter(text -> !isSite(text, tag))
            .reduce((a, b) -> b.length() > a.length() ? b : a);
    if (repeated.isPresent()) {
      return repeated;
    }
    var headline = data.headline().map(MetadataReader::plain).or(() -> social);
    if (headline.isPresent()) {
      return headline.map(this::withoutSite);
    }
    if (tag.isEmpty()) {
      return headings.stream().findFirst();
    }
    return Optional.of(withoutSite(tag));
  }

  /** Returns whether a heading is only the name of the site, which most titles end with. */
  private boolean isSite(String heading, String tag) {
    var site = meta("og:site_name").orElse("");
    return heading.equalsIgnoreCase(site)
        || (heading.length() * 2 < tag.length()
            && (tag.endsWith(heading) || tag.startsWith(heading))
            && SEPARATOR.split(tag, -1).length > 1);
  }

  private static boolean repeats(String text, String heading) {
    return BLANK
        .matcher(text)
        .replaceAll(" ")
        .toLowerCase(Locale.ROOT)
        .contains(heading.toLowerCase(Locale.ROOT));
  }

  private String withoutSite(String title) {
    var site = meta("og:site_name").orElse("").toLowerCase(Locale.ROOT);
    var parts = SEPARATOR.split(title, -1);
    if (parts.length < 2) {
      return title;
    }
    var last = parts[parts.length - 1].strip();
    if (last.toLowerCase(Locale.ROOT).equals(site) || last.split(" ", -1).length <= 4) {
      var rest = title.substring(0, title.lastIndexOf(last)).strip();
      rest = rest.replaceAll("(?U)\\s*[|\\-–—•·»:/]+$", "").strip();
      if (rest.split(" ", -1).length >= 3) {
        return rest;
      }
    }
    return title;
  }

  /** Returns the names of the authors. */
  List<String> authors() {
    var names = new LinkedHashSet<String>();
    data.authors().forEach(name -> add(names, name));
    if (names.isEmpty()) {
      meta(
              "author",
              "article:author",
              "dc.creator",
              "dcterms.creator",
              "parsely-author",
              "sailthru.author",
              "citation_author",
              "byl",
              "article:author_name")
          .ifPresent(name -> add(names, name));
    }
    if (names.isEmpty()) {
      visible(
          "[rel~=author], [itemprop~=author] [itemprop=name], [itemprop~=author], .byline, .author,"
              + " .author-name, .p-author, [class*=byline], [class*=author]",
          names);
    }
    return List.copyOf(names);
  }

  private void visible(String query, Set<String> names) {
    for (var part : query.split(", ", -1)) {
      int tries = 0;
      for (var element : page.select(part)) {
        if (tries++ > 5) {
          break;
        }
        var text = text(element);
        if (text.length() < 100 && !isComment(element)) {
          add(names, text);
        }
        if (!names.isEmpty()) {
          return;
        }
      }
    }
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

  private static void add(Set<String> names, String value) {
    var text = BY.matcher(plain(value)).replaceFirst("");
    text = AUTHOR_END.matcher(text).replaceFirst("").strip();
    if (text.length() > 1
        && text.length() < 80
        && !text.contains("://")
        && !text.contains("@")
        && text.chars().anyMatch(Character::isLetter)) {
      names.add(text);
    }
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

  private Optional<String> visibleDate() {
    for (var query :
        List.of(
            "time[pubdate]",
            "[itemprop=datePublished]",
            "time[datetime]",
            "abbr.published",
            "time")) {
      int tries = 0;
      for (var element : page.select(query)) {
        if (tries++ > 5) {
          break;
        }
        if (isComment(element)) {
          continue;
        }
        var found =
            PageDate.read(element.attr("datetime"))
                .or(() -> PageDate.read(element.attr("content")))
                .or(() -> PageDate.read(element.attr("title")))
                .or(() -> PageDate.find(text(element)));
        if (found.isPresent()) {
          return found;
        }
      }
    }
    int tries = 0;
    for (var element :
        page.select(
            "[class*=date], [class*=meta], [class*=time], [class*=publish], [class*=byline],"
                + " [id*=date]")) {
      if (tries++ > 40) {
        break;
      }
      var text = text(element);
      if (text.length() < 200 && !isComment(element)) {
        var found = PageDate.find(text);
        if (found.isPresent()) {
          return found;
        }
      }
    }
    return PageDate.inAddress(page.location())
        .or(() -> PageDate.inAddress(canonical()))
        .or(() -> PageDate.find(firstText()));
  }

  private String canonical() {
    var link = page.selectFirst("link[rel=canonical]");
    return link == null ? "" : link.attr("href");
  }

  private String firstText() {
    var text = page.body().text();
    return text.substring(0, Math.min(20_000, text.length()));
  }

  Optional<String> image() {
    return meta(
            "og:image", "og:image:url", "og:image:secure_url", "twitter:image", "twitter:image:src")
        .or(data::image);
  }

  Optional<String> language() {
    var html = page.getElementsByTag("html").first();
    return Optional.ofNullable(html)
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

  private static String text(@Nullable Element element) {
    return element == null ? "" : BLANK.matcher(element.text()).replaceAll(" ").strip();
  }

  private static String plain(String text) {
    var unescaped = text.indexOf('&') < 0 ? text : Parser.unescapeEntities(text, false);
    return BLANK.matcher(unescaped).replaceAll(" ").strip();
  }
}

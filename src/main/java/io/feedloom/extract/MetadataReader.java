package io.feedloom.extract;

import java.util.ArrayList;
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
    var stated = new ArrayList<String>();
    data.headline().map(MetadataReader::plain).ifPresent(stated::add);
    for (var name :
        List.of("og:title", "dc.title", "citation_title", "parsely-title", "twitter:title")) {
      meta(name).ifPresent(stated::add);
    }
    stated.add(tag);
    var choice = new TitleChoice(meta("og:site_name", "application-name").orElse(""), stated);
    var first = headings("h1", 10);
    var marked = headings("[itemprop=headline]", 5);
    choice.consider(first, 1);
    choice.consider(marked, 1);
    choice.consider(headings(".entry-title, .post-title, .article-title, .headline", 10), 0.97);
    choice.consider(headings("h2", 30), 0.75);
    choice.consider(headings("h3", 15), 0.6);
    return choice
        .heading()
        .or(() -> marked.stream().findFirst())
        .or(
            () ->
                first.size() == 1 && first.getFirst().contains(" ")
                    ? Optional.of(first.getFirst())
                    : Optional.empty())
        .or(choice::stated)
        .or(() -> headings("h2", 1).stream().findFirst());
  }

  private List<String> headings(String query, int limit) {
    return page.select(query).stream()
        .limit(limit)
        .map(MetadataReader::text)
        .filter(text -> !text.isEmpty())
        .distinct()
        .toList();
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

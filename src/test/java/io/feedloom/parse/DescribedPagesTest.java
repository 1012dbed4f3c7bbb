package io.feedloom.parse;

import static org.assertj.core.api.Assertions.assertThat;

import io.feedloom.feed.Entry;
import io.feedloom.feed.Item;
import io.feedloom.feed.PageRules;
import io.feedloom.feed.Parsed;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Entries that pages, sitemaps and lists of posts describe by themselves. */
class DescribedPagesTest {
  private static final URI URL = URI.create("https://example.org/news/");

  private static Parsed parse(String text, String type) {
    return new FeedParser()
        .parse(
            new FetchedDocument(
                URL, text.getBytes(StandardCharsets.UTF_8), Optional.of(type), Optional.empty()),
            PageRules.NONE,
            Optional.empty());
  }

  private static Parsed.Feed page(String text) {
    var page = (Parsed.Page) parse("<html><body>" + text, "text/html; charset=utf-8");
    return page.entries().orElseThrow();
  }

  private static List<Entry> entries(Parsed.Feed feed) {
    return feed.items().stream().map(Item::entry).toList();
  }

  private static List<String> lines(Parsed.Feed feed) {
    return entries(feed).stream()
        .map(
            entry ->
                entry.title()
                    + " "
                    + entry.link().orElse("-")
                    + " "
                    + entry.published().map(Object::toString).orElse("-"))
        .toList();
  }

  private static String script(String json) {
    return "<script type=\"application/ld+json\">" + json.replace('\'', '"') + "</script>";
  }

  @Test
  void classicNamesAreMicroformatsToo() {
    var feed =
        page(
            "<div class=hfeed><article class=hentry><h2 class=entry-title>One</h2>"
                + "<a rel=bookmark href=/one>#</a> <abbr class=published"
                + " title=2025-03-04T10:00:00+01:00>4 March</abbr> <span class='author vcard'>"
                + "<span class=fn>Ann</span></span><a rel=tag href=/t>Tag</a></article></div>");
    assertThat(feed.info().format()).isEqualTo("h-entry of a page");
    assertThat(lines(feed)).containsExactly("One https://example.org/one 2025-03-04T09:00:00Z");
    var entry = entries(feed).getFirst();
    assertThat(entry.authors().getFirst().name()).contains("Ann");
    assertThat(entry.categories().getFirst().display()).isEqualTo("Tag");
  }

  @Test
  void datesOfTheValueClassPatternAreJoined() {
    var feed =
        page(
            "<div class=h-entry><a class='p-name u-url' href=a>A</a><span class=dt-published>"
                + "<time class=value datetime=2025-03-04>4 March</time> at <span class=value>"
                + "3:05pm</span> <span class=value>+0100</span></span></div>"
                + "<div class=h-entry><a class='p-name u-url' href=b>B</a><span class=dt-published>"
                + "<span class=value-title title='2025-063 10:00Z'></span></span></div>");
    assertThat(lines(feed))
        .containsExactly(
            "A https://example.org/news/a 2025-03-04T14:05:00Z",
            "B https://example.org/news/b 2025-03-04T10:00:00Z");
  }

  @Test
  void namesAndAddressesAreImplied() {
    var feed =
        page(
            "<a class=h-entry href=/a><img src=a.jpg alt='Picture of A'></a>"
                + "<div class=h-entry><a href=/b>Just B</a></div>"
                + "<div class=h-entry><div><a href=/c>Inner C</a></div></div>");
    assertThat(lines(feed))
        .containsExactly(
            "Picture of A https://example.org/a -",
            "Just B https://example.org/b -",
            "Inner C https://example.org/c -");
  }

  @Test
  void nestedItemsGiveNothingToAnEntry() {
    var feed =
        page(
            "<div class=h-feed><a class='p-author h-card' href=/ann>Ann</a>"
                + "<div class=h-entry><div class='u-repost-of h-cite'><a class='u-url p-name'"
                + " href=/x>X</a><time class=dt-published datetime=2020-01-01>old</time></div>"
                + "<a class='u-url p-name' href=/own>Own</a>"
                + "<div class='p-comment h-entry'><a class='u-url p-name' href=/c>C</a></div></div>"
                + "<div class=h-entry><p class=p-name>No link</p></div></div>");
    assertThat(lines(feed)).containsExactly("Own https://example.org/own -");
    assertThat(entries(feed).getFirst().authors().getFirst().name()).contains("Ann");
  }

  @Test
  void nodesOfAGraphAreFoundByTheirIds() {
    var feed =
        page(
            script(
                "{'@context':'https://schema.org','@graph':[{'@type':'WebPage','mainEntity':"
                    + "{'@type':'ItemList','itemListElement':[{'@type':'ListItem','item':{'@id':"
                    + "'/a#article'}}]}},{'@type':['Article','NewsArticle'],'@id':"
                    + "'https://example.org/a#article','headline':'A &amp; B','url':'/a',"
                    + "'datePublished':'2025-03-04T10:00:00+01:00','author':[{'@id':'#ann'}],"
                    + "'keywords':['x','y']},{'@type':'Person','@id':'#ann','name':'Ann'},"
                    + "{'@type':'BreadcrumbList','itemListElement':[{'@type':'ListItem','name':"
                    + "'Home','item':'/'}]}]}"));
    assertThat(feed.info().format()).isEqualTo("JSON-LD of a page");
    assertThat(lines(feed)).containsExactly("A & B https://example.org/a 2025-03-04T09:00:00Z");
    assertThat(entries(feed).getFirst().authors().getFirst().name()).contains("Ann");
  }

  @Test
  void listsOfNamesAndAddressesAreEntries() {
    var feed =
        page(
            "<base href=/base/>"
                + script("{ not JSON")
                + script(
                    "{'@type':'CollectionPage','mainEntity':{'@type':'ItemList','itemListElement':["
                        + "{'@type':'ListItem','position':1,'url':'a','name':'A'},"
                        + "{'@type':'ListItem','position':2,'item':{'@type':'WebPage','@id':'b',"
                        + "'name':'B'}},{'@type':'ListItem','position':3,'name':'No address'}]}}"));
    assertThat(lines(feed))
        .containsExactly("A https://example.org/base/a -", "B https://example.org/base/b -");
  }

  @Test
  void placesThatNameTheSameArticleAreJoined() {
    var feed =
        page(
            script(
                    "{'@type':'ItemList','itemListElement':[{'@type':'ListItem','url':'/a','name':'A'}]}")
                + script(
                    "{'@type':'BlogPosting','headline':'A','url':'/a','datePublished':'2025-03-04'}"));
    assertThat(lines(feed)).containsExactly("A https://example.org/a 2025-03-04T00:00:00Z");
  }

  @Test
  void microdataOfArticlesIsRead() {
    var feed =
        page(
            "<div itemscope itemtype='http://schema.org/Blog'><article itemprop=blogPost itemscope"
                + " itemtype='http://schema.org/BlogPosting' itemref=more><h2 itemprop=headline><a"
                + " itemprop=url href=/a>A</a></h2><meta itemprop=datePublished"
                + " content=2025-03-04T10:00:00Z><div itemprop=publisher itemscope"
                + " itemtype='http://schema.org/Organization'><a itemprop=url href=/p><b"
                + " itemprop=name>Pub</b></a></div></article></div><p id=more"
                + " itemprop=keywords>k</p><div itemscope"
                + " itemtype='https://schema.org/NewsArticle'><h2 itemprop=headline><a"
                + " href=/b>B</a></h2></div>");
    assertThat(feed.info().format()).isEqualTo("microdata of a page");
    assertThat(lines(feed))
        .containsExactly(
            "A https://example.org/a 2025-03-04T10:00:00Z", "B https://example.org/b -");
    assertThat(entries(feed).getFirst().categories().getFirst().display()).isEqualTo("k");
  }

  @Test
  void newsSitemapsWithAnyPrefixAreRead() {
    var feed =
        (Parsed.Feed)
            parse(
                "<?xml version='1.0'?><sm:urlset"
                    + " xmlns:sm='http://www.sitemaps.org/schemas/sitemap/0.9'"
                    + " xmlns:n='http://www.google.com/schemas/sitemap-news/0.9'><sm:url>"
                    + "<sm:loc>https://example.org/a</sm:loc><sm:lastmod>2025-03-05</sm:lastmod>"
                    + "<n:news><n:publication_date>2025-03-04T10:00Z</n:publication_date><n:title><![CDATA[A"
                    + " & B]]></n:title><n:keywords>x, y</n:keywords></n:news></sm:url>"
                    + "<sm:url><sm:loc>https://example.org/about</sm:loc></sm:url></sm:urlset>",
                "application/xml");
    assertThat(feed.info().format()).isEqualTo("news sitemap");
    assertThat(lines(feed)).containsExactly("A & B https://example.org/a 2025-03-04T10:00:00Z");
    assertThat(entries(feed).getFirst().categories()).hasSize(2);
  }

  @Test
  void anIndexNamesNewsFirstThenTheNewest() {
    var index =
        (Parsed.Index)
            parse(
                "<sitemapindex><sitemap><loc>/old.xml</loc><lastmod>2020-01-01</lastmod></sitemap>"
                    + "<sitemap><loc>/new.xml</loc><lastmod>2025-01-01T10:00:00+01:00</lastmod></sitemap>"
                    + "<sitemap><loc>/news.xml.gz</loc></sitemap></sitemapindex>",
                "text/xml");
    assertThat(index.sitemaps())
        .extracting(URI::getPath)
        .containsExactly("/news.xml.gz", "/new.xml", "/old.xml");
  }

  @Test
  void postsOfWordPressAreRead() {
    var feed =
        (Parsed.Feed)
            parse(
                ("[{'link':'/a','title':{'rendered':'A &#8211;"
                     + " B'},'date_gmt':'2025-03-04T10:00:00',"
                     + "'content':{'rendered':'<p>Text</p>'},'_embedded':{'author':[{'name':'Ann'}],'wp:term':[[{'name':'C"
                     + " &amp; D'}],[{'name':'E'}]]}}]")
                    .replace('\'', '"'),
                "application/json");
    assertThat(feed.info().format()).isEqualTo("WordPress posts");
    assertThat(lines(feed)).containsExactly("A – B https://example.org/a 2025-03-04T10:00:00Z");
    assertThat(entries(feed).getFirst().categories())
        .extracting(category -> category.display())
        .containsExactly("C & D", "E");
  }
}

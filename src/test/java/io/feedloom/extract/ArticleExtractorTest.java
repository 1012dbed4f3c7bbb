package io.feedloom.extract;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ArticleExtractorTest {
  private static final URI ADDRESS = URI.create("https://site.example/2024/03/05/harbour.html");
  private static final String SENTENCE =
      "The harbour of the small town was closed for a week, because the storm had moved the sand. ";
  private static final String TEXT =
      "<p>" + SENTENCE.repeat(3) + "</p><p>Second: " + SENTENCE.repeat(3) + "</p>";

  @Test
  void navigationAndFooterAreNotPartOfTheArticle() {
    var article =
        extract(
            "<body><nav><a href=/a>Home</a><a href=/b>News</a></nav><div class=content>"
                + TEXT
                + "</div><footer>Imprint, all rights reserved by the publisher.</footer>");
    assertThat(article.kind()).isEqualTo(ExtractedArticle.Kind.ARTICLE);
    assertThat(article.html()).contains("The harbour", "Second:").doesNotContain("News", "Imprint");
  }

  @Test
  void commentsAreNotPartOfTheArticle() {
    var article =
        extract(
            "<body><article>"
                + TEXT
                + "</article><div id=comments><p>I was there and "
                + SENTENCE.repeat(2)
                + "</p></div>");
    assertThat(article.html()).contains("Second:").doesNotContain("I was there");
  }

  @Test
  void shareBarsListsOfLinksAndFormsInTheArticleAreRemoved() {
    var article =
        extract(
            "<body><article>"
                + TEXT
                + "<div class=share-bar><a href=/f>Pass on</a></div>"
                + "<h3>Related stories</h3><ul><li><a href=/x>Another thing</a>"
                + "<li><a href=/y>One more thing</a></ul>"
                + "<form class=newsletter><p>Get all our letters each day, for free.</p></form>"
                + "<p><strong>Read more: </strong><a href=/z>The sand of the bay</a></p>"
                + "</article>");
    assertThat(article.html())
        .contains("Second:")
        .doesNotContain("Pass on", "Related", "Another", "letters", "The sand of");
  }

  @Test
  void classNamesThatMisleadCannotRemoveTheArticle() {
    var article = extract("<body><div class='sidebar comments'><h1>Port</h1>" + TEXT + "</div>");
    assertThat(article.html()).contains("The harbour", "Second:");
  }

  @Test
  void headlineIsLeftOutOfTheContent() {
    var article =
        extract(
            "<title>Harbour closed for a week - The Paper</title><article>"
                + "<h1>Harbour closed for a week</h1><p class=byline>By Ann Example</p>"
                + TEXT
                + "</article>");
    assertThat(article.title()).contains("Harbour closed for a week");
    assertThat(article.authors()).containsExactly("Ann Example");
    assertThat(article.html()).doesNotContain("closed for a week</h1>", "Ann Example");
  }

  @Test
  void addressesAreAbsoluteAgainstTheBaseOfThePage() {
    var article =
        extract(
            "<head><base href='/deep/er/'></head><body><article>"
                + TEXT
                + "<p>See <a href='../map.html'>the map of the harbour</a>, "
                + SENTENCE
                + "</p><img src=p.jpg></article>");
    assertThat(article.html())
        .contains("https://site.example/deep/map.html", "https://site.example/deep/er/p.jpg");
  }

  @Test
  void oddBaseIsIgnored() {
    var article =
        extract("<base href='javascript:alert(1)'><article>" + TEXT + "<img src=/p.jpg></article>");
    assertThat(article.html()).contains("https://site.example/p.jpg");
  }

  @Test
  void lazyImagesGetTheirAddresses() {
    var article =
        extract(
            "<article>"
                + TEXT
                + "<img src='data:image/gif;base64,R0' data-src='/real.jpg'>"
                + "<img src='about:blank'><noscript><img src='/plain.jpg'></noscript></article>");
    assertThat(article.html())
        .contains("https://site.example/real.jpg", "https://site.example/plain.jpg")
        .doesNotContain("data:", "about:");
  }

  @Test
  void structuredDataGivesTitleAuthorsDateAndWhetherItIsPaid() {
    var article =
        extract(
            "<script"
                + " type='application/ld+json'>{\"@graph\":[{\"@type\":\"NewsArticle\",\"headline\":\"Sand"
                + " &amp; sea\",\"author\":[{\"name\":\"Ann\"},{\"name\":\"Bob\"}],"
                + "\"datePublished\":\"2024-03-05T08:00:00+01:00\",\"isAccessibleForFree\":\"False\"},]}"
                + "</script><article>"
                + TEXT
                + "</article>");
    assertThat(article.title()).contains("Sand & sea");
    assertThat(article.authors()).containsExactly("Ann", "Bob");
    assertThat(article.date()).contains("2024-03-05T08:00:00+01:00");
    assertThat(article.paid()).isTrue();
  }

  @Test
  void microdataSaysThatAnArticleIsPaid() {
    for (var property :
        List.of(
            "<meta itemprop=isAccessibleForFree content=False>",
            "<link itemprop=isAccessibleForFree href='https://schema.org/False'>",
            "<p><span itemprop='x isAccessibleForFree'> false</span></p>")) {
      assertThat(extract("<article>" + TEXT + property + "</article>").paid()).isTrue();
    }
    assertThat(extract("<meta itemprop=isAccessibleForFree content=true>" + TEXT).paid()).isFalse();
  }

  @Test
  void leadAndParagraphsBesideTheTextAreKept() {
    var article =
        extract(
            "<body><div><h1>Harbour closed for a week</h1><div class=teaser><p>A storm moved so"
                + " much sand that ships must wait for a week, says the town.</p></div></div>"
                + "<div class=x><div class=article-body>"
                + TEXT
                + "</div><p>Third: "
                + SENTENCE
                + "</p><p><a href=/o>Other</a></p></div>");
    assertThat(article.html()).contains("A storm moved", "Second:", "Third:");
    assertThat(article.html()).doesNotContain("Other", "closed for a week</h1>");
  }

  @Test
  void listsOfTeasersAreLeftOutAndListsOfRemarksAreNot() {
    var teaser = "<li><h3><a href=/t>Other harbour</a></h3><p>Other: " + SENTENCE.repeat(2);
    var remark =
        "<li><a href=/a>The long report of the harbour office</a> came out on Monday, at noon</li>";
    var article =
        extract(
            "<body><div>"
                + TEXT
                + "<ul>"
                + remark.repeat(3)
                + "</ul></div><ul>"
                + teaser.repeat(9)
                + "</ul>");
    assertThat(article.html()).contains("Second:", "came out").doesNotContain("Other");
  }

  @Test
  void captionsAndBylinesBeforeTheTextAreLeftOut() {
    var figure = "<figure><img src=/p.jpg><figcaption>The %s ship.</figcaption></figure>";
    var article =
        extract(
            "<article>"
                + figure.formatted("first")
                + "<div>Published 3 March 2021</div><div>By Ann Example</div>"
                + TEXT
                + figure.formatted("second")
                + "<p>Last: "
                + SENTENCE
                + "</p></article>");
    assertThat(article.html()).contains("The second ship.", "Second:", "p.jpg");
    assertThat(article.html()).doesNotContain("first ship", "Published", "Ann");
  }

  @Test
  void idOfSectionRepeatsItsHeading() {
    var article =
        extract(
            "<article>"
                + TEXT
                + "<section id=sharing-the-harbour><h2>Sharing the harbour</h2><p>Shared: "
                + SENTENCE
                + "</p></section></article>");
    assertThat(article.html()).contains("Shared:");
  }

  @Test
  void headingThatTheTitlesAgreeWithIsTheTitle() {
    assertThat(
            extract(
                    "<title>Harbour closed for a week | The Paper</title><meta"
                        + " property=og:site_name content='The Paper'><h1>The"
                        + " Paper</h1><h1>News</h1><h2>Harbour “closed” for a week</h2>"
                        + TEXT)
                .title())
        .contains("Harbour “closed” for a week");
    assertThat(
            extract(
                    "<title>x</title><meta property=og:title content='Harbour closed for a week'>"
                        + "<h1>Storm: Harbour closed for a week</h1>"
                        + TEXT)
                .title())
        .contains("Harbour closed for a week");
    assertThat(extract("<title>Harbour closed for a week - The Paper</title>" + TEXT).title())
        .contains("Harbour closed for a week");
  }

  @Test
  void authorsAreReadFromWhatThePageShows() {
    for (var line :
        List.of(
            "<a rel=author href=/ann>Ann Example</a>",
            "<span itemprop=author><span itemprop=name>Ann Example</span></span>",
            "<p class=article-byline>By Ann Example, 3 March 2021</p>",
            "<meta name=author content='site.example'><div>Von Ann Example | 3. März</div>",
            "<p>Posted at noon by <a href=/ann>Ann Example</a></p>",
            "<meta name=twitter:label1 content='Written by'><meta name=twitter:data1"
                + " content='Ann Example'>")) {
      assertThat(extract("<body>" + line + TEXT).authors()).as(line).containsExactly("Ann Example");
    }
    assertThat(extract("<p>Photo by <a href=/bob>Bob Example</a></p>" + TEXT).authors()).isEmpty();
    assertThat(extract("<div id=comments><b class=author>Bob Example</b></div>" + TEXT).authors())
        .isEmpty();
  }

  @Test
  void longerBodyOfStructuredDataReplacesTheTeaser() {
    var article =
        extract(
            "<script type='application/ld+json'>{\"@type\":\"Article\",\"articleBody\":\""
                + SENTENCE.repeat(4)
                + "\\n\\nAnd 1 < 2. "
                + SENTENCE.repeat(4)
                + "\"}</script><article><p>The harbour of the small town was"
                + " closed.</p></article>");
    assertThat(article.html()).contains("<p>The harbour", "<p>And 1 &lt; 2.");
  }

  @Test
  void faultyStructuredDataIsLeftOut() {
    var deep = "[".repeat(100_000);
    var article =
        extract(
            "<script type='application/ld+json'>{\"a\":"
                + deep
                + "</script><script type='application/ld+json'>{\"@id\":\"#a\",\"author\":"
                + "{\"@id\":\"#a\"}}</script><article>"
                + TEXT
                + "</article>");
    assertThat(article.html()).contains("Second:");
    assertThat(article.authors()).isEmpty();
  }

  @Test
  void hugeStructuredDataIsRead() {
    var article =
        extract(
            "<script"
                + " type='application/ld+json'>{\"@type\":\"Article\",\"headline\":\"Sand\",\"x\":\""
                + "y".repeat(900_000)
                + "\"}</script><article>"
                + TEXT
                + "</article>");
    assertThat(article.title()).contains("Sand");
  }

  @Test
  void dateComesFromTheAddressIfThePageHasNone() {
    assertThat(extract("<article>" + TEXT + "</article>").date()).contains("2024-03-05");
  }

  @Test
  void nextPageIsFoundAndTheNextArticleIsNot() {
    assertThat(extract("<a rel=next href='?page=2'>2</a>" + TEXT).next())
        .contains(URI.create(ADDRESS + "?page=2"));
    assertThat(extract("<a rel=next href='/2024/03/06/ship.html'>Ship</a>" + TEXT).next())
        .isEmpty();
    assertThat(extract("<a href='?all=1'>View as single page</a>" + TEXT).singlePage())
        .contains(URI.create(ADDRESS + "?all=1"));
  }

  @Test
  void selectorsDecideWhatIsKeptAndRemoved() {
    var html = "<div class=a>" + TEXT + "</div><div class=b>Kept <i>this</i><u>gone</u></div>";
    var options = new ExtractOptions(List.of(".b"), List.of("u", ":bad(("));
    var article = ArticleExtractor.extract(html, ADDRESS, options);
    assertThat(article.html()).contains("Kept <i>this</i>").doesNotContain("gone", "harbour");
  }

  @Test
  void binaryDataIsNoArticleWhateverItsType() {
    var bytes = new byte[50_000];
    new java.util.Random(7).nextBytes(bytes);
    for (int i = 0; i < 1_000; i++) {
      bytes[i] = bytes[i] == 0 ? 1 : bytes[i];
    }
    assertThat(
            ArticleExtractor.extract(bytes, Optional.of("text/html"), ADDRESS, ExtractOptions.NONE)
                .kind())
        .isEqualTo(ExtractedArticle.Kind.NOT_HTML);
    assertThat(extract("<p>" + TEXT + "\u0002 and \u0003</p>").kind())
        .isEqualTo(ExtractedArticle.Kind.ARTICLE);
  }

  @Test
  void pagesWithoutArticleAreRecognized() {
    assertThat(extract("").kind()).isEqualTo(ExtractedArticle.Kind.EMPTY);
    assertThat(extract("<form>Your name <input><input type=password></form>").kind())
        .isEqualTo(ExtractedArticle.Kind.LOGIN);
    assertThat(extract("%PDF-1.4 ...").kind()).isEqualTo(ExtractedArticle.Kind.NOT_HTML);
    assertThat(
            ArticleExtractor.extract(
                    new byte[0], Optional.of("image/png"), ADDRESS, ExtractOptions.NONE)
                .kind())
        .isEqualTo(ExtractedArticle.Kind.NOT_HTML);
  }

  @Test
  void charsetComesFromTheMarkTheHeaderThePageOrTheBytes() {
    var text = "<p>Größe</p>";
    var latin = Charset.forName("windows-1252");
    assertThat(PageCharset.decode(text.getBytes(latin), Optional.of("text/html"))).isEqualTo(text);
    assertThat(PageCharset.decode(text.getBytes(StandardCharsets.UTF_8), Optional.empty()))
        .isEqualTo(text);
    assertThat(
            PageCharset.decode(
                ("\ufeff" + text).getBytes(StandardCharsets.UTF_16LE), Optional.empty()))
        .isEqualTo(text);
    var declared = "<meta charset=iso-8859-2>Łódź";
    assertThat(
            PageCharset.decode(declared.getBytes(Charset.forName("iso-8859-2")), Optional.empty()))
        .isEqualTo(declared);
  }

  @Test
  void datesInWordsAndNumbersAreRead() {
    assertThat(PageDate.find("Vom 3. März 2021, 10 Uhr")).contains("2021-03-03");
    assertThat(PageDate.find("March 3rd, 2021")).contains("2021-03-03");
    assertThat(PageDate.find("3 de mayo de 2021")).contains("2021-05-03");
    assertThat(PageDate.find("03.05.2021")).contains("2021-05-03");
    assertThat(PageDate.find("31.02.2021")).isEmpty();
    assertThat(PageDate.read("2021-05-03T10:11:12Z")).contains("2021-05-03T10:11:12Z");
  }

  @Test
  void samePageGivesTheSameArticle() {
    var html = "<article class=post>" + TEXT.repeat(20) + "</article><div class=b>" + TEXT;
    assertThat(extract(html)).isEqualTo(extract(html));
  }

  @Test
  void hostilePagesEndWithAResult() {
    for (var html :
        List.of(
            "<div>".repeat(50_000) + TEXT,
            "<b><p>".repeat(20_000) + TEXT,
            "<a href=/x>link</a> ".repeat(100_000),
            "<p title='" + "x".repeat(5_000_000) + "'>" + TEXT,
            TEXT.repeat(15_000),
            "<table><tr><td>".repeat(5_000) + TEXT,
            "<div><h2><a href=x>Head line</a></h2>".repeat(15_000) + TEXT,
            "<span class=author>".repeat(50_000) + "Ann",
            "<div class=related>".repeat(500) + "<a rel=author href=/a>Ann</a>".repeat(9_000),
            "<noscript>".repeat(20_000) + "<img src=x>",
            "<!-- " + TEXT,
            "<p>unclosed <i><b>" + TEXT)) {
      assertThat(extract(html)).isNotNull();
    }
  }

  @Test
  void budgetEndsAtTheSameTagEachTime() {
    assertThat(StepBudget.cut("<p>a".repeat(StepBudget.TAGS + 10)))
        .isEqualTo("<p>a".repeat(StepBudget.TAGS));
    assertThat(StepBudget.cut("a".repeat(StepBudget.CHARACTERS + 1)))
        .hasSize(StepBudget.CHARACTERS);
    assertThat(StepBudget.cut("<p>a")).isEqualTo("<p>a");
  }

  private static ExtractedArticle extract(String html) {
    return ArticleExtractor.extract(html, ADDRESS, ExtractOptions.NONE);
  }
}

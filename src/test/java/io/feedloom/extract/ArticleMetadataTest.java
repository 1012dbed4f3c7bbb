package io.feedloom.extract;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;

class ArticleMetadataTest {
  private static final String ADDRESS = "https://paper.example/news/harbour.html";

  private static final String TEXT =
      "<article><p>"
          + "The harbour of the small town was closed for a week, because of the storm. ".repeat(5)
          + "</p></article>";

  @Test
  void topicAndRemarksInHeadingAreNotPartOfTheTitle() {
    for (var heading :
        List.of(
            "<span class=article__kicker>Storm</span> Harbour closed for a week",
            "<span>Storm</span><span class=sr-only>: </span><span>Harbour closed for a week</span>",
            "Harbour closed for a week<br><small>3 March 2021 • News</small>",
            "Harbour closed for a week <a class=headerlink href=#h>¶</a>")) {
      assertThat(title("<title>Storm: Harbour closed for a week</title><h1>" + heading + "</h1>"))
          .as(heading)
          .isEqualTo("Harbour closed for a week");
    }
    assertThat(title("<title>Storm</title><h1><span class=kicker>Storm ahead</span></h1>"))
        .isEqualTo("Storm ahead");
  }

  @Test
  void headingThatLinksToTheStartIsTheSite() {
    for (var site :
        List.of(
            "<h1><a href=/>Words about the coast and more</a></h1>",
            "<h1><a href='https://paper.example'>Words about the coast and more</a></h1>",
            "<h1 class=site-title>Words about the coast and more</h1>",
            "<h1><a href=/blog rel=home>Words about the coast and more</a></h1>")) {
      assertThat(
              title(
                  "<title>Closed | Words about the coast and more</title>"
                      + site
                      + "<h1 class=entry-title>Closed</h1>"))
          .as(site)
          .isEqualTo("Closed");
    }
  }

  @Test
  void onlyHeadingOfTheFirstOrderIsTheTitleThoughOthersAreMoreLikeTheStatement() {
    assertThat(
            title(
                "<title>Harbours: open or closed?</title><h1>Harbours: opening or closing?</h1>"
                    + "<h2>Summary – Harbours: open or closed?</h2>"))
        .isEqualTo("Harbours: opening or closing?");
    assertThat(
            title(
                "<title>Harbour closed - Storm on the coast</title>"
                    + "<h1 class=strapline>Storm on the coast</h1><h2>Harbour closed</h2>"))
        .isEqualTo("Harbour closed");
  }

  @Test
  void headingThatIsOnePartOfTheStatementIsTheTitle() {
    assertThat(
            title(
                "<title>Club for sailing and rowing - News » Harbour closed</title>"
                    + "<h1>News</h1><h2>Harbour closed</h2><h1>Partners</h1>"))
        .isEqualTo("Harbour closed");
  }

  @Test
  void nameOfSiteWithoutSeparatorIsLeftOut() {
    assertThat(
            title(
                "<title>Harbour closedWords about the coast</title>"
                    + "<a rel=home href=/>Words about the coast</a><h1>News</h1><h1>Harbour"
                    + " closed</h1>"))
        .isEqualTo("Harbour closed");
    assertThat(title("<title>Harbour closed | paper.example</title>")).isEqualTo("Harbour closed");
    assertThat(title("<svg><title></title></svg><title>Harbour closed│Paper</title>"))
        .isEqualTo("Harbour closed");
    assertThat(title("<title> </title><title>Harbour closed for days│The Paper</title>"))
        .isEqualTo("Harbour closed for days");
  }

  @Test
  void firstEntryOfAFrontPageIsTheTitle() {
    assertThat(
            title(
                "<title>Words about the coast</title><h1><a href=/>Words about the coast</a></h1>"
                    + "<h2><a rel=bookmark href=/1>Harbour closed</a></h2>"
                    + "<h2><a rel=bookmark href=/2>Storm ahead</a></h2>"))
        .isEqualTo("Harbour closed");
  }

  @Test
  void dateNearTheHeadlineCountsBeforeOthers() {
    var head =
        "<title>Harbour closed</title><div class=date>1 January 2020</div><h1>Harbour closed";
    assertThat(date(head + "</h1><p class=date>3 March 2021</p>" + TEXT)).isEqualTo("2021-03-03");
    assertThat(
            date(
                "<meta name=date content=2021-04-05T10:00:00Z>"
                    + head
                    + "</h1><time datetime=2021-03-03>Wednesday</time>"
                    + TEXT))
        .isEqualTo("2021-03-03");
    assertThat(
            date(
                "<meta property=article:published_time content=2021-04-05>"
                    + head
                    + "</h1><time datetime=2021-03-03>Wednesday</time>"
                    + TEXT))
        .isEqualTo("2021-04-05");
  }

  @Test
  void dateAfterItsLabelCountsBeforeThatOfAChange() {
    assertThat(
            date(
                "<h4>Last change</h4><p class=timestamp>5.4.2021</p>"
                    + "<p>Published:</p><h2>3.3.2021</h2>"
                    + TEXT))
        .isEqualTo("2021-03-03");
    assertThat(date("<p class=updated title=2021-03-03T10:00:00+00:00></p>" + TEXT))
        .isEqualTo("2021-03-03T10:00:00+00:00");
  }

  @Test
  void languageDecidesWhichNumberIsTheDay() {
    assertThat(date("<html lang=es><p class=date>3/5/2022</p>" + TEXT)).isEqualTo("2022-05-03");
    assertThat(date("<html lang=en-US><p class=date>3/5/2022</p>" + TEXT)).isEqualTo("2022-03-05");
  }

  @Test
  void dateInUtcIsThatOfTheSite() {
    var json =
        "<script type='application/ld+json'>{'@type':'NewsArticle','datePublished':"
            + "'2021-03-04T04:00:00Z'}</script>";
    var page = json.replace('\'', '"').replace("\"application/ld+json\"", "application/ld+json");
    assertThat(
            date(
                page
                    + "<meta property=article:published_time content=2021-03-03T22:00:00-06:00>"
                    + TEXT))
        .isEqualTo("2021-03-03T22:00:00-06:00");
    assertThat(date(page + "<link rel=canonical href=/2021/03/03/harbour>" + TEXT))
        .isEqualTo("2021-03-03");
    assertThat(date(page + "<link rel=canonical href=/2021/02/03/harbour>" + TEXT))
        .isEqualTo("2021-03-04T04:00:00Z");
  }

  @Test
  void structuredDataInSectionsAndWithReferencesIsRead() {
    var article =
        extract(
            "<script type=application/ld+json><![CDATA[{\"@graph\":[{\"@type\":\"Article\","
                + "\"author\":{\"@id\":\"#ann\"},\"datePublished\":\"2021-03-03\"},"
                + "{\"@type\":\"Person\",\"@id\":\"#ann\",\"name\":\"Ann Example\"}]}]]></script>"
                + TEXT);
    assertThat(article.authors()).containsExactly("Ann Example");
    assertThat(article.date()).contains("2021-03-03");
  }

  @Test
  void namesAreReadOutOfSentencesAroundThem() {
    for (var line :
        List.of(
            "<a rel=author href=/ann>View all posts by Ann Example</a>",
            "<a rel=author href=/ann>Zeige alle Beiträge von Ann Example</a>",
            "<div class=author>Posted on September 21, 2020 by Ann Example</div>",
            "<div class=author>Ann Example am Samstag, 3. März 2021</div>",
            "<p>Von Ann Example am <a href=/>3. März</a></p>",
            "<p>--- by Ann Example</p>",
            "<p><b>By</b></p><p class=full-name>Ann Example</p>",
            "<a href=/author/ann-example/>Ann Example</a>")) {
      assertThat(extract(line + TEXT).authors()).as(line).containsExactly("Ann Example");
    }
    assertThat(extract("<p>Posted by anna @ 12:00</p>" + TEXT).authors()).containsExactly("anna");
    assertThat(extract("<p>Von <a class=username href=/>ann.e</a></p>" + TEXT).authors())
        .containsExactly("ann.e");
  }

  @Test
  void declaredAuthorThatThePageDoesNotShowGivesWayToOneThatItShows() {
    var meta = "<meta name=author content='Office for Words'>";
    assertThat(extract(meta + "<p>Von Ann Example</p>" + TEXT).authors())
        .containsExactly("Ann Example");
    assertThat(extract(meta + "<p>Office for Words</p><p>Von Ann Example</p>" + TEXT).authors())
        .containsExactly("Office for Words");
    assertThat(
            extract("<meta name=author content=ann.example><p>By Ann Example</p>" + TEXT).authors())
        .containsExactly("Ann Example");
  }

  @Test
  void namesOfTopicsAroundAnArticleDoNotHideItsAuthor() {
    assertThat(
            extract(
                    "<div class='post tag-comments'><h1>Harbour</h1><a rel=author href=/a>Ann"
                        + " Example</a>"
                        + TEXT
                        + "</div>")
                .authors())
        .containsExactly("Ann Example");
  }

  private static String title(String html) {
    return extract(html + TEXT).title().orElseThrow();
  }

  private static String date(String html) {
    return extract(html).date().orElseThrow();
  }

  private static ExtractedArticle extract(String html) {
    return ArticleExtractor.extract(html, URI.create(ADDRESS), ExtractOptions.NONE);
  }
}

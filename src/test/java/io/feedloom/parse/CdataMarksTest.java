package io.feedloom.parse;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CdataMarksTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          &lt;![CDATA[Tea is dear]]&gt;                     | Tea is dear
          &lt;![CDATA[Tea]]&gt; is &lt;![CDATA[dear]]&gt;   | Tea is dear
          Tea &lt;![CDATA[is]]&gt; dear                     | Tea is dear
          &#60;![cdata[Tea is dear]]&#62;                   | Tea is dear
          &lt;![CDATA[Tea is dear                           | Tea is dear
          ![CDATA[Tea is dear]]&gt;                         | Tea is dear
          Tea is dear]]&gt;                                 | Tea is dear
          &lt;!--[CDATA[Tea is dear]]--&gt;                 | Tea is dear
          <![CDATA[<![CDATA[Tea is dear]]>]]>               | Tea is dear
          <![CDATA[<![CDATA[Tea is dear]]]]><![CDATA[>]]>   | Tea is dear
          &amp;lt;![CDATA[Tea is dear]]&amp;gt;             | Tea is dear
          &amp;lt;![CDATA[Tea &amp;amp; milk]]&amp;gt;      | Tea & milk
          &lt;![CDATA[Tea &amp;amp; milk]]&gt;              | Tea & milk
          Arrays: a[b[0]] &gt; 1                            | Arrays: a[b[0]] > 1
          [[x]]&gt;                                         | [[x]]>
          """)
  void marksAreRemovedFromTitles(String written, String title) {
    assertThat(Feeds.rss("<title>" + written + "</title>").title()).isEqualTo(title);
    assertThat(Feeds.atom("<id>1</id><title type='html'>" + written + "</title>").title())
        .isEqualTo(title);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          &lt;![CDATA[&lt;p&gt;a &lt;b&gt;loud&lt;/b&gt; word&lt;/p&gt;]]&gt;
          <![CDATA[<![CDATA[<p>a <b>loud</b> word</p>]]]]><![CDATA[>]]>
          &lt;p&gt;a &lt;![CDATA[&lt;b&gt;loud&lt;/b&gt;]]&gt; word&lt;/p&gt;
          &amp;lt;![CDATA[&amp;lt;p&amp;gt;a &amp;lt;b&amp;gt;loud&amp;lt;/b&amp;gt; word&amp;lt;/p&amp;gt;]]&amp;gt;
          <![CDATA[&lt;![CDATA[<p>a <b>loud</b> word</p>]]&gt;]]>
          """)
  void markupBetweenTheMarksIsMarkup(String written) {
    assertThat(Feeds.rss("<title>t</title><description>" + written + "</description>").content())
        .contains("<p>a <b>loud</b> word</p>");
    assertThat(
            Feeds.rss("<title>t</title><content:encoded>" + written + "</content:encoded>")
                .content())
        .contains("<p>a <b>loud</b> word</p>");
  }

  @Test
  void marksInAttributesAreRemoved() {
    var entry =
        Feeds.rss(
            "<title>t</title><enclosure type='audio/mpeg' length='1'"
                + " url='&lt;![CDATA[https://x.example/a.mp3]]&gt;'/>");
    assertThat(entry.enclosures().getFirst().url()).isEqualTo("https://x.example/a.mp3");
    var atom = Feeds.atom("<id>1</id><category term='&lt;![CDATA[News]]&gt;'/>");
    assertThat(atom.categories().getFirst().term()).isEqualTo("News");
  }

  @Test
  void everyFieldIsFreedOfThem() {
    var entry =
        Feeds.rss(
            """
            <title>t</title><link>&lt;![CDATA[http://example.com/1]]&gt;</link>
            <author>&lt;![CDATA[Ann]]&gt;</author><category>&lt;![CDATA[News]]&gt;</category>
            <dc:subject>&lt;![CDATA[World]]&gt;</dc:subject>
            <pubDate>&lt;![CDATA[Tue, 23 Nov 2021 17:44:05 GMT]]&gt;</pubDate>
            <comments>&lt;![CDATA[http://example.com/1/c]]&gt;</comments>
            <atom:author><atom:name>&lt;![CDATA[Bob]]&gt;</atom:name></atom:author>
            """);
    assertThat(entry.link()).contains("http://example.com/1");
    assertThat(entry.authors())
        .extracting(p -> p.display())
        .containsExactlyInAnyOrder("Ann", "Bob");
    assertThat(entry.categories())
        .extracting(c -> c.term())
        .containsExactlyInAnyOrder("News", "World");
    assertThat(entry.published()).isPresent();
    assertThat(entry.comments()).contains("http://example.com/1/c");
  }

  @Test
  void marksAreRemovedFromTheTitleOfTheFeed() {
    var feed = Feeds.feed("<rss><channel><title>&lt;![CDATA[Tea]]&gt;</title></channel></rss>");
    assertThat(feed.info().title()).contains("Tea");
  }

  @Test
  void jsonIsFreedOfThemToo() {
    var entry =
        Feeds.entries(
                "{\"items\": [{\"id\": \"1\", \"title\": \"<![CDATA[Tea]]>\","
                    + " \"content_html\": \"<![CDATA[<p>a</p>]]> b\"}]}")
            .getFirst();
    assertThat(entry.title()).isEqualTo("Tea");
    assertThat(entry.content()).contains("<p>a</p> b");
  }

  @Test
  void sectionWithoutItsEndDoesNotIncludeTheNext() {
    var entry =
        Feeds.rss(
            "<title><![CDATA[Tea</title><link>http://example.com/1</link>"
                + "<description><![CDATA[dear]]></description>");
    assertThat(entry.title()).isEqualTo("Tea");
    assertThat(entry.link()).contains("http://example.com/1");
    assertThat(entry.content()).contains("dear");
  }

  @Test
  void marksInTextsAboutMarksStay() {
    assertThat(Feeds.atom("<id>1</id><title>What &lt;![CDATA[ ]]&gt; means</title>").title())
        .isEqualTo("What <![CDATA[ ]]> means");
    var code = "<![CDATA[<p>Write</p><pre>&lt;![CDATA[x]]&gt;</pre>]]>";
    assertThat(Feeds.rss("<title>t</title><description>" + code + "</description>").content())
        .contains("<p>Write</p><pre>&lt;![CDATA[x]]&gt;</pre>");
    var inline =
        "<content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'><p>Write</p>"
            + "<code>&lt;![CDATA[x]]&gt;</code></div></content>";
    assertThat(Feeds.atom("<id>1</id><title>t</title>" + inline).content().orElseThrow())
        .contains("<code>&lt;![CDATA[x]]&gt;</code>");
  }
}

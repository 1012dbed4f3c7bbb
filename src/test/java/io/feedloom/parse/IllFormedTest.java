package io.feedloom.parse;

import static org.assertj.core.api.Assertions.assertThat;

import io.feedloom.feed.Item;
import io.feedloom.feed.Parsed;
import io.feedloom.feed.text.HtmlEntities;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IllFormedTest {
  private static String title(String rest) {
    return Feeds.entries("<rss version='2.0'><channel><item><title>" + rest).getFirst().title();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          AT&T and R&D</title></item></channel></rss>          | AT&T and R&D
          a &nbsp;&mdash; b</title></item></channel></rss>     | a \u00a0\u2014 b
          a &unknown; b</title></item></channel></rss>         | a &unknown; b
          &#150;&#X41;</title></item></channel></rss>          | \u2013A
          1 < 2 and 3 > 2</title></item></channel></rss>       | 1 < 2 and 3 > 2
          a <b>bold</title></item></channel></rss>             | a bold
          a</i> b</title></item></channel></rss>               | a b
          a<br>b</title></item></channel></rss>                | a b
          <![CDATA[a & b</title></item></channel></rss>        | a & b
          cut off                                              | cut off
          a<?php echo 1 ?> b</title></item></channel></rss>    | a b
          a</TITLE></item></channel></rss>                     | a
          """)
  void textIsWhatAReaderWouldSee(String written, String title) {
    assertThat(title(written)).isEqualTo(title);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "  \n<?xml version='1.0'?>%s",
        "junk <?xml version='1.0'?>%s",
        "<!-- made by --><?xml version='1.0'?>%s",
        "\ufeff%s",
        "%s trailing junk & more",
        "%s</rss>",
        "<!DOCTYPE rss [<!ELEMENT rss (channel)>]>%s",
        "<!DOCTYPE html PUBLIC '-//W3C//DTD XHTML 1.0 Strict//EN' 'http://example.com/x.dtd'>%s",
      })
  void textAroundAFeedIsIgnored(String around) {
    var feed = "<rss version='2.0'><channel><item><title>a</title></item></channel></rss>";
    assertThat(Feeds.entries(around.formatted(feed)).getFirst().title()).isEqualTo("a");
  }

  @Test
  void faultsFoundInTextHaveAPosition() {
    var feed =
        Feeds.feed("<rss version='2.0'><channel>\n<title>Fish & chips</title></channel></rss>");
    assertThat(feed.problems().getFirst().place()).startsWith("line 2, column");
  }

  @Test
  void undeclaredPrefixHasItsUsualMeaning() {
    var feed =
        Feeds.feed(
            "<rss><channel><item><title>a</title><dc:creator>Ann</dc:creator><x:y>z</x:y></item></channel></rss>");
    assertThat(feed.items().getFirst().entry().authors())
        .extracting(p -> p.display())
        .containsExactly("Ann");
    assertThat(feed.problems()).isEmpty();
  }

  @Test
  void entriesBeforeABreakAreReadAndTheBreakIsReported() {
    var feed =
        Feeds.feed(
            """
            <rss version="2.0"><channel><title>F</title>
            <item><guid>1</guid><title>one</title></item>
            <item><guid>2</guid><title>two</title></item>
            <item><guid>3</guid><tit\
            """);
    assertThat(feed.items()).extracting(Item::guid).startsWith("1", "2");
    assertThat(feed.problems()).isNotEmpty();
    assertThat(feed.problems().getFirst().place()).startsWith("line 4, column");
  }

  @Test
  void missingEndTagLosesNoEntry() {
    var feed =
        Feeds.feed(
            "<rss><channel><item><title>one<link>http://example.com/1</link></item>"
                + "<item><title>two</title><description><p>text<item><title>three</title></item></channel></rss>");
    assertThat(feed.items())
        .extracting(i -> i.entry().title())
        .containsExactly("one", "two", "three");
    assertThat(feed.items().getFirst().entry().link()).contains("http://example.com/1");
  }

  @Test
  void attributesMayLackTheirQuotes() {
    var entry =
        Feeds.entries(
                "<rss><channel><item><enclosure url=http://example.com/a.mp3 length=5"
                    + " type='audio/mpeg></item></channel></rss>")
            .getFirst();
    assertThat(entry.enclosures().getFirst().url()).isEqualTo("http://example.com/a.mp3");
  }

  @ParameterizedTest
  @CsvSource({
    "windows-1251, windows-1251", "windows_1251, windows-1251", "koi8-r, KOI8-R",
        "iso-8859-2, ISO-8859-2", "cp866, IBM866",
    "maccyrillic, x-MacCyrillic", "gb2312, GB18030", "ebcdic-cp-us, IBM037",
        "shift_jis, windows-31j", "euc-kr, x-windows-949",
    "UTF-16, UTF-16",
  })
  void declaredCharsetIsUsedUnderAllItsNames(String declared, String charset) {
    var text =
        declared.startsWith("shift")
            ? "日本"
            : declared.startsWith("euc")
                ? "한국"
                : declared.equals("iso-8859-2")
                    ? "Łódź"
                    : declared.startsWith("ebcdic") ? "é ü" : "привет";
    var document =
        "<?xml version=\"1.0\" encoding=\""
            + declared
            + "\"?><rss><channel><item><title>"
            + text
            + "</title></item></channel></rss>";
    var feed = Feeds.feed(document.getBytes(Charset.forName(charset)));
    assertThat(feed.items().getFirst().entry().title()).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    // content type, declared, written in
    "text/xml; charset=windows-1251, utf-8, windows-1251",
    "text/xml; charset=iso-8859-1, utf-8, utf-8",
    "text/xml, utf-8, utf-8",
    "text/xml; charset=\"utf-8\", windows-1251, utf-8",
    "text/xml; charset=utf-8, windows-1251, windows-1251",
    "text/xml; charset=nonsense, windows-1251, windows-1251",
  })
  void httpsCharsetGoesBeforeTheDeclaredUnlessItCannotBe(
      String type, String declared, String charset) {
    var document =
        "<?xml version='1.0' encoding='"
            + declared
            + "'?><rss><channel><item><title>привет</title></item></channel></rss>";
    var parsed = (Parsed.Feed) Feeds.parse(document.getBytes(Charset.forName(charset)), type);
    assertThat(parsed.items().getFirst().entry().title()).isEqualTo("привет");
  }

  @Test
  void undeclaredCharsetIsDetected() {
    var text =
        "Как хорошо, что новый год обязательно наступит, несмотря ни на что; это не просто"
            + " очередной праздник";
    var document = "<rss><channel><item><title>" + text + "</title></item></channel></rss>";
    var feed = Feeds.feed(document.getBytes(Charset.forName("KOI8-R")));
    assertThat(feed.items().getFirst().entry().title()).isEqualTo(text);
  }

  @Test
  void controlCharactersThatWereMeantForSignsAreRead() {
    assertThat(title("don\u0092t \u20ac \u0081</title></item></channel></rss>"))
        .isEqualTo("don\u2019t \u20ac \u0081");
  }

  @Test
  void textThatWasEncodedTwiceIsDecodedTwice() {
    var twice =
        new String("déjà vu…".getBytes(StandardCharsets.UTF_8), Charset.forName("windows-1252"));
    assertThat(title(twice + "</title></item></channel></rss>")).isEqualTo("déjà vu…");
    assertThat(title("Ã la carte</title></item></channel></rss>")).isEqualTo("Ã la carte");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "&#55356;&#57221;",
        "&#xD83C;&#xDF85;",
        "&#Xd83c;&#xdf85;",
        "&#55356;&#xDF85;",
        "&#0055356;&#0057221;",
        "&amp;#55356;&amp;#57221;",
        "<![CDATA[&#55356;&#57221;]]>",
        "&#127877;"
      })
  void twoReferencesToTheHalvesOfACharacterAreOne(String written) {
    var entry =
        Feeds.rss(
            "<title>a %s b</title><description>&lt;p&gt;%s&lt;/p&gt;</description><category>%s</category>"
                .formatted(written, written, written));
    assertThat(entry.title()).isEqualTo("a \ud83c\udf85 b");
    assertThat(entry.content().map(HtmlEntities::decode)).contains("<p>\ud83c\udf85</p>");
    assertThat(entry.categories().getFirst().term()).isEqualTo("\ud83c\udf85");
  }

  @Test
  void halvesInAttributesAreOneCharacterToo() {
    var entry = Feeds.rss("<title>t</title><category label='&#55356;&#57221;' term='x'/>");
    assertThat(entry.categories().getFirst().label()).contains("\ud83c\udf85");
  }

  @ParameterizedTest
  @CsvSource({
    "a&#55356;b, ab",
    "a&#57221;b, ab",
    "a&#55356;&#55356;&#57221;b, a\ud83c\udf85b",
    "a&#55356; &#57221;b, a b",
    "a&#57221;&#55356;b, ab"
  })
  void unpairedSurrogateIsLeftOut(String written, String title) {
    assertThat(title(written + "</title></item></channel></rss>")).isEqualTo(title);
  }
}

package io.feedloom.parse.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import org.jsoup.Jsoup;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Selectors in an item of a page. */
class HtmlSelectorTest {
  private static final String PAGE =
      """
      <h1>News</h1>
      <article><h2>First</h2></article>
      <article id=it class="teaser big" data-url=/own>
        <h2>  A   <b>bold</b>
          title </h2>
        <a href=/1 class=x>One</a><a href=/2>Two</a><a href=/3 class=y>Three</a>
        <ul><li>a<li>b<li>c</ul><ul><li>d<li>e</ul>
        <!-- note -->
      </article>
      <article><h2>Last</h2></article>
      """;

  private static String find(String selector) {
    var page = Jsoup.parse(PAGE, "https://example.org/");
    var html = new HtmlSelector(page, SelectorDeadline.after(SelectorDeadline.MAX_TIME));
    return html.find(html.items("#it").getFirst(), selector).stream()
        .map(HtmlSelector.Match::text)
        .collect(Collectors.joining(","));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "a/@href; /1,/2,/3",
        "a[@class]/@href; /1,/3",
        "a[not(@class)]/@href; /2",
        "a[@class='y' or @href='/1']; One,Three",
        "@data-url; /own",
        "@DATA-URL; /own",
        "A/@HREF; /1,/2,/3",
        "@none; ``",
        "a/@*; /1,x,/2,/3,y",
        "a/attribute::class; x,y",
        "a/@href/..; One,Two,Three",
        "a[2]; Two",
        "a[position() = 2]; Two",
        "a[position() > 1]; Two,Three",
        "a[position() mod 2 = 1]; One,Three",
        "a[last()]; Three",
        "a[last() - 1]; Two",
        "a[@class][2]; Three",
        "a[2][@class]; ``",
        ".//li[2]; b,e",
        "(.//li)[2]; b",
        "ul[2]/li[1]; d",
        "a[3]/preceding-sibling::a[1]; Two",
        "(a[3]/preceding-sibling::a)[1]; One",
        "a[1]/following-sibling::a; Two,Three",
        "ul/li[1]/following-sibling::*[last()]; c,e",
        "a[contains(., 'T')]; Two,Three",
        "a[contains(text(), 'wo')]; Two",
        "a[contains(@class, '')]; One,Two,Three",
        "a[contains(concat(' ', ../@class, ' '), ' big ')][1]; One",
        "a[starts-with(@href, '/3')]; Three",
        "contains(h2, 'bold'); true",
        "normalize-space(h2); A bold title",
        "normalize-space(concat('  ', a, ' \t ')); One",
        "h2[normalize-space() = 'A bold title']/b; bold",
        "normalize-space(h2/text()[normalize-space()][last()]); title",
        "a[1] | ul[2]/li[1] | a[2]; One,Two,d",
        "a | a; One,Two,Three",
        "(li | a)[2]; Two",
        "a[1]/@href | a[1]; One,/1",
        "none | a[3]; Three",
        "//h1; News",
        "//article[last()]/h2; Last",
        "../h1; News",
        "preceding::h2; First",
        "ancestor::*[1]/h1; News",
        "count(.//li); 5",
        "string(a[2]/@href); /2",
        "concat('https://x.example', a/@href); https://x.example/1",
        "substring-after(a[3]/@href, '/'); 3",
        "comment(); ` note `",
        "self::article/@id; it",
        "self::div; ``",
        "descendant-or-self::article/@class; teaser big",
      })
  void xpathInAnItem(String expression, String found) {
    assertThat(find("xpath:" + expression)).isEqualTo(found);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "a; One,Two,Three",
        "h2; A bold title",
        "a@href; /1,/2,/3",
        "a.y @href; /3",
        "a@class; x,y",
        "@data-url; /own",
        "@none; ``",
        "h1; ``",
        "> ul:last-of-type > li; d,e",
        "a[href$=2], li:first-child; Two,a,d",
      })
  void cssInAnItem(String selector, String found) {
    assertThat(find(selector)).isEqualTo(found);
  }
}

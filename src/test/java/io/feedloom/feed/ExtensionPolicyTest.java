package io.feedloom.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExtensionPolicyTest {
  private static final String ITUNES = "http://www.itunes.com/dtds/podcast-1.0.dtd";
  private static final String PODCAST = "https://podcastindex.org/namespace/1.0";
  private static final String XHTML = "http://www.w3.org/1999/xhtml";
  private static final String LICENCE = "http://backend.userland.com/creativeCommonsRssModule";

  private static Element element(String namespace, String name, String text, Element... children) {
    return new Element(namespace, name, Map.of(), text, List.of(children));
  }

  private static String plain(String text) {
    return ExtensionPolicy.safe(List.of(element(ITUNES, "summary", text))).getFirst().text();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          a <b>bold</b> word                      | a bold word
          <img src=x onerror=alert(1)>text        | text
          <script>alert(1)</script>text           | text
          <SCRIPT >alert(1)</ script>a</script>b  | b
          <style>p{}</style><!-- <b> -->text      | text
          1 < 2 and 3 > 2                         | 1 < 2 and 3 > 2
          list <3 and <<b>script>x                | list <3 and < script>x
          <scr<script>ipt>alert(1)                | ipt>alert(1)
          unclosed <img src=x onerror=alert(1)    | unclosed < img src=x onerror=alert(1)
          AT&T &lt;b&gt;                          | AT&T &lt;b&gt;
          Data: what it is                        | Data: what it is
          """)
  void markupInATextIsLeftOut(String text, String wanted) {
    assertThat(plain(text)).isEqualTo(wanted);
  }

  @Test
  void paragraphsStayLines() {
    assertThat(plain("<p>one</p><p>two<br>three</p>")).isEqualTo("one\n\ntwo\nthree");
  }

  @Test
  void noTagIsLeftOfAnyText() {
    var pieces =
        List.of("<", ">", "/", "!--", "-->", "script", "b", " ", "\"", "'", "<b>", "=x", "?");
    var random = new Random(15);
    for (int i = 0; i < 20_000; i++) {
      var text = new StringBuilder();
      for (int n = random.nextInt(12); n >= 0; n--) {
        text.append(pieces.get(random.nextInt(pieces.size())));
      }
      assertThat(plain(text.toString())).as("%s", text).doesNotContainPattern("<[a-zA-Z/!?]");
    }
  }

  @Test
  void elementsThatAreNotListedAreLeftOutWithAllTheyHold() {
    var script = element(XHTML, "script", "alert(1)");
    var unknown = element("https://example.org/ns", "x", "y", element(ITUNES, "title", "t"));
    var value = element(PODCAST, "value", "", script, element(PODCAST, "valueRecipient", ""));

    assertThat(ExtensionPolicy.safe(List.of(script, unknown, element(ITUNES, "script", "x"))))
        .isEmpty();
    assertThat(ExtensionPolicy.safe(List.of(value)).getFirst().children())
        .extracting(Element::name)
        .containsExactly("valueRecipient");
  }

  @Test
  void addressesAreCheckedWhereverAnElementHasThem() {
    var attributes =
        Map.of("href", "javascript:alert(1)", "img", "https://example.org/a.png", "onclick", "x()");
    var person = new Element(PODCAST, "person", attributes, "Ann", List.of());

    assertThat(ExtensionPolicy.safe(List.of(person)).getFirst().attributes())
        .isEqualTo(Map.of("img", "https://example.org/a.png"));
    assertThat(ExtensionPolicy.safe(List.of(element(LICENCE, "license", "data:text/html,x"))))
        .isEmpty();
    assertThat(ExtensionPolicy.safe(List.of(element(LICENCE, "license", "https://e.example/by"))))
        .hasSize(1);
  }
}

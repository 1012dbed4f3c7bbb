package io.feedloom.feed.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jsoup.nodes.Entities;
import org.jsoup.parser.Parser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HtmlEntitiesTest {
  @ParameterizedTest
  @CsvSource({"amp, &", "nbsp, \u00A0", "AElig, Æ", "NotEqualTilde, ≂̸", "zwj, \u200D", "Afr, 𝔄"})
  void entityOfHtmlHasItsCharacters(String name, String characters) {
    assertThat(HtmlEntities.named(name)).hasValue(characters);
    assertThat(Entities.getByName(name)).isEqualTo(characters);
  }

  @Test
  void unknownEntityHasNoCharacters() {
    for (var name : List.of("", "nothing", "AMp", "apos;")) {
      assertThat(HtmlEntities.named(name)).as(name).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "&copy 2024", "&copy2024", "&COPY;", "&amp;lt;", "&notin; &notit;", "&frac12x", "AT&T",
            "&&",
        "&#65 &#x41 &#x41G;", "&#", "&#;", "&#x;", "&", "&thetasym;x", "&thetasym x", "&#128;&#x9f;"
      })
  void referencesMeanWhatTheyMeanToBrowsers(String text) {
    assertThat(HtmlEntities.decode(text)).isEqualTo(Parser.unescapeEntities(text, false));
  }

  @Test
  void invalidReferenceBecomesAReplacementCharacter() {
    assertThat(HtmlEntities.decode("a&#0;b&#xFFFFFF;&#xD800;")).isEqualTo("a\uFFFDb\uFFFD\uFFFD");
  }
}

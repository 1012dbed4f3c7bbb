package io.feedloom.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TagTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "Java|java",
        "  Java  |java",
        "asia & pacific|asia-pacific",
        "AC/DC|ac-dc",
        "a , b|a-b",
        "C++|c++",
        "C#|c#",
        ".NET|.net",
        "C|c",
        "Straße|strasse",
        "STRASSE|strasse",
        "ＦＵＬＬ　ｗｉｄｔｈ|full-width",
        "ﬁne|fine",
        "日本|日本",
        "Ελλάς|ελλάσ",
        "non\u00A0breaking|non-breaking",
        "multi \t space|multi-space",
        "-dash-|dash",
        "a - b|a-b"
      })
  void similarLabelsHaveOneKey(String label, String key) {
    assertThat(Tag.key(label)).isEqualTo(key);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Java", "Straße", "Ελλάς", "İstanbul", "ﬁne & ﬂat", "ǅ", "ß/ẞ"})
  void keyOfAKeyIsTheSameKey(String label) {
    assertThat(Tag.key(Tag.key(label))).isEqualTo(Tag.key(label));
  }

  @Test
  void labelStaysAsWritten() {
    assertThat(Tag.of(" .NET ").label()).isEqualTo(".NET");
  }

  @Test
  void equalKeysAreEqualTags() {
    assertThat(Tag.of("Java")).isEqualTo(Tag.of("JAVA")).hasSameHashCodeAs(Tag.of("java"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "&", "/,/"})
  void labelWithoutLettersOrDigitsIsNoTag(String label) {
    assertThatThrownBy(() -> Tag.of(label)).isInstanceOf(IllegalArgumentException.class);
  }
}

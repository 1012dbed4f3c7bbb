package io.feedloom.parse.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.feedloom.feed.JsonPath;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Paths of RFC 9535, with their edge cases. */
class JsonSearchTest {
  private static String find(String path, String json) {
    return JsonSearch.find(JsonPath.parse(path), JsonSearch.read(json).orElseThrow()).stream()
        .map(Object::toString)
        .collect(Collectors.joining(" "));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "$[1]; b",
        "$[-1]; g",
        "$[-7]; a",
        "$[-8]; ``",
        "$[7]; ``",
        "$[1:3]; b c",
        "$[5:]; f g",
        "$[:2]; a b",
        "$[-2:]; f g",
        "$[:-5]; a b",
        "$[1:5:2]; b d",
        "$[5:1:-2]; f d",
        "$[::-1]; g f e d c b a",
        "$[::3]; a d g",
        "$[-1:-4:-1]; g f e",
        "$[2:-10:-1]; c b a",
        "$[9:4:-1]; g f",
        "$[3:1]; ``",
        "$[1:3:-1]; ``",
        "$[::0]; ``",
        "$[-100:100]; a b c d e f g",
        "$[0:9007199254740991]; a b c d e f g",
        "$[::9007199254740991]; a",
        "$[::-9007199254740991]; g",
        "$[9007199254740991]; ``",
        "$[-9007199254740991]; ``",
        "$[ 1 : 3 : 1 ]; b c",
        "$[0, 3]; a d",
        "$[0:2, 5]; a b f",
        "$[0, 0]; a a",
        "$[*]; a b c d e f g",
        "$.*; a b c d e f g",
        "$['0']; ``",
        "$.length; ``",
      })
  void elementsOfArrays(String path, String found) {
    var json = "[\"a\",\"b\",\"c\",\"d\",\"e\",\"f\",\"g\"]";
    assertThat(find(path, json).replace("\"", "")).isEqualTo(found);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "$.o['j j']; 1",
        "$['o'][\"j j\"]; 1",
        "$.o['\\'']; 2",
        "$.o[\"'\"]; 2",
        "$.o['\"']; 3",
        "$.o[\"\\\"\"]; 3",
        "$.o['\\u263A']; 4",
        "$.o['\\u263a']; 4",
        "$.o.☺; 4",
        "$.o['\\uD83E\\uDD8A']; 5",
        "$.o.🦊; 5",
        "$.o.n; null",
        "$.o['a\\/b']; 6",
        "$.o['\\\\']; 7",
        "$.o['j j', 'n', \"'\"]; 1 null 2",
        "$.o['none', 'j j']; 1",
        "$.o[0]; ``",
        "$.o[0:2]; ``",
        "$.o.*; 1 2 3 4 5 null 6 7",
        "$.o.n.x; ``",
        "$ .o\t['j j'] ; 1",
        "$.o-p.2nd; 8",
      })
  void membersOfObjects(String path, String found) {
    var json =
        """
        {"o":{"j j":1,"'":2,"\\"":3,"☺":4,"🦊":5,"n":null,"a/b":6,"\\\\":7},"o-p":{"2nd":8}}
        """;
    assertThat(find(path, json)).isEqualTo(found);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "$..j; 1 4",
        "$..['j']; 1 4",
        "$..[0]; 5 {\"j\":4}",
        "$..[-1]; [{\"j\":4},{\"k\":6}] {\"k\":6}",
        "$..k; 2 6",
        "$..['k', 'j']; 2 1 4 6",
        "$.a..[0]; 5 {\"j\":4}",
        "$.a..[0, 1]; 5 3 {\"j\":4} {\"k\":6}",
        "$.o..*; 1 2",
        "$..a..k; 6",
        "$..none; ``",
      })
  void descendants(String path, String found) {
    var json = "{\"o\":{\"j\":1,\"k\":2},\"a\":[5,3,[{\"j\":4},{\"k\":6}]]}";
    assertThat(find(path, json)).isEqualTo(found);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a",
        "$.",
        "$..",
        "$...a",
        "$a",
        "$[",
        "$[]",
        "$[0",
        "$[0,]",
        "$[,0]",
        "$[a]",
        "$['a",
        "$['a\\",
        "$['a\\'",
        "$['\\u12']",
        "$['\\u-123']",
        "$['\\u+123']",
        "$['\\x']",
        "$[1.5]",
        "$[-]",
        "$[-0]",
        "$[01]",
        "$[1:2:3:4]",
        "$[9007199254740992]",
        "$[?@.a]",
        "$.'a'",
      })
  void textsThatAreNoPaths(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> JsonPath.parse(text));
  }
}

package io.feedloom.store.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import io.feedloom.feed.Entry;
import java.util.HashSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StoryTraitsTest {
  private static final String EN =
      "The river rose two metres overnight and flooded the old bridge before the crews arrived.";
  private static final String OTHER =
      "A new museum of clocks opens on Sunday with free tickets for everyone who brings a watch.";
  private static final String DE =
      "Der Fluss stieg über Nacht um zwei Meter und überflutete die alte Brücke am Markt.";
  private static final String RU =
      "Река за ночь поднялась на два метра и затопила старый мост у рыночной площади города.";
  private static final String JA = "川の水位は一晩で二メートル上昇し、古い橋が完全に水没したと市役所が発表した。";

  private static String text(String name) {
    return switch (name) {
      case "EN" -> EN;
      case "EN+" -> EN + " " + OTHER;
      case "OTHER" -> OTHER;
      case "DE" -> DE;
      case "RU" -> RU;
      case "JA" -> JA;
      default -> name;
    };
  }

  private static Entry entry(String title, String text) {
    return Entry.builder("g").title(title).content("<p>" + text(text) + "</p>").build();
  }

  private static boolean meet(Entry one, Entry other) {
    var shared = new HashSet<>(StoryTraits.of(one).titles());
    shared.retainAll(StoryTraits.of(other).titles());
    return !shared.isEmpty() && StoryTraits.sameText(one, other);
  }

  @ParameterizedTest
  @CsvSource({
    "River floods the old bridge, EN, River floods the old bridge, EN",
    "River floods the old bridge, EN, RIVER FLOODS THE OLD BRIDGE!, EN+",
    "River floods the old bridge in town, EN, River floods old bridge in the town, EN+",
    "Fluss überflutet die alte Brücke, DE, Fluss überflutet die alte Brücke, DE",
    "Река затопила старый мост, RU, Река затопила старый мост!, RU",
    "川が増水し古い橋が水没, JA, 川が増水し古い橋が水没, JA"
  })
  void sameStoryIsRecognized(String title, String text, String title2, String text2) {
    assertThat(meet(entry(title, text), entry(title2, text2))).isTrue();
    assertThat(meet(entry(title2, text2), entry(title, text))).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "Weekly links, EN, Weekly links, EN",
    "Release v1.0, EN, Release v1.0, EN",
    "Wochenrückblick, DE, Wochenrückblick, DE",
    "Links for the week 12, EN, Links for the week 13, EN",
    "What we read this week, EN, What we read this week, OTHER",
    "Release v1.0 of project alpha, EN, Release v1.0 of project beta, OTHER",
    "River floods the old bridge, EN, Museum of clocks opens on Sunday, EN",
    "River floods the old bridge, short text, River floods the old bridge, short text",
    "River floods the old bridge, '', River floods the old bridge, ''",
    "今週のリンク, JA, 来週の天気予報, JA"
  })
  void otherStoryIsNotRecognized(String title, String text, String title2, String text2) {
    assertThat(meet(entry(title, text), entry(title2, text2))).isFalse();
  }
}

package io.feedloom.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.feedloom.config.FeedsFile;
import io.feedloom.config.Loaded;
import io.feedloom.config.Settings;
import io.feedloom.feed.Category;
import io.feedloom.feed.Declared;
import io.feedloom.feed.Entry;
import io.feedloom.feed.Person;
import io.feedloom.feed.RuleResult;
import io.feedloom.feed.Tag;
import io.feedloom.parse.SafeHtml;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How rules judge entries. */
class RulebookTest {
  private static final Entry ENTRY =
      Entry.builder("g")
          .title("Kotlin 3 is out")
          .content("<p>Read <b>all</b> about <i>Kot</i>lin&nbsp;3</p><p>now</p>")
          .link("https://blog.example/kotlin-3")
          .authors(List.of(Person.named("Ada")))
          .categories(List.of(Category.of("Asia & Pacific")))
          .build();

  @TempDir private Path folder;

  private Settings settings(String rules) {
    return settings("{ url: https://a.example/, id: a, tags: [News] }", rules);
  }

  private Settings settings(String feed, String rules) {
    try {
      var file = folder.resolve("feeds.yml");
      Files.writeString(file, "feeds: [" + feed + "]\nrules: [" + rules + "]\n");
      return ((Loaded.Valid) FeedsFile.read(file, Map.of(), _ -> Optional.empty())).settings();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static RuleResult judge(Settings settings, String language) {
    return new Rulebook(settings.rules(), SafeHtml::of)
        .judge(
            settings.subscriptions().getFirst(),
            ENTRY,
            new Declared(Optional.empty(), Optional.of(language).filter(l -> !l.isEmpty())));
  }

  private RuleResult judge(String rules) {
    return judge(settings(rules), "en-US");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "title: '(?i)kotlin'       | true",
        "title: kotlin             | false",
        "content: all about        | true",
        "content: <b>              | false",
        "content: Kotlin 3 now      | true",
        "any: '(?i)\\bada\\b'      | true",
        "author: Ada               | true",
        "author: Bob               | false",
        "category: asia & pacific  | true",
        "category: pacific$        | false",
        "category: Pac             | true",
        "url: kotlin-\\d           | true",
        "feed-tag: NEWS            | true",
        "feed-tag: new             | false",
        "lang: en                  | true",
        "lang: EN-us               | true",
        "lang: de                  | false",
      })
  void conditionHoldsOrNot(String condition, boolean holds) {
    var judged = judge("{ when: { " + condition.strip() + " }, tag: X }");

    assertThat(judged.tags().contains(Tag.of("X"))).isEqualTo(holds);
    assertThat(judged.because()).hasSize(holds ? 1 : 0);
  }

  @Test
  void everyConditionOfARuleMustHold() {
    assertThat(judge("{ when: { title: Kotlin, author: Bob }, tag: X }").tags()).isEmpty();
    assertThat(judge("{ when: { title: Kotlin, author: Ada }, tag: [X, Y] }").tags())
        .containsExactly(Tag.of("X"), Tag.of("Y"));
  }

  @Test
  void rulesRunInOrderUntilOneDrops() {
    var judged =
        judge(
            "{ when: { title: Kotlin }, tag: X }, { when: { author: Ada }, drop: true },"
                + " { when: { title: out }, tag: Z }");

    assertThat(judged.dropped()).isTrue();
    assertThat(judged.tags()).isEmpty();
    assertThat(judged.because()).containsExactly("author \"Ada\" → drop");
  }

  @Test
  void matchingRulesAreNamedAsWritten() {
    assertThat(judge("{ when: { title: Kotlin, lang: en }, tag: [Kotlin, JVM] }").because())
        .containsExactly("title \"Kotlin\" and lang \"en\" → tag Kotlin, JVM");
  }

  @Test
  void tagOfTheFeedIsNotGivenAgain() {
    assertThat(judge("{ when: { title: Kotlin }, tag: [news, X] }").tags())
        .containsExactly(Tag.of("X"));
  }

  @Test
  void filtersOfAFeedAreAppliedFirst() {
    var rules = "{ when: { title: Kotlin }, tag: X }";
    var included = settings("{ url: https://a.example/, include: { title: Java } }", rules);
    var excluded = settings("{ url: https://a.example/, exclude: { lang: en } }", rules);

    assertThat(judge(included, "en").because())
        .containsExactly("include title \"Java\" of the feed");
    assertThat(judge(excluded, "en").dropped()).isTrue();
    assertThat(judge(excluded, "de").tags()).containsExactly(Tag.of("X"));
    assertThat(judge(excluded, "").dropped()).isFalse();
  }

  private long fingerprint(String feed, String rules) {
    var settings = settings(feed, rules);
    return new Rulebook(settings.rules(), SafeHtml::of)
        .fingerprint(settings.subscriptions().getFirst());
  }

  @Test
  void fingerprintChangesExactlyWithTheRules() {
    var rule = "{ when: { title: a }, tag: X }";
    var plain = fingerprint("{ url: https://a.example/ }", rule);

    assertThat(fingerprint("{ url: https://a.example/ }", "")).isEqualTo(RuleResult.NO_RULES);
    assertThat(fingerprint("{ url: https://a.example/, title: t, every: 2h }", rule))
        .isEqualTo(plain);
    assertThat(
            List.of(
                plain,
                fingerprint("{ url: https://a.example/, tags: [x] }", rule),
                fingerprint("{ url: https://a.example/, exclude: { title: b } }", rule),
                fingerprint("{ url: https://a.example/, include: { title: b } }", rule),
                fingerprint("{ url: https://a.example/ }", "{ when: { title: a }, tag: Y }"),
                fingerprint("{ url: https://a.example/ }", "{ when: { url: a }, tag: X }"),
                fingerprint("{ url: https://a.example/ }", rule + ", " + rule)))
        .doesNotHaveDuplicates();
  }
}

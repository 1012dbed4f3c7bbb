package io.feedloom.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.feedloom.config.FeedsFile;
import io.feedloom.config.Loaded;
import io.feedloom.config.Settings;
import io.feedloom.feed.Declared;
import io.feedloom.feed.Entry;
import io.feedloom.feed.Person;
import io.feedloom.feed.Revision;
import io.feedloom.feed.RuleResult;
import io.feedloom.feed.text.HtmlText;
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
import org.junit.jupiter.params.provider.ValueSource;

/** What rules change in entries. */
class RuleActionsTest {
  private static final String HTML =
      "<div class=\"body\" id=\"main\"><p class=\"lead\">First <b>words</b></p>"
          + "<p>Second</p><p class=\"promo ad\">Buy</p></div><p class=\"promo\">Again</p>";

  private static final Entry ENTRY =
      Entry.builder("g")
          .title("A title")
          .contentText(HtmlText.ofMarked(HTML))
          .summaryText(HtmlText.ofMarked("<p>Short</p><p class=\"promo\">Buy</p>"))
          .link("https://blog.example/post?page=2")
          .authors(List.of(Person.named("Ada")))
          .language("en")
          .build();

  private static final Declared DECLARED = new Declared(Optional.of("The feed"), Optional.empty());

  @TempDir private Path folder;

  private Settings settings(String feed, String rules) {
    try {
      var file = folder.resolve("feeds.yml");
      Files.writeString(file, "feeds: [" + feed + "]\nrules: [" + rules + "]\n");
      return ((Loaded.Valid) FeedsFile.read(file, Map.of(), _ -> Optional.empty())).settings();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private RuleResult judge(String feed, String rules, Entry entry) {
    var settings = settings(feed, rules);
    return new Rulebook(settings.rules(), SafeHtml::of)
        .judge(settings.subscriptions().getFirst(), entry, DECLARED);
  }

  private RuleResult act(String... actions) {
    var rules = new StringBuilder();
    for (var action : actions) {
      rules.append("{ when: { title: . }, ").append(action).append(" },");
    }
    return judge("{ url: https://a.example/ }", rules.toString(), ENTRY);
  }

  private String content(String... actions) {
    return act(actions).revision().of(ENTRY).content().orElse("");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        ".promo                | <div><p>First <b>words</b></p><p>Second</p></div>",
        "'.promo, .lead'       | <div><p>Second</p></div>",
        "'#main'               | <p>Again</p>",
        "b                     | <div><p>First </p><p>Second</p><p>Buy</p></div><p>Again</p>",
        "'div > p:last-child'  | <div><p>First <b>words</b></p><p>Second</p></div><p>Again</p>",
        "'p:has(b)'            | <div><p>Second</p><p>Buy</p></div><p>Again</p>",
        "'p:contains(Second)'  | <div><p>First <b>words</b></p><p>Buy</p></div><p>Again</p>",
        "'.lead ~ p'           | <div><p>First <b>words</b></p></div><p>Again</p>",
      })
  void removedElementsAreGone(String selector, String left) {
    assertThat(content("remove: " + selector)).isEqualTo(left);
  }

  @Test
  void removeAlsoCleansTheSummary() {
    assertThat(act("remove: .promo").revision().summary()).contains("<p>Short</p>");
  }

  @Test
  void onlyKeptElementsStayInTheirOrder() {
    assertThat(content("keep: '.promo, .lead'"))
        .isEqualTo("<p>First <b>words</b></p><p>Buy</p><p>Again</p>");
    assertThat(content("keep: '.body, .lead'"))
        .isEqualTo("<div><p>First <b>words</b></p><p>Second</p><p>Buy</p></div>");
    assertThat(act("keep: .lead").revision().summary()).isEmpty();
  }

  @Test
  void keepThatMatchesNothingLeavesTheContentAndIsNoted() {
    var judged = act("keep: .missing");

    assertThat(judged.revision()).isEqualTo(Revision.NONE);
    assertThat(judged.because())
        .containsExactly(
            "title \".\" → keep \".missing\" (keep: it matches nothing, so all stays)");
  }

  @Test
  void removeThatMatchesNothingChangesNothing() {
    var judged = act("remove: .missing");

    assertThat(judged.revision()).isEqualTo(Revision.NONE);
    assertThat(judged.because()).containsExactly("title \".\" → remove \".missing\"");
  }

  @Test
  void contentOfWhichNothingIsLeftIsAbsent() {
    var entry = act("remove: '*'").revision().of(ENTRY);

    assertThat(entry.content()).isEmpty();
    assertThat(entry.summary()).isEmpty();
    assertThat(entry.title()).isEqualTo("A title");
  }

  @Test
  void replacementsWorkOnTitleContentAndLink() {
    var entry =
        act("replace: [{ in: title, match: '(\\w+) (\\w+)', with: '$2, $1' },"
                + " { in: content, match: '<b>(.*?)</b>', with: '<i>$1</i>' },"
                + " { in: link, match: '[?].*', with: '' }]")
            .revision()
            .of(ENTRY);

    assertThat(entry.title()).isEqualTo("title, A");
    assertThat(entry.content().orElseThrow()).contains("<p>First <i>words</i></p>");
    assertThat(entry.link()).contains("https://blog.example/post");
  }

  @Test
  void replacedContentIsSafe() {
    var entry =
        Entry.builder("g").title("t").content("<p>&lt;script&gt;x&lt;/script&gt;</p>").build();
    var rules =
        "{ when: { title: . }, replace: { in: content, match: '&lt;(/?)script&gt;', with:"
            + " '<$1script>' } }, { when: { title: . }, replace: { in: content, match: '^', with:"
            + " '<img src=x onerror=y class=z>' } }";
    var changed = judge("{ url: https://a.example/ }", rules, entry).revision().of(entry);

    assertThat(changed.content().orElse(""))
        .doesNotContain("<script")
        .doesNotContain("onerror")
        .doesNotContain("class");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"javascript:alert(1)", "not an address", "/relative", "https://", "data:x"})
  void linkIsReplacedOnlyByAWebAddress(String with) {
    var judged = act("replace: { in: link, match: '^.*$', with: '" + with + "' }");

    assertThat(judged.revision()).isEqualTo(Revision.NONE);
    assertThat(judged.because().getFirst()).contains("the result is not a web address");
  }

  @Test
  void replacementThatGrowsTooMuchIsNotApplied() {
    var long1 = "x".repeat(900);
    var entry = Entry.builder("g").title("t").content("a".repeat(20_000)).build();
    var rules =
        "{ when: { title: . }, replace: { in: content, match: a, with: '%s' } }".formatted(long1);
    var judged = judge("{ url: https://a.example/ }", rules, entry);

    assertThat(judged.revision()).isEqualTo(Revision.NONE);
    assertThat(judged.because().getFirst()).contains("too long");
  }

  @Test
  void titlePrefixNamesTheFeed() {
    var prefix = "{ when: { title: . }, title-prefix: '[{feed}] ' }";
    assertThat(judge("{ url: https://a.example/ }", prefix, ENTRY).revision().title())
        .contains("[The feed] A title");
    assertThat(judge("{ url: https://a.example/, title: Mine }", prefix, ENTRY).revision().title())
        .contains("[Mine] A title");
  }

  @Test
  void fieldsAreSet() {
    var entry = act("set: { author: Grace, language: de-AT }").revision().of(ENTRY);

    assertThat(entry.authors()).containsExactly(Person.named("Grace"));
    assertThat(entry.language()).contains("de-AT");
    assertThat(act("set: { author: Ada, language: en }").revision()).isEqualTo(Revision.NONE);
  }

  @Test
  void actionsOfSeveralRulesAddUpAndSelectorsComeFirst() {
    var entry =
        act(
                "replace: { in: content, match: Second, with: Third }, title-prefix: '1 '",
                "remove: .promo, title-prefix: '2 ', tag: x")
            .revision()
            .of(ENTRY);

    assertThat(entry.content()).contains("<div><p>First <b>words</b></p><p>Third</p></div>");
    assertThat(entry.title()).isEqualTo("2 1 A title");
    assertThat(act("tag: x").revision()).isEqualTo(Revision.NONE);
  }

  @Test
  void conditionsTestTheEntryOfThePublisher() {
    var rules =
        "{ when: { title: '^A' }, replace: { in: title, match: '^A', with: B } },"
            + " { when: { title: '^B' }, drop: true }";
    var judged = judge("{ url: https://a.example/ }", rules, ENTRY);

    assertThat(judged.dropped()).isFalse();
    assertThat(judged.revision().title()).contains("B title");
  }

  @Test
  void droppedEntryIsNotChanged() {
    var judged = act("title-prefix: 'x '", "drop: true");

    assertThat(judged.dropped()).isTrue();
    assertThat(judged.revision()).isEqualTo(Revision.NONE);
  }

  @Test
  void everyChangeOfAnActionChangesTheFingerprint() {
    var actions =
        List.of(
            "remove: .a",
            "remove: .b",
            "keep: .a",
            "replace: { in: title, match: a, with: b }",
            "replace: { in: content, match: a, with: b }",
            "replace: { in: title, match: a, with: c }",
            "title-prefix: a",
            "set: { author: a }",
            "set: { language: aa }",
            "remove: .a, keep: .a");
    assertThat(actions.stream().map(action -> fingerprint("", action)))
        .doesNotHaveDuplicates()
        .hasSize(actions.size());
    assertThat(fingerprint("", "title-prefix: '{feed}'"))
        .isNotEqualTo(fingerprint(", title: Mine", "title-prefix: '{feed}'"));
    assertThat(fingerprint("", "title-prefix: a"))
        .isEqualTo(fingerprint(", title: Mine", "title-prefix: a"));
  }

  private long fingerprint(String options, String action) {
    var settings =
        settings(
            "{ url: https://a.example/" + options + " }", "{ when: { title: . }, " + action + " }");
    return new Rulebook(settings.rules(), SafeHtml::of)
        .fingerprint(settings.subscriptions().getFirst());
  }

  @ParameterizedTest
  @CsvSource({
    ".x ~ p ~ p, true, true",
    "p:nth-last-child(2n+1):nth-of-type(3), true, true",
    "div:has(.x .y .z), false, true",
    "div:contains(needle), false, true",
    "div div div div div div div div .x, false, true",
    ".x, false, false"
  })
  void selectorThatWouldTakeTooLongIsNotApplied(String selector, boolean ifWide, boolean ifDeep) {
    var wide = "<p>x</p>".repeat(20_000);
    var deep = "<div>".repeat(200) + "<p>word word</p>".repeat(10_000) + "</div>".repeat(200);

    assertThat(isRefused(selector, wide)).isEqualTo(ifWide);
    assertThat(isRefused(selector, deep)).isEqualTo(ifDeep);
    assertThat(isRefused(selector, HTML)).isFalse();
  }

  private boolean isRefused(String selector, String html) {
    var entry = Entry.builder("g").title("t").content(html).build();
    var rule = "{ when: { title: . }, remove: '" + selector + "' }";
    var because = judge("{ url: https://a.example/ }", rule, entry).because();
    return because.getFirst().contains("too deep or too long");
  }
}

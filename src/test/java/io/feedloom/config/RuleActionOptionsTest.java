package io.feedloom.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.feedloom.feed.RuleAction;
import io.feedloom.feed.RuleAction.Field;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How the actions of rules are written, and their faults. */
class RuleActionOptionsTest {
  @TempDir private Path path;

  private AdminFolder folder(String rule) {
    return new AdminFolder(path)
        .write("feeds.yml", "feeds: []\nrules: [{ when: { title: a }, " + rule + " }]\n");
  }

  @Test
  void actionsAreReadInTheirOrder() {
    var rules =
        folder(
                "set: { author: Ada, language: pt-BR }, title-prefix: '[{feed}] ', tag: x, replace:"
                    + " [{ in: title, match: '(a)', with: '$1' }, { in: link, match: b, with: ''"
                    + " }], keep: ' article ', remove: '.ad, #x > p'")
            .settings()
            .rules();

    assertThat(rules.getFirst().actions())
        .isEqualTo(
            List.of(
                new RuleAction.Remove(".ad, #x > p"),
                new RuleAction.Keep("article"),
                new RuleAction.Replace(Field.TITLE, "(a)", "$1"),
                new RuleAction.Replace(Field.LINK, "b", ""),
                new RuleAction.TitlePrefix("[{feed}] "),
                new RuleAction.SetFields(Optional.of("Ada"), Optional.of("pt-BR"))));
    assertThat(rules.getFirst().tags()).hasSize(1);
  }

  @Test
  void oneReplacementNeedsNoList() {
    assertThat(
            folder("replace: { in: content, match: a, with: b }")
                .settings()
                .rules()
                .getFirst()
                .actions())
        .containsExactly(new RuleAction.Replace(Field.CONTENT, "a", "b"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "remove: ''            | 2:39 | expected a CSS selector, but it is empty",
        "remove: 'p['          | 2:39 | expected a CSS selector, but it cannot be read",
        "remove: 'p:foo'       | 2:39 | expected a CSS selector, but it cannot be read",
        "keep: [a]             | 2:37 | expected a CSS selector, but found a list",
        "keep: 'p:matches(a+)' | 2:37 | uses :matches, which can take too long",
        "keep: '[a~=b]'        | 2:37 | uses ~=, which can take too long",
        "keep: 'a:has(b:has(c))' | 2:37 | has :has inside :has, which can take too long",
        "keep: 'a:has(b:contains(c))' | 2:37 | has :contains inside :has",
        "keep: 'p::text'       | 2:37 | uses a pseudo-element",
        "replace: { in: title, match: '(', with: '' } | 2:60 | expected a regular expression (RE2):"
            + " missing closing )",
        "replace: { in: body, match: 'a', with: '' } | 2:46 | expected title, content or link",
        "replace: { in: title, match: 'a', with: '$1' } | 2:71 | names a group that \"match\" does"
            + " not have",
        "replace: { in: title, match: 'a' } | 2:40 | the key \"with\" is missing",
        "title-prefix: '{title} ' | 2:45 | expected a text in which only {feed} is in braces",
        "set: {}               | 2:36 | expected author, language or both, but found 0 of them",
        "set: { language: 'x y' } | 2:48 | expected a language such as en or pt-BR",
        "drop: true, remove: a | 2:37 | a dropped entry is not changed",
        "drop: false           | 2:37 | expected \"tag\" with tags, \"drop: true\", or one of"
            + " \"remove\"",
      })
  void faultsNameTheirPlace(String rule, String place, String message) {
    assertThat(folder(rule.strip()).faults())
        .anySatisfy(
            fault ->
                assertThat(fault)
                    .startsWith("feeds.yml:" + place.strip() + ": ")
                    .contains(message.strip()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'p:contains(a ~= b:has(c))'",
        "'a[href*=\"~=\"]'",
        "'a[title=\":matches(x)\"], p:not(.a, .b)'",
        "'p:nth-child(2n+1) ~ div > img[src$=.gif]'",
        "'div:has(> .ad)'"
      })
  void usefulSelectorsAreAllowed(String selector) {
    assertThat(folder("remove: " + selector).faults()).isEmpty();
  }
}

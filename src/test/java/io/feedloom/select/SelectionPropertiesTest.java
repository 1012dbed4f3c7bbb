package io.feedloom.select;

import static org.assertj.core.api.Assertions.assertThat;

import io.feedloom.feed.Cursor;
import io.feedloom.feed.EntryKey;
import io.feedloom.feed.Selection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Properties of all selections that a client can ask for. */
class SelectionPropertiesTest {
  private static final Instant NOW = Instant.parse("2026-11-24T03:45:17.123Z");

  @Property
  void printedSelectionIsParsedAsTheSame(@ForAll("asked") Map<String, List<String>> asked)
      throws BadSelection {
    var selection = parse(asked);
    var address = Selections.address(selection);

    assertThat(SelectionsTest.Requests.parse(address.page(), NOW)).isEqualTo(selection);
    assertThat(SelectionsTest.Requests.parse("/feed" + address.asQuery(), NOW))
        .isEqualTo(selection);
    assertThat(Selections.address(parse(asked))).isEqualTo(address);
  }

  @Property
  void neitherOrderNorCaseNorRepetitionMakesAnotherSelection(
      @ForAll("asked") Map<String, List<String>> asked, @ForAll long seed) throws BadSelection {
    var random = new Random(seed);
    var other = new HashMap<String, List<String>>();
    asked.forEach((name, values) -> other.put(name, respelt(name, values, random)));

    assertThat(parse(other)).isEqualTo(parse(asked)).hasSameHashCodeAs(parse(asked));
    assertThat(Selections.address(parse(other))).isEqualTo(Selections.address(parse(asked)));
  }

  @Property
  void anyTextIsASelectionOrAFaultThatNamesItsParameter(@ForAll String text) {
    for (var parameter : Parameter.values()) {
      try {
        var selection = parse(Map.of(parameter.key(), List.of(text)));
        var address = Selections.address(selection).page();
        assertThat(SelectionsTest.Requests.parse(address, NOW)).isEqualTo(selection);
      } catch (BadSelection bad) {
        assertThat(bad.faults()).allMatch(fault -> fault.parameter().equals(parameter.key()));
      }
    }
  }

  @Property
  void firstPageOfAnyPageIsTheSameSelection(
      @ForAll("asked") Map<String, List<String>> asked, @ForAll int feed, @ForAll long id)
      throws BadSelection {
    var selection = parse(asked);
    var page = selection.before(Optional.of(new Cursor(NOW, new EntryKey(feed, id))));

    assertThat(SelectionsTest.Requests.parse(Selections.address(page).page(), NOW)).isEqualTo(page);
    assertThat(page.firstPage()).isEqualTo(selection);
  }

  private static Selection parse(Map<String, List<String>> parameters) throws BadSelection {
    return Selections.parse(Optional.empty(), Optional.empty(), parameters, NOW);
  }

  private static List<String> respelt(String name, List<String> values, Random random) {
    var other = new ArrayList<String>();
    for (var value : values) {
      boolean excludes = value.startsWith("-");
      var items = new ArrayList<>(List.of(value.substring(excludes ? 1 : 0).split(",", -1)));
      Collections.shuffle(items, random);
      var spelt = (excludes ? "-" : "") + String.join(",", items);
      other.add(List.of("tag", "category", "author").contains(name) ? cased(spelt, random) : spelt);
    }
    if (List.of("tag", "category", "source", "author", "lang").contains(name)) {
      other.add(other.get(random.nextInt(other.size())));
      Collections.shuffle(other, random);
    }
    return other;
  }

  private static String cased(String text, Random random) {
    return random.nextBoolean() ? text.toUpperCase(Locale.ROOT) : "  " + text;
  }

  @Provide
  Arbitrary<Map<String, List<String>>> asked() {
    var words =
        Arbitraries.of("java", "c++", "c#", ".net", "asia & pacific", "日本", "ёлка", "ß", "🦀");
    var ids = Arbitraries.of("a", "b.c", "feed-1", "x_y");
    var languages = Arbitraries.of("en", "en-US", "pt_br", "zh-Hant");
    var texts =
        Arbitraries.of("java", "\"virtual threads\"", "-kotlin", "-\"a b\"", "日本語", "C++", "don't")
            .list()
            .ofMinSize(1)
            .ofMaxSize(4)
            .map(terms -> List.of(String.join(" ", terms)));
    return Combinators.combine(
            sometimes(clauses(words)),
            sometimes(clauses(words)),
            sometimes(clauses(ids)),
            sometimes(texts),
            sometimes(clauses(words)),
            sometimes(clauses(languages)),
            sometimes(one(Arbitraries.of("24h", "2026-11-24", "2026-11-24T01:02:03.5+01:00"))),
            Combinators.combine(
                    sometimes(one(Arbitraries.integers().between(1, 500).map(String::valueOf))),
                    sometimes(one(Arbitraries.integers().between(1, 500).map(String::valueOf))),
                    sometimes(one(Arbitraries.of("full", "summary", "none"))),
                    sometimes(one(Arbitraries.of("story", "none"))))
                .as(List::of))
        .as(
            (tag, category, source, q, author, lang, since, rest) -> {
              var asked = new HashMap<String, List<String>>();
              put(asked, "tag", tag);
              put(asked, "category", category);
              put(asked, "source", source);
              put(asked, "q", q);
              put(asked, "author", author);
              put(asked, "lang", lang);
              put(asked, "since", since);
              put(asked, "limit", rest.get(0));
              put(asked, "per-feed", rest.get(1));
              put(asked, "content", rest.get(2));
              put(asked, "merge", rest.get(3));
              return asked;
            });
  }

  private static void put(Map<String, List<String>> asked, String name, List<String> values) {
    if (!values.isEmpty()) {
      asked.put(name, values);
    }
  }

  private static Arbitrary<List<String>> one(Arbitrary<String> value) {
    return value.map(List::of);
  }

  private static Arbitrary<List<String>> sometimes(Arbitrary<List<String>> values) {
    return Arbitraries.oneOf(Arbitraries.just(List.of()), values);
  }

  private static Arbitrary<List<String>> clauses(Arbitrary<String> keys) {
    var clause =
        Combinators.combine(keys.list().ofMinSize(1).ofMaxSize(3), Arbitraries.of("", "-"))
            .as((items, minus) -> minus + String.join(",", items));
    return clause.list().ofMinSize(1).ofMaxSize(3);
  }
}

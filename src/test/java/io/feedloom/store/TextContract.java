package io.feedloom.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.feedloom.feed.Category;
import io.feedloom.feed.Element;
import io.feedloom.feed.Enclosure;
import io.feedloom.feed.Entry;
import io.feedloom.feed.FeedId;
import io.feedloom.feed.Link;
import io.feedloom.feed.Media;
import io.feedloom.feed.Origin;
import io.feedloom.feed.Person;
import io.feedloom.feed.Problem;
import io.feedloom.feed.SampleUpdate;
import io.feedloom.feed.Scan;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Any content is read back as it was stored. */
abstract class TextContract extends StoreContract {
  private Entry stored(Entry entry) {
    subscribe(Sample.subscription("a"));
    var key = arrive("a", Sample.change(1, entry)).getFirst().key();
    reopen();
    return store.entries().byKey(key).orElseThrow().entry();
  }

  @Test
  void everyFieldOfAnEntryIsReadBack() {
    var attributes = new LinkedHashMap<String, String>();
    attributes.put("z", "1");
    attributes.put("href", "https://example.org/?a=1&b=2");
    var inner = new Element("urn:ns", "inner", new LinkedHashMap<>(), "text", List.of());
    var entry =
        Entry.builder("tag:example.org,2026:1")
            .title("A title")
            .link("https://example.org/1")
            .content("<p>content</p>")
            .summary("<p>summary</p>")
            .authors(
                List.of(
                    new Person(Optional.of("Ann"), Optional.of("a@example.org"), Optional.empty())))
            .contributors(List.of(Person.named("Bob")))
            .categories(
                List.of(
                    new Category("t1", Optional.of("urn:s"), Optional.of("Label")),
                    Category.of("t2")))
            .enclosures(
                List.of(
                    new Enclosure(
                        "https://example.org/1.mp3",
                        Optional.of("audio/mpeg"),
                        OptionalLong.of(5_000_000_000L),
                        Optional.of("Sound"))))
            .media(
                List.of(
                    new Media(
                        "https://example.org/1.jpg",
                        true,
                        Optional.of("image/jpeg"),
                        Optional.of("image"),
                        OptionalInt.of(640),
                        OptionalInt.of(480),
                        OptionalLong.of(12),
                        OptionalInt.of(3),
                        Optional.of("t"),
                        Optional.of("d"),
                        Optional.of("c"),
                        2)))
            .links(
                List.of(
                    new Link(
                        "https://example.org/r", "related", Optional.empty(), Optional.of("R"))))
            .published(Instant.parse("1969-07-20T20:17:40.123456789Z"))
            .updated(Instant.parse("2026-01-01T00:00:00Z"))
            .language("de")
            .rights("(c)")
            .comments("https://example.org/1#c")
            .image("https://example.org/1.png")
            .origin(
                new Origin(
                    Optional.of("urn:o"), Optional.of("O"), Optional.empty(), Optional.of("l")))
            .extensions(List.of(new Element("urn:ns", "outer", attributes, "", List.of(inner))))
            .build();

    assertThat(stored(entry)).isEqualTo(entry);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\0",
        "a\0b",
        "Ελληνικά 日本語 العربية हिन्दी",
        "\uD83D\uDC69\u200D\uD83D\uDE80 e\u0301 \uFFFF \uFEFF \u202E \u2028",
        "half a pair \uD83D and \uDE80",
        "'; DROP TABLE entry; -- \\ \" % _",
        "\u0001\u0008\u001F\u007F\u0085\r\n\t"
      })
  void anyTextIsReadBackUnchanged(String text) {
    var entry =
        Entry.builder("g" + text)
            .title(text)
            .content("<p>" + text + "</p>")
            .categories(List.of(new Category(text, Optional.of(text), Optional.of(text + "!"))))
            .build();

    assertThat(stored(entry)).isEqualTo(entry);
  }

  @Test
  void descriptionOfAFeedCanHaveAnyText() {
    subscribe(Sample.subscription("a"));
    var info = Sample.info("T\0itle 日本語 \u0007");
    var problems = List.of(new Problem("a\0b", "\0"));

    store
        .updates()
        .apply(
            SampleUpdate.of(
                take("a"),
                Sample.polled(Sample.NOON),
                Optional.of(info),
                problems,
                List.of(),
                Sample.NOON,
                Sample.TOOK));

    var feed = store.feeds().byId(new FeedId("a")).orElseThrow();
    assertThat(feed.info()).contains(info);
    assertThat(feed.problems()).isEqualTo(problems);
  }

  @Test
  void categoryIsFoundByTheNormalFormOfItsLabelAndTerm() {
    subscribe(Sample.subscription("a"));
    var entry =
        Entry.builder("one")
            .categories(
                List.of(
                    new Category("Q42", Optional.empty(), Optional.of("Ｄｏｕｇｌａｓ  Adams")),
                    Category.of("c\0ut"),
                    Category.of(" & ")))
            .build();
    var arrival = arrive("a", Sample.change(1, entry)).getFirst();

    assertThat(arrival.categories()).containsExactlyInAnyOrder("q42", "douglas-adams", "cut");
    for (var key : arrival.categories()) {
      var scan = Sample.scan(9, new Scan.OfCategory(key, Set.of(arrival.group()), List.of()));
      assertThat(guids(store.entries().newest(scan))).containsExactly("one");
    }
  }

  @Test
  void entryOfTenMebibytesIsReadBack() {
    var random = new Random(42);
    var text = new StringBuilder();
    while (text.length() < 10 << 20) {
      text.append((char) ('!' + random.nextInt(90)));
    }
    var entry = Entry.builder("huge").content(text.toString()).build();

    assertThat(stored(entry).equals(entry)).isTrue();
  }

  @Test
  void deeplyNestedElementsAreReadBack() {
    var element = new Element("urn:ns", "leaf", new LinkedHashMap<>(), "x", List.of());
    for (int i = 0; i < 500; i++) {
      element = new Element("urn:ns", "e", new LinkedHashMap<>(), "", List.of(element));
    }
    var entry = Entry.builder("deep").extensions(List.of(element)).build();

    assertThat(stored(entry)).isEqualTo(entry);
  }
}

package io.feedloom.store;

import static io.feedloom.store.Sample.NOON;
import static io.feedloom.store.Sample.change;
import static io.feedloom.store.Sample.subscription;
import static org.assertj.core.api.Assertions.assertThat;

import io.feedloom.feed.Clause;
import io.feedloom.feed.Cursor;
import io.feedloom.feed.Entry;
import io.feedloom.feed.FeedId;
import io.feedloom.feed.Person;
import io.feedloom.feed.Scan;
import io.feedloom.feed.Search;
import io.feedloom.feed.StoredEntry;
import io.feedloom.feed.Term;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Searches by word, author and language. */
abstract class SearchContract extends StoreContract {
  static Search words(String... texts) {
    var terms =
        Arrays.stream(texts)
            .map(t -> t.startsWith("-") ? new Term(t.substring(1), true) : new Term(t, false))
            .toList();
    return new Search(terms, List.of(), List.of());
  }

  static Search authors(Clause... clauses) {
    return new Search(List.of(), List.of(clauses), List.of());
  }

  static Search languages(Clause... clauses) {
    return new Search(List.of(), List.of(), List.of(clauses));
  }

  static Scan scan(Search search, int limit, Optional<Cursor> before, Scan.Branch... branches) {
    return Sample.scan(search, limit, before, false, branches);
  }

  private List<String> found(Search search) {
    var all =
        store.feeds().groups().stream().map(g -> ofGroup(g.number())).toArray(Scan.Branch[]::new);
    return guids(store.entries().newest(scan(search, 50, Optional.empty(), all)));
  }

  private void publish(String guid, int second, String title, String html) {
    var entry = Entry.builder(guid).title(title).content(html).build();
    arrive("a", change(second, entry));
  }

  @ParameterizedTest
  @CsvSource({
    "The quick brown Fox, fox",
    "Straße, STRASSE",
    "Crème brûlée, creme",
    "Creme, crème",
    "İSTANBUL, istanbul",
    "ısı, isi",
    "Ёлка и мёд, елка",
    "ΕΛΛΗΝΙΚΆ, ελληνικα",
    "العَرَبِيَّة, العربية",
    "أحمد, احمد",
    "日本語のテキストを検索する, 検索",
    "日本語のテキストを検索する, 本",
    "東京都庁, 京都庁",
    "全文搜索很快, 搜索",
    "한국어 텍스트를 검색, 텍스트",
    "ภาษาไทยไม่มีช่องว่าง, ไทย",
    "ＦＵＬＬ width, full",
    "release 1.2.3 is out, 1.2.3",
    "I love 🦀 very much, 🦀",
    "Node.js news, node.js",
    "a well-known thing, well-known"
  })
  void wordIsFoundInAnyLanguageAndSpelling(String text, String word) {
    subscribe(subscription("a", "x"));
    publish("in title", 1, text, "<p>nothing</p>");
    publish("in text", 2, "nothing", "<p>&#32;" + text + "</p>");
    publish("neither", 3, "nothing", "<p>nothing</p>");

    assertThat(found(words(word))).containsExactly("in text", "in title");
  }

  @ParameterizedTest
  @CsvSource({
    "The foxes, fox",
    "東京都, 京東",
    "京と東, 東京",
    "<p title=\"fox\">dog</p>, fox",
    "big brown <b>bear</b>, brownbear"
  })
  void missingWordIsNotFound(String html, String word) {
    subscribe(subscription("a", "x"));
    publish("1", 1, "nothing", html);

    assertThat(found(words(word))).isEmpty();
  }

  @Test
  void searchRequiresAllWordsAndNoExcludedOne() {
    subscribe(subscription("a", "x"));
    publish("1", 1, "Java", "virtual threads are cheap");
    publish("2", 2, "Java", "threads that are virtual");
    publish("3", 3, "Kotlin", "virtual threads too");

    assertThat(found(words("threads"))).containsExactly("3", "2", "1");
    assertThat(found(words("java", "threads"))).containsExactly("2", "1");
    assertThat(found(words("virtual threads"))).containsExactly("3", "1");
    assertThat(found(words("virtual threads", "-kotlin"))).containsExactly("1");
    assertThat(found(words("-java"))).containsExactly("3");
    assertThat(found(words("java virtual"))).as("a phrase ends with its text").isEmpty();
  }

  @Test
  void authorsAreFoundByNameAndByWord() {
    subscribe(subscription("a", "x"), subscription("b", "x"));
    var jane = Entry.builder("jane").authors(List.of(Person.named("Jane Doe"))).build();
    var both =
        Entry.builder("both")
            .authors(List.of(Person.named("JANE  DOE"), Person.named("John")))
            .build();
    arrive("a", change(1, jane), change(2, both), change(3, "none"));

    assertThat(found(authors(Clause.anyOf(Set.of("jane-doe"))))).containsExactly("both", "jane");
    assertThat(found(authors(Clause.anyOf(Set.of("jane-doe")), Clause.noneOf(Set.of("john")))))
        .containsExactly("jane");
    assertThat(found(authors(Clause.anyOf(Set.of("jane"))))).isEmpty();
    assertThat(found(words("jane"))).containsExactly("both", "jane");
  }

  @Test
  void languageIncludesMoreSpecificOnesAndDefaultsToTheFeeds() {
    subscribe(subscription("a", "x"));
    arrive(
        "a",
        change(1, Entry.builder("us").language("en-US").build()),
        change(2, Entry.builder("br").language("pt_BR").build()),
        change(3, "of the feed"));

    assertThat(found(languages(Clause.anyOf(Set.of("en"))))).containsExactly("of the feed", "us");
    assertThat(found(languages(Clause.anyOf(Set.of("en-us"))))).containsExactly("us");
    assertThat(found(languages(Clause.anyOf(Set.of("pt-br", "de"))))).containsExactly("br");
    assertThat(found(languages(Clause.noneOf(Set.of("en"))))).containsExactly("br");
  }

  @Test
  void changedEntryIsFoundByItsNewText() {
    subscribe(subscription("a", "x"));
    publish("1", 1, "Before", "text");
    assertThat(found(words("before"))).containsExactly("1");

    publish("1", 1, "After", "text");

    assertThat(found(words("before"))).isEmpty();
    assertThat(found(words("after"))).containsExactly("1");
  }

  @Test
  void searchRespectsBranchesAfterFeedsMoved() {
    subscribe(subscription("a", "x"), subscription("b", "y"));
    arrive("a", change(1, Entry.builder("a").title("fox").build()));
    arrive("b", change(2, Entry.builder("b").title("fox").build()));
    var search = words("fox");

    assertThat(newest(scan(search, 9, Optional.empty(), ofGroup(group("a"))))).containsExactly("a");
    assertThat(newest(scan(search, 9, Optional.empty(), ofFeed("b")))).containsExactly("b");
    subscribe(subscription("a", "x"), subscription("b", "x"));
    assertThat(newest(scan(search, 9, Optional.empty(), ofGroup(group("a")))))
        .containsExactly("b", "a");
    subscribe(subscription("a", "x"));
    assertThat(newest(scan(search, 9, Optional.empty(), ofGroup(group("a"))))).containsExactly("a");
  }

  private List<String> newest(Scan scan) {
    return guids(store.entries().newest(scan));
  }

  @Test
  void pagesOfASearchSkipAndRepeatNothing() {
    subscribe(subscription("a", "x"), subscription("b", "y"));
    for (int i = 0; i < 40; i++) {
      var title = i % 2 == 0 ? "even" : "odd";
      var entry = Entry.builder("e" + i).title(title).build();
      arrive(i % 3 == 0 ? "a" : "b", change(i % 4, entry));
    }
    var paged = new ArrayList<String>();
    Optional<Cursor> before = Optional.empty();
    List<StoredEntry> page;
    do {
      page =
          store
              .entries()
              .newest(scan(words("even"), 3, before, ofGroup(group("a")), ofGroup(group("b"))));
      page.forEach(entry -> paged.add(entry.entry().guid()));
      before = page.isEmpty() ? before : Optional.of(Cursor.of(page.getLast()));
    } while (page.size() == 3);

    assertThat(paged).isEqualTo(found(words("even"))).hasSize(20).doesNotHaveDuplicates();
  }

  @Test
  void indexContinuesAfterARestartAndALostOneIsRebuilt() throws IOException {
    subscribe(subscription("a", "x"));
    publish("1", 1, "fox", "text");
    assertThat(found(words("fox"))).containsExactly("1");
    reopen();
    publish("2", 2, "fox", "text");
    assertThat(found(words("fox"))).containsExactly("2", "1");

    store.close();
    deleteIndex();
    reopen();

    assertThat(found(words("fox"))).containsExactly("2", "1");
  }

  private void deleteIndex() throws IOException {
    try (var all = Files.walk(folder)) {
      var texts =
          all.filter(path -> path.toString().contains("texts"))
              .sorted(Comparator.reverseOrder())
              .toList();
      assertThat(texts).isNotEmpty();
      for (Path path : texts) {
        Files.delete(path);
      }
    }
  }

  @Test
  void indexOfAnotherDatabaseIsRebuilt() throws IOException {
    subscribe(subscription("a", "x"));
    publish("1", 1, "fox", "text");
    assertThat(found(words("fox"))).containsExactly("1");

    openAnother();
    subscribe(subscription("a", "x"));
    publish("2", 2, "fox", "text");

    assertThat(found(words("fox"))).containsExactly("2");
  }

  @Test
  void searchFindsEverythingWrittenBefore() {
    subscribe(subscription("a", "x"));
    for (int i = 0; i < 200; i++) {
      publish("e" + i, i, "fox", "text " + i);
      assertThat(store.entries().newest(scan(words("fox"), 1, Optional.empty(), ofFeed("a"))))
          .extracting(e -> e.entry().guid())
          .containsExactly("e" + i);
    }
  }

  @Test
  void longNamesAreStored() {
    subscribe(subscription("a", "x"));
    var entry =
        Entry.builder("long")
            .title("x".repeat(100_000) + " fox")
            .authors(List.of(Person.named("n".repeat(100_000))))
            .language("l".repeat(40_000))
            .build();
    arrive("a", change(1, entry));

    assertThat(found(words("fox"))).containsExactly("long");
  }

  @Test
  void searchLimitsTheEntriesOfOneFeed() {
    subscribe(subscription("a", "x"), subscription("b", "x"));
    for (int i = 0; i < 30; i++) {
      arrive("a", change(100 + i, Entry.builder("a" + i).title("fox").build()));
    }
    arrive("b", change(1, Entry.builder("b").title("fox").build()));
    var scan =
        new Scan(
            List.of(ofGroup(group("a"))),
            Set.of(new FeedId("nobody")),
            words("fox"),
            Optional.of(NOON),
            Optional.of(NOON.plusSeconds(128)),
            Optional.empty(),
            Optional.empty(),
            3,
            OptionalInt.of(2),
            false);

    assertThat(newest(scan)).containsExactly("a27", "a26", "b");
  }
}

package io.feedloom.store;

import static io.feedloom.store.Sample.NOON;
import static io.feedloom.store.Sample.change;
import static io.feedloom.store.Sample.subscription;
import static org.assertj.core.api.Assertions.assertThat;

import io.feedloom.feed.Cursor;
import io.feedloom.feed.Entry;
import io.feedloom.feed.FeedId;
import io.feedloom.feed.Revision;
import io.feedloom.feed.RuleResult;
import io.feedloom.feed.Scan;
import io.feedloom.feed.Search;
import io.feedloom.feed.StoredEntry;
import io.feedloom.feed.StoryMember;
import io.feedloom.feed.StoryMember.Reason;
import io.feedloom.store.scan.StoryStatements;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Stories and how they are merged. */
abstract class StoryContract extends StoreContract {
  private static final String TEXT =
      "<p>The river rose two metres overnight and flooded the old bridge before crews arrived.</p>";

  @BeforeEach
  void subscribe() {
    subscribe(subscription("a", "x"), subscription("b", "x"), subscription("c", "y"));
  }

  private boolean publish(String feed, int second, String guid, String title, String link) {
    var entry = Entry.builder(guid).title(title).link(link).content(TEXT).build();
    return arrive(feed, change(second, entry)).getFirst().joins();
  }

  private Scan scan(Search search, int limit, Optional<Cursor> before, Scan.Branch... branches) {
    return Sample.scan(search, limit, before, true, branches);
  }

  private Scan all() {
    return scan(Search.NONE, 50, Optional.empty(), ofGroup(group("a")), ofGroup(group("c")));
  }

  private List<String> shown(Scan scan) {
    var found = store.entries().newest(scan);
    var storyMembers = store.entries().storyMembers(scan, found);
    return found.stream()
        .map(
            entry ->
                entry.entry().guid()
                    + storyMembers.getOrDefault(entry.key(), List.of()).stream()
                        .map(t -> t.entry().entry().guid())
                        .toList())
        .toList();
  }

  @Test
  void entriesWithTheSameLinkAreOneStoryShownByTheFirst() {
    assertThat(publish("a", 5, "a1", "Short", "https://example.org/p?utm_source=a")).isFalse();
    assertThat(publish("b", 90_000_000, "b1", "Other", "http://www.example.org/p")).isTrue();
    assertThat(publish("c", 7, "c1", "More", "https://example.org/p/amp/")).isTrue();
    publish("c", 8, "c2", "Else", "https://example.org/q");

    assertThat(shown(all())).containsExactly("c2[]", "a1[c1, b1]");
    var found = store.entries().newest(all());
    assertThat(store.entries().storyMembers(all(), found).get(found.getLast().key()))
        .extracting(StoryMember::why)
        .containsExactly(Reason.LINK, Reason.LINK);
  }

  @Test
  void similarTitlesAndTextsWithinTwoDaysAreOneStory() {
    var title = "River floods the old bridge";
    publish("a", 0, "a1", title, "https://a.example/1");
    publish("b", 3_600, "b1", title + "!", "https://b.example/1");
    publish("c", 200_000, "late", title, "https://c.example/1");

    assertThat(shown(all())).containsExactly("late[]", "a1[b1]");
  }

  @Test
  void storyIsRecognizedByWhatThePublisherWrote() {
    var title = "River floods the old bridge";
    publish("a", 0, "a1", title, "https://a.example/1");
    var revision =
        new Revision(
            Optional.of("[A] changed"),
            Optional.of("https://other.example/"),
            Optional.of("<p>changed</p>"),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    var judging =
        store
            .rules()
            .update(
                new FeedId("a"),
                9,
                NOON,
                (_, _) -> new RuleResult(false, Set.of(), List.of("x"), revision));
    while (judging.hasMore()) {
      judging.next();
    }

    publish("b", 3_600, "b1", title, "https://b.example/1");

    assertThat(shown(all())).containsExactly("a1[b1]");
  }

  @Test
  void storyShowsOnlyEntriesThatTheScanAdmits() {
    publish("a", 1, "a1", "Short", "https://example.org/p");
    publish("b", 2, "b1", "Short", "https://example.org/p");
    publish("c", 3, "c1", "Short", "https://example.org/p");

    assertThat(shown(scan(Search.NONE, 9, Optional.empty(), ofGroup(group("c")))))
        .containsExactly("c1[]");
    assertThat(shown(scan(Search.NONE, 9, Optional.empty(), ofFeed("b"), ofGroup(group("c")))))
        .containsExactly("b1[c1]");
    assertThat(store.entries().newest(Sample.scan(9, ofGroup(group("a")), ofGroup(group("c")))))
        .hasSize(3);
    subscribe(subscription("b", "x"), subscription("c", "y"));
    assertThat(
            shown(scan(Search.NONE, 9, Optional.empty(), ofGroup(group("b")), ofGroup(group("c")))))
        .containsExactly("b1[c1]");
  }

  @Test
  void searchMergesStories() {
    publish("a", 1, "a1", "fox", "https://example.org/p");
    publish("b", 2, "b1", "dog", "https://example.org/p");
    publish("c", 3, "c1", "dog", "https://example.org/p");

    assertThat(
            shown(
                scan(
                    SearchContract.words("dog"),
                    9,
                    Optional.empty(),
                    ofGroup(group("a")),
                    ofGroup(group("c")))))
        .containsExactly("b1[c1]");
  }

  @Test
  void linkThatAFeedRepeatsIsNoStory() {
    var first = Entry.builder("a1").title("One").link("https://example.org/log").build();
    var second = Entry.builder("a2").title("Two").link("https://example.org/log").build();
    arrive("a", change(1, first), change(2, second));
    publish("a", 3, "a3", "Three", "https://example.org/log");
    publish("b", 4, "b1", "Four", "https://example.org/log");
    publish("b", 5, "b2", "Five", "https://example.org/log");

    assertThat(shown(all())).containsExactly("b2[]", "a3[]", "a2[]", "a1[b1]");
  }

  @Test
  void pagesSkipAndRepeatNoStory() {
    for (int i = 0; i < 30; i++) {
      publish(i % 2 == 0 ? "a" : "b", i, "e" + i, "t" + i, "https://example.org/" + i);
      publish("c", (i * 7) % 40, "c" + i, "t" + i, "https://example.org/" + i);
    }
    var paged = new ArrayList<String>();
    Optional<Cursor> before = Optional.empty();
    List<StoredEntry> page;
    do {
      page =
          store
              .entries()
              .newest(scan(Search.NONE, 4, before, ofGroup(group("a")), ofGroup(group("c"))));
      page.forEach(entry -> paged.add(entry.entry().guid()));
      before = page.isEmpty() ? before : Optional.of(Cursor.of(page.getLast()));
    } while (page.size() == 4);

    assertThat(paged).hasSize(30).doesNotHaveDuplicates();
    assertThat(paged).isEqualTo(guids(store.entries().newest(all())));
  }

  @Test
  void changedEntryStaysInItsStory() {
    publish("a", 1, "a1", "Short", "https://example.org/p");
    publish("b", 2, "b1", "Short", "https://example.org/p");

    assertThat(publish("b", 2, "b1", "Longer", "https://example.org/p")).isTrue();
    assertThat(shown(all())).containsExactly("a1[b1]");
  }

  /** Publishes an entry of this second, which arrives that many seconds after noon. */
  private void report(String feed, int second, int arrived, String story) {
    var entry = Entry.builder(story + feed).title(story).link("https://example.org/" + story);
    arriveAt(feed, NOON.plusSeconds(arrived), change(second, entry.build()));
  }

  private Scan stories(int fewest, boolean ranks) {
    return all().withStories(fewest, ranks);
  }

  private Scan stories(
      int fewest, Optional<Cursor> before, Optional<Cursor> after, Scan.Branch... branches) {
    return new Scan(
            List.of(branches),
            Set.of(),
            Search.NONE,
            Optional.empty(),
            Optional.empty(),
            before,
            after,
            2,
            OptionalInt.empty(),
            true)
        .withStories(fewest, false);
  }

  @Test
  void storyWithEnoughSourcesAppearsWhereTheLastOfThemArrived() {
    report("a", 1, 10, "old");
    report("a", 50, 50, "two");
    report("b", 60, 60, "two");
    report("c", 70, 70, "alone");
    report("b", 2, 80, "old");

    assertThat(shown(stories(2, false))).containsExactly("oldb[olda]", "twob[twoa]");
    assertThat(shown(stories(3, false))).isEmpty();

    report("c", 3, 90, "old");

    assertThat(shown(stories(3, false))).containsExactly("oldc[olda, oldb]");
    assertThat(shown(stories(2, false))).containsExactly("oldb[olda, oldc]", "twob[twoa]");
    assertThat(store.entries().newest(stories(3, false)).getFirst().river())
        .isEqualTo(NOON.plusSeconds(90));
  }

  @Test
  void onlyAdmittedEntriesCountAsSources() {
    report("a", 1, 1, "s");
    report("b", 2, 2, "s");
    report("c", 3, 3, "s");

    assertThat(
            shown(
                scan(Search.NONE, 9, Optional.empty(), ofGroup(group("a"))).withStories(2, false)))
        .containsExactly("sb[sa]");
    assertThat(
            shown(
                scan(Search.NONE, 9, Optional.empty(), ofGroup(group("a"))).withStories(3, false)))
        .isEmpty();
    subscribe(subscription("b", "x"), subscription("c", "y"));
    assertThat(
            shown(
                scan(Search.NONE, 9, Optional.empty(), ofGroup(group("b")), ofGroup(group("c")))
                    .withStories(3, false)))
        .isEmpty();
  }

  @Test
  void searchCountsOnlyEntriesWithTheWords() {
    publish("a", 1, "a1", "fox", "https://example.org/p");
    publish("b", 2, "b1", "dog", "https://example.org/p");
    publish("c", 3, "c1", "dog", "https://example.org/p");
    var dogs =
        scan(
            SearchContract.words("dog"),
            9,
            Optional.empty(),
            ofGroup(group("a")),
            ofGroup(group("c")));

    assertThat(shown(dogs.withStories(2, false))).hasSize(1);
    assertThat(shown(dogs.withStories(3, false))).isEmpty();
    assertThat(shown(dogs.withStories(2, true))).hasSize(1);
  }

  @Test
  void pagesOfStoriesSkipAndRepeatNone() {
    for (int i = 0; i < 9; i++) {
      report("a", i, i, "s" + i);
      report("b", 40 - i, (i * 5) % 40, "s" + i);
      report("c", 50, 50 + i % 2, "s" + i);
    }
    var branches = new Scan.Branch[] {ofGroup(group("a")), ofGroup(group("c"))};
    var down = new ArrayList<StoredEntry>();
    Optional<Cursor> before = Optional.empty();
    for (int i = 0; i < 6; i++) {
      var page = store.entries().newest(stories(3, before, Optional.empty(), branches));
      down.addAll(page);
      before = page.isEmpty() ? before : Optional.of(Cursor.of(page.getLast()));
    }
    assertThat(down).hasSize(9).doesNotHaveDuplicates();
    assertThat(guids(down)).isEqualTo(guids(store.entries().newest(stories(3, false))));

    var up =
        store
            .entries()
            .newest(stories(3, Optional.empty(), Optional.of(Cursor.of(down.get(5))), branches));
    assertThat(guids(up)).isEqualTo(guids(down.subList(3, 5)));
  }

  @Test
  void rankingBeginsWithTheMostSourcesThenTheNewest() {
    report("a", 1, 1, "three");
    report("b", 2, 2, "three");
    report("c", 3, 3, "three");
    report("a", 4, 4, "old");
    report("b", 5, 5, "old");
    report("b", 6, 6, "new");
    report("c", 7, 7, "new");
    report("a", 8, 8, "alone");

    assertThat(shown(stories(2, true)))
        .containsExactly("threea[threeb, threec]", "newb[newc]", "olda[oldb]");
    assertThat(shown(stories(2, true).withLimit(1))).containsExactly("threea[threeb, threec]");
    assertThat(shown(stories(3, true))).containsExactly("threea[threeb, threec]");
  }

  @Test
  void rankingCountsEntriesOfItsTime() {
    report("a", 1, 1, "s");
    report("b", 20, 20, "s");
    report("c", 30, 30, "s");
    var all = all();
    var since =
        new Scan(
                all.branches(),
                Set.of(),
                Search.NONE,
                Optional.of(NOON.plusSeconds(20)),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                9,
                OptionalInt.empty(),
                true)
            .withStories(2, true);

    assertThat(shown(since)).containsExactly("sa[sb, sc]");
    assertThat(shown(since.withStories(3, true))).isEmpty();
  }

  @Test
  void pagesOfStoriesUseTheIndex() throws SQLException {
    for (int i = 0; i < 40; i++) {
      report("a", i, i, "s" + i);
      report("b", i, i, "s" + i);
    }
    assertThat(
            Plans.of(
                settings(),
                folder,
                StoryStatements.newest(),
                0L,
                Long.MAX_VALUE,
                9L,
                9L,
                9,
                9,
                9L,
                9))
        .containsIgnoringCase("story_entry_by_arrival");
    assertThat(
            Plans.of(
                settings(),
                folder,
                StoryStatements.RANKED,
                0L,
                Long.MAX_VALUE,
                new int[] {group("a")},
                new String[] {},
                2))
        .containsIgnoringCase("story_entry_by_");
  }
}

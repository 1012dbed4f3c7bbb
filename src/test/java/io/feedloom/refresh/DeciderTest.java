package io.feedloom.refresh;

import static org.assertj.core.api.Assertions.assertThat;

import io.feedloom.feed.Category;
import io.feedloom.feed.Declared;
import io.feedloom.feed.Entry;
import io.feedloom.feed.EntryFilter;
import io.feedloom.feed.EntryFilter.Condition;
import io.feedloom.feed.EntryFilter.Part;
import io.feedloom.feed.FeedId;
import io.feedloom.feed.Item;
import io.feedloom.feed.Person;
import io.feedloom.feed.RuleResult;
import io.feedloom.feed.Subscription;
import io.feedloom.feed.Tombstone;
import io.feedloom.feed.Update.Change;
import io.feedloom.rules.Rulebook;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DeciderTest {
  private static final Instant NOW = Instant.parse("2026-05-01T12:00:00Z");

  private static final Subscription FEED =
      Subscription.of(URI.create("https://example.org/feed"), Set.of());

  private static Identified item(
      String guid, long fingerprint, UnaryOperator<Entry.Builder> parts) {
    return Identified.byGuid(
        new Item(guid, fingerprint, () -> parts.apply(Entry.builder(guid)).build()));
  }

  private static Identified item(String guid, long fingerprint) {
    return item(guid, fingerprint, entry -> entry.title(guid));
  }

  private static List<String> guids(List<Change> changes) {
    return changes.stream().map(change -> change.entry().guid()).toList();
  }

  @Test
  void unknownEntryIsNew() {
    var changes = Decider.changes(List.of(item("a", 1)), Map.of(), _ -> RuleResult.NONE, NOW);
    assertThat(changes).singleElement().matches(Change::isNew);
  }

  @Test
  void entryWithTheSameFingerprintIsNeitherWrittenNorNormalized() {
    var normalized = new ArrayList<String>();
    var known =
        item(
            "a",
            1,
            entry -> {
              normalized.add("a");
              return entry;
            });
    assertThat(Decider.changes(List.of(known), Map.of(known.id(), 1L), _ -> RuleResult.NONE, NOW))
        .isEmpty();
    assertThat(normalized).isEmpty();
  }

  @Test
  void knownEntryWithAnotherFingerprintIsChanged() {
    var edited = item("a", 2);
    var changes =
        Decider.changes(List.of(edited), Map.of(edited.id(), 1L), _ -> RuleResult.NONE, NOW);
    assertThat(changes).singleElement().matches(change -> !change.isNew());
  }

  @Test
  void newEntryIsPlacedInTheRiverByItsOwnDate() {
    var dated = item("a", 1, entry -> entry.published(NOW.minusSeconds(3600)));
    assertThat(
            Decider.changes(List.of(dated), Map.of(), _ -> RuleResult.NONE, NOW).getFirst().river())
        .isEqualTo(NOW.minusSeconds(3600));
  }

  @Test
  void dateOfTheUpdateCountsIfItIsTheOnlyOne() {
    var dated = item("a", 1, entry -> entry.updated(NOW.minusSeconds(60)));
    assertThat(
            Decider.changes(List.of(dated), Map.of(), _ -> RuleResult.NONE, NOW).getFirst().river())
        .isEqualTo(NOW.minusSeconds(60));
  }

  @Test
  void publicationDateComesBeforeUpdateDate() {
    var edited =
        item(
            "a", 1, entry -> entry.published(NOW.minusSeconds(3_600)).updated(NOW.minusSeconds(1)));
    assertThat(
            Decider.changes(List.of(edited), Map.of(), _ -> RuleResult.NONE, NOW)
                .getFirst()
                .river())
        .isEqualTo(NOW.minusSeconds(3_600));
  }

  @Test
  void firstImportDoesNotFillTheTopOfTheRiver() {
    var history =
        IntStream.range(0, 100)
            .mapToObj(
                i ->
                    item("e" + i, 1, entry -> entry.published(NOW.minusSeconds(86_400L * (i + 1)))))
            .toList();
    assertThat(Decider.changes(history, Map.of(), _ -> RuleResult.NONE, NOW))
        .extracting(Change::river)
        .allMatch(place -> place.isBefore(NOW.minusSeconds(3_600)));
  }

  @Test
  void changedDateMakesNoNewEntry() {
    var before = item("a", 1, entry -> entry.published(NOW.minusSeconds(86_400)));
    var after = item("a", 2, entry -> entry.published(NOW.minusSeconds(1)));
    assertThat(Decider.changes(List.of(after), Map.of(before.id(), 1L), _ -> RuleResult.NONE, NOW))
        .singleElement()
        .matches(change -> !change.isNew());
  }

  @Test
  void futureDateCountsAsFirstSeen() {
    var future = item("a", 1, entry -> entry.published(NOW.plusSeconds(86_400)));
    assertThat(
            Decider.changes(List.of(future), Map.of(), _ -> RuleResult.NONE, NOW)
                .getFirst()
                .river())
        .isEqualTo(NOW);
  }

  @Test
  void undatedEntriesKeepTheOrderOfTheDocument() {
    var changes =
        Decider.changes(
            List.of(item("a", 1), item("b", 1), item("c", 1)), Map.of(), _ -> RuleResult.NONE, NOW);
    assertThat(changes).extracting(Change::river).isSortedAccordingTo((a, b) -> b.compareTo(a));
    assertThat(changes.getFirst().river()).isEqualTo(NOW);
  }

  private static Subscription filtered(EntryFilter include, EntryFilter exclude) {
    return new Subscription(
        new FeedId("f"),
        FEED.url(),
        Optional.empty(),
        Set.of(),
        false,
        Optional.empty(),
        Optional.empty(),
        Map.of(),
        include,
        exclude);
  }

  private static EntryFilter contains(Part part, String text) {
    return new EntryFilter(List.of(new Condition(part, text, value -> value.contains(text))));
  }

  private static final List<Identified> THREE =
      List.of(
          item("title", 1, e -> e.title("Release 25").content("<p>bread &amp; butter</p>")),
          item("author", 1, e -> e.authors(List.of(Person.named("Ada Release")))),
          item("category", 1, e -> e.categories(List.of(Category.of("ads"))).link("http://x/25")));

  /** Of the three those that show; the others are kept out of sight. */
  private static List<String> kept(Subscription feed) {
    var changes =
        Decider.changes(
            THREE, Map.of(), entry -> Rulebook.EMPTY.judge(feed, entry, Declared.NOTHING), NOW);
    assertThat(changes).hasSize(3);
    return guids(changes.stream().filter(change -> !change.judgement().dropped()).toList());
  }

  @Test
  void includeKeepsOnlyMatchingEntries() {
    var feed = filtered(contains(Part.TITLE, "Release"), EntryFilter.NONE);
    assertThat(kept(feed)).containsExactly("title");
  }

  @Test
  void excludeDropsMatchingEntries() {
    var feed = filtered(EntryFilter.NONE, contains(Part.CATEGORY, "ads"));
    assertThat(kept(feed)).containsExactly("title", "author");
  }

  @Test
  void anyLooksEverywhere() {
    assertThat(kept(filtered(contains(Part.ANY, "Release"), EntryFilter.NONE)))
        .containsExactly("title", "author");
    assertThat(kept(filtered(contains(Part.ANY, "25"), EntryFilter.NONE)))
        .containsExactly("title", "category");
  }

  @Test
  void contentIsReadAsTextWithoutMarkup() {
    var feed = filtered(contains(Part.CONTENT, "bread & butter"), EntryFilter.NONE);
    assertThat(kept(feed)).containsExactly("title");
  }

  @Test
  void allConditionsOfAFilterMustHold() {
    var both =
        new EntryFilter(
            List.of(
                new Condition(Part.TITLE, "Release", t -> t.contains("Release")),
                new Condition(Part.URL, "26", t -> t.contains("26"))));
    assertThat(kept(filtered(both, EntryFilter.NONE))).isEmpty();
  }

  private static Tombstone tombstone(String guid) {
    return new Tombstone(guid, NOW);
  }

  @Test
  void ofATombstoneAndAnEntryTheLaterHolds() {
    var older = item("a", 1, entry -> entry.updated(NOW));
    var newer = item("b", 2, entry -> entry.published(NOW.plusSeconds(1)));
    var undated = item("c", 3);
    var items = List.of(older, newer, undated);

    var standing =
        Decider.standing(
            items, List.of(tombstone("a"), tombstone("b"), tombstone("c"), tombstone("d")));

    assertThat(standing).containsExactly(tombstone("a"), tombstone("c"), tombstone("d"));
    assertThat(Decider.left(items, standing)).containsExactly(newer);
  }
}

package io.feedloom.refresh;

import static org.assertj.core.api.Assertions.assertThat;

import io.feedloom.feed.Digest;
import io.feedloom.feed.Entry;
import io.feedloom.feed.Item;
import io.feedloom.feed.RuleResult;
import io.feedloom.feed.Tombstone;
import io.feedloom.refresh.Identities.Resolved;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Which entry an item is. */
class IdentitiesTest {
  private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");

  private final MemoryRegister register = new MemoryRegister();

  private static Item item(String guid, UnaryOperator<Entry.Builder> parts) {
    var entry = parts.apply(Entry.builder(guid)).build();
    return new Item(guid, Digest.of(entry.toString()), () -> entry);
  }

  /** An item whose guid says nothing. */
  private static Item linked(String link, String title, String text) {
    return item("N/A", e -> e.link("https://example.org/" + link).title(title).content(text));
  }

  /** An item that fails if it is normalized. */
  private static Item untouchable(Item item) {
    return new Item(
        item.guid(),
        item.fingerprint(),
        () -> {
          throw new AssertionError("was normalized");
        });
  }

  private Resolved resolve(Item... items) {
    return Identities.resolve(List.of(items), List.of(), register);
  }

  /** Polls a document; returns the ids of its items. */
  private List<Long> poll(Item... items) {
    var decision = Decider.decide(resolve(items), _ -> RuleResult.NONE, NOW);
    register.apply(decision.changes(), decision.aliases());
    return decision.items().stream().map(Identified::id).toList();
  }

  @Test
  void feedWithUniqueGuidsNeedsAtMostTwoQueries() {
    var one = item("http://example.org/1", e -> e.title("One"));
    var two = item("urn:example:2", e -> e.title("Two"));
    assertThat(poll(one, two))
        .containsExactly(Digest.of("http://example.org/1"), Digest.of("urn:example:2"));
    register.questions();

    poll(untouchable(one), untouchable(two));
    assertThat(register.questions()).isEqualTo(1);

    poll(one, item("urn:example:2", e -> e.title("Two, edited")), item("3", e -> e.title("3")));
    assertThat(register.questions()).isEqualTo(2);
    assertThat(register.aliases()).isZero();
  }

  @Test
  void unchangedItemWithASharedGuidIsNotNormalized() {
    var one = linked("1", "One", "x");
    var two = linked("2", "Two", "x");
    var ids = poll(one, two);

    assertThat(poll(untouchable(two), untouchable(one))).containsExactly(ids.get(1), ids.get(0));
  }

  @Test
  void singleItemWithASharedGuidIsNoEditOfAnother() {
    var ids = poll(linked("1", "One", "x"), linked("2", "Two", "x"));

    assertThat(poll(linked("3", "Three", "x"))).doesNotContainAnyElementsOf(ids);
    assertThat(poll(linked("1", "One, edited", "y"))).containsExactly(ids.get(0));
    assertThat(register.entries()).isEqualTo(3);
  }

  @Test
  void onlyEntryOfAGuidThatBecomesSharedIsFoundByItsLink() {
    var first = poll(linked("1", "One", "x"));

    var ids = poll(linked("2", "Two", "x"), linked("1", "One", "edited"));

    assertThat(ids.get(1)).isEqualTo(first.getFirst());
    assertThat(register.entries()).isEqualTo(2);
  }

  @Test
  void unknownLinkMakesANewEntryWhateverTheTitle() {
    var ids = poll(linked("1", "Release", "x"), linked("2", "Release", "y"));

    assertThat(poll(linked("3", "Release", "x"), linked("1", "Release", "x")))
        .contains(ids.get(0))
        .doesNotContain(ids.get(1));
  }

  @Test
  void ofTwoVersionsInOneDocumentTheKnownOneStaysAndTheOtherIsNew() {
    var one = linked("1", "One", "first");
    var ids = poll(one, linked("2", "Two", "x"));

    var next = poll(linked("1", "One", "second"), one);

    assertThat(next.get(1)).isEqualTo(ids.get(0));
    assertThat(ids).doesNotContain(next.get(0));
    assertThat(poll(one, linked("1", "One", "second"))).containsExactly(next.get(1), next.get(0));
  }

  @Test
  void newEntryNeverGetsTheIdOfAnEditedOne() {
    var first = linked("1", "One", "first");
    var ids = poll(first, linked("2", "Two", "x"));
    assertThat(poll(linked("1", "One", "second"))).containsExactly(ids.get(0));

    var next = poll(linked("1", "One", "second"), first);

    assertThat(next.get(0)).isEqualTo(ids.get(0));
    assertThat(ids).doesNotContain(next.get(1));
  }

  @Test
  void emptyTitleOrAMissingDateIdentifiesNothing() {
    var one = item("N/A", e -> e.content("one"));
    var two = item("N/A", e -> e.content("two"));
    var ids = poll(one, two);

    assertThat(poll(item("N/A", e -> e.content("three")), two))
        .contains(ids.get(1))
        .doesNotContain(ids.get(0));
    assertThat(register.entries()).isEqualTo(3);
  }

  @Test
  void guidsAreTheSameWithAnotherScheme() {
    var http = item("http://example.org/?p=1", e -> e.title("One"));
    var https = item("HTTPS://example.org/?p=1", e -> e.title("One"));
    long id = Digest.of("http://example.org/?p=1");

    assertThat(poll(http)).containsExactly(id);
    assertThat(poll(https)).containsExactly(id);
    assertThat(register.entry(id).guid()).isEqualTo("http://example.org/?p=1");
    assertThat(poll(http)).containsExactly(id);
    assertThat(poll(item("https://example.org/?p=10", e -> e))).doesNotContain(id);
    assertThat(poll(item("ftp://example.org/?p=1", e -> e))).doesNotContain(id);
  }

  @Test
  void documentWithBothSchemesHasTwoEntries() {
    var http = item("http://example.org/1", e -> e.title("Plain"));
    var https = item("https://example.org/1", e -> e.title("Safe"));
    poll(http);

    assertThat(poll(https, http)).doesNotHaveDuplicates();
    assertThat(poll(https)).containsExactly(Digest.of("https://example.org/1"));
  }

  @Test
  void sharedGuidStaysSharedWithAnotherScheme() {
    UnaryOperator<Entry.Builder> one = e -> e.title("One");
    UnaryOperator<Entry.Builder> two = e -> e.title("Two");
    var ids = poll(item("http://example.org/", one), item("http://example.org/", two));

    assertThat(poll(item("https://example.org/", two))).containsExactly(ids.get(1));
    assertThat(poll(item("https://example.org/", two), item("https://example.org/", one)))
        .containsExactly(ids.get(1), ids.get(0));
  }

  private List<Long> withdrawn(String ref, Item... items) {
    return Identities.resolve(List.of(items), List.of(new Tombstone(ref, NOW)), register)
        .tombstones()
        .stream()
        .map(Tombstone::id)
        .toList();
  }

  @Test
  void tombstoneNamesTheEntryWithEitherScheme() {
    var http = item("http://example.org/1", e -> e);
    var ids = poll(http);

    assertThat(withdrawn("https://example.org/1")).isEqualTo(ids);
    assertThat(withdrawn("https://example.org/1", http)).isEqualTo(ids);
    assertThat(withdrawn("http://example.org/1")).isEqualTo(ids);
    assertThat(withdrawn("urn:example:2")).containsExactly(Digest.of("urn:example:2"));
  }

  @Test
  void tombstoneOfASharedGuidWithdrawsItsItemsInTheDocument() {
    var one = linked("1", "One", "x");
    var two = linked("2", "Two", "x");
    var ids = poll(one, two);

    assertThat(withdrawn("N/A", two, one)).containsExactlyInAnyOrderElementsOf(ids);
  }

  /** Stores items as older versions did, which distinguished them by their order. */
  private List<Long> storeByOrder(Item... items) {
    var ids =
        Arrays.stream(items)
            .map(
                item -> {
                  long id =
                      Digest.of(item.equals(items[0]) ? "N/A" : "N/A#" + item.entry().title());
                  register.put(id, item.fingerprint(), item.entry());
                  return id;
                })
            .toList();
    register.put(7, 7, Entry.builder("urn:example:other").title("Other").build());
    register.makeOld();
    return ids;
  }

  @Test
  void entriesThatAnOlderVersionStoredAreFoundInAnyOrderAndEdited() {
    var old = storeByOrder(linked("3", "3", "x"), linked("2", "2", "x"), linked("1", "1", "x"));

    var ids = poll(linked("4", "4", "x"), linked("1", "1, edited", "x"), linked("2", "2", "x"));

    assertThat(ids.subList(1, 3)).containsExactly(old.get(2), old.get(1));
    assertThat(old).doesNotContain(ids.get(0));
    assertThat(register.entries()).isEqualTo(5);
    register.questions();
    assertThat(poll(linked("3", "3, edited", "x"))).containsExactly(old.get(0));
  }

  @Test
  void oneNewItemAloneOverwritesNothingThatAnOlderVersionStored() {
    var old = storeByOrder(linked("3", "3", "x"), linked("2", "2", "x"));

    assertThat(poll(linked("4", "4", "x"))).doesNotContainAnyElementsOf(old);
  }

  @Test
  void entriesOfAnOlderVersionAreReadOnceAndOnlyIfAGuidIsInDoubt() {
    var other = item("urn:example:o", e -> e.title("Other"));
    register.put(Digest.of("urn:example:o"), other.fingerprint(), other.entry());
    register.makeOld();

    poll(other, item("urn:example:n", e -> e.title("New")));
    assertThat(register.questions()).isEqualTo(2);
    poll(item("urn:example:o", e -> e.title("Edited")));
    assertThat(register.questions()).isEqualTo(3);
    assertThat(register.aliases()).isZero();
    poll(item("urn:example:o", e -> e.title("Edited again")));
    assertThat(register.questions()).isEqualTo(2);
  }

  @Test
  void formerAliasWithTrackingParametersIsFound() {
    var one = linked("1?utm_source=rss", "One", "x");
    var two = linked("2?utm_source=rss", "Two", "x");
    var ids = poll(one, two);
    register.useFormerAliases();

    assertThat(poll(linked("2?utm_source=rss", "Two, again", "y"), one))
        .containsExactly(ids.get(1), ids.get(0));
    assertThat(poll(linked("2", "Two, and again", "y"), one))
        .containsExactly(ids.get(1), ids.get(0));
  }
}

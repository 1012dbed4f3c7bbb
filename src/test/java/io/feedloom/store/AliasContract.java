package io.feedloom.store;

import static io.feedloom.store.Sample.NOON;
import static io.feedloom.store.Sample.change;
import static io.feedloom.store.Sample.info;
import static io.feedloom.store.Sample.polled;
import static io.feedloom.store.Sample.subscription;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.feedloom.feed.Alias;
import io.feedloom.feed.Digest;
import io.feedloom.feed.Due;
import io.feedloom.feed.Entry;
import io.feedloom.feed.FeedId;
import io.feedloom.feed.RuleResult;
import io.feedloom.feed.Update;
import io.feedloom.feed.Update.Change;
import io.feedloom.feed.Update.Withdrawal;
import io.feedloom.store.api.KnownIds;
import io.feedloom.store.api.LeaseLost;
import io.feedloom.store.api.PlacedEntry;
import io.feedloom.store.db.Sql;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Aliases of entries whose guid is shared. */
abstract class AliasContract extends StoreContract {
  private static final List<Long> ASKED = List.of(1L, 2L, 3L, 4L);

  @BeforeEach
  void subscribeToTwo() {
    subscribe(subscription("a", "news"), subscription("b", "news"));
  }

  private static Update update(Due due, Update.Aliases aliases, Change... changes) {
    return new Update(
        due,
        polled(NOON),
        Optional.of(info("Feed")),
        List.of(),
        List.of(changes),
        Optional.empty(),
        RuleResult.NO_RULES,
        NOON,
        Duration.ZERO,
        Withdrawal.NONE,
        aliases);
  }

  private void write(String feed, Alias... aliases) {
    store.updates().apply(update(take(feed), new Update.Aliases(List.of(aliases), false)));
  }

  private int key(String feed) {
    return store.feeds().byId(new FeedId(feed)).orElseThrow().number();
  }

  private Map<Long, Long> aliases(String feed) {
    return store.feedEntries().known(key(feed), List.of(), ASKED).aliases();
  }

  @Test
  void aliasesOfAnotherFeedAreNotFound() {
    write("a", new Alias(1, 10), new Alias(2, 20));
    write("b", new Alias(1, 30));

    assertThat(aliases("a")).isEqualTo(Map.of(1L, 10L, 2L, 20L));
    assertThat(aliases("b")).isEqualTo(Map.of(1L, 30L));
    reopen();
    assertThat(aliases("a")).isEqualTo(Map.of(1L, 10L, 2L, 20L));
  }

  @Test
  void aliasOfTwoEntriesIdentifiesNeither() {
    write("a", new Alias(1, 10), new Alias(2, 10), new Alias(2, 20));
    write("a", new Alias(1, 20));
    write("a", new Alias(1, 10), new Alias(2, 10));

    assertThat(aliases("a")).isEqualTo(Map.of(1L, Alias.SEVERAL, 2L, Alias.SEVERAL));
  }

  @Test
  void newAliasesOfAnEntryReplaceTheOldOnes() {
    write("a", new Alias(1, 10), new Alias(2, 10), new Alias(3, 20));
    write("a", new Alias(1, 10), new Alias(4, 10));

    assertThat(aliases("a")).isEqualTo(Map.of(1L, 10L, 3L, 20L, 4L, 10L));
  }

  @Test
  void knownIdsIncludeShownAndHiddenEntries() {
    var hidden =
        new Change(
            5,
            55,
            NOON,
            true,
            Sample.entry("e"),
            new RuleResult(true, Set.of(), List.of("dropped")));
    store
        .updates()
        .apply(
            update(
                take("a"),
                new Update.Aliases(List.of(new Alias(1, 5)), false),
                new Change(6, 66, NOON, true, Sample.entry("f")),
                hidden));

    var known = store.feedEntries().known(key("a"), List.of(5L, 6L, 6L, 7L), List.of(1L, 1L, 2L));

    assertThat(known.fingerprints()).isEqualTo(Map.of(5L, 55L, 6L, 66L));
    assertThat(known.aliases()).isEqualTo(Map.of(1L, 5L));
    assertThat(store.feedEntries().known(key("b"), List.of(5L), List.of(1L)))
        .isEqualTo(new KnownIds(Map.of(), Map.of()));
    assertThat(store.feedEntries().of(key("a"), List.of(5L, 6L, 7L)))
        .extracting(PlacedEntry::id)
        .containsExactlyInAnyOrder(5L, 6L);
  }

  @Test
  void updateWithLostLeaseWritesNoAliases() {
    var due = take("a");
    var aliases = new Update.Aliases(List.of(new Alias(1, 10)), false);
    store.updates().apply(update(due, Update.Aliases.NONE));

    assertThatThrownBy(() -> store.updates().apply(update(due, aliases, change(1, "one"))))
        .isInstanceOf(LeaseLost.class);
    assertThat(aliases("a")).isEmpty();
  }

  @Test
  void deletedFeedHasNoAliases() {
    write("a", new Alias(1, 10));
    int a = key("a");
    store.feeds().subscribe(List.of(subscription("b", "news")), NOON);
    store.retention().forgetFeed(a, NOON.plusSeconds(1), 10);

    assertThat(store.feedEntries().known(a, List.of(), ASKED).aliases()).isEmpty();
  }

  @Test
  void changedEntryKeepsItsFirstGuid() {
    long id = Digest.of("http://example.org/1");
    arrive("a", change(1, "http://example.org/1"));
    var edited = Entry.builder("https://example.org/1").title("Edited").build();

    var arrivals = arrive("a", new Change(id, 2, NOON, false, edited));

    var stored = store.entries().byKey(arrivals.getFirst().key()).orElseThrow().entry();
    assertThat(stored).isEqualTo(edited.withGuid("http://example.org/1"));
  }

  /** Turns the database into one of a version before aliases; the next start migrates it. */
  private void upgrade(String... withoutAliases) throws SQLException {
    try (var c = Plans.connect(settings(), folder)) {
      for (var sql : withoutAliases) {
        Sql.run(c, sql);
      }
      Sql.run(
          c,
          """
          DELETE FROM "flyway_schema_history" WHERE CAST("version" AS INTEGER) >= 10
          """);
    }
    reopen();
  }

  @Test
  void entriesOfAnOlderVersionAreMarkedUntilTheirAliasesAreStored() throws SQLException {
    arrive("a", change(1, "one"));

    upgrade("DROP TABLE entry_alias");
    upgrade();

    var old = List.of(Alias.OLD_ENTRIES);
    assertThat(store.feedEntries().known(key("a"), List.of(), old).aliases())
        .containsOnlyKeys(Alias.OLD_ENTRIES);
    assertThat(store.feedEntries().known(key("b"), List.of(), old).aliases()).isEmpty();
    store.updates().apply(update(take("a"), new Update.Aliases(List.of(), true)));
    assertThat(store.feedEntries().known(key("a"), List.of(), old).aliases()).isEmpty();
  }
}

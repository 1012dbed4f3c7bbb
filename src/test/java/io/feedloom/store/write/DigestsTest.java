package io.feedloom.store.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.feedloom.config.StorageSettings;
import io.feedloom.store.analysis.StoryTraits;
import io.feedloom.store.api.StoreException;
import io.feedloom.store.db.Database;
import io.feedloom.store.db.Sql;
import io.feedloom.store.db.Work;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the writer of H2 keeps in memory is undone with its work, and found again after the end. */
class DigestsTest {
  private static final int OWNERS = 40_000;

  @TempDir private Path folder;
  private Database database;
  private Digests digests;

  @BeforeEach
  void open() {
    database = Database.open(StorageSettings.ofUrl("jdbc:h2:./data/feedloom"), folder);
    digests = Digests.of(database);
  }

  @AfterEach
  void close() {
    database.close();
  }

  private Map<Long, Integer> claim(int feed, long... ids) {
    return database.write(
        c -> digests.owners().claim(c, feed, LongStream.of(ids).boxed().toList()));
  }

  private void failing(Work<?> work) {
    assertThatThrownBy(
            () ->
                database.write(
                    c -> {
                      work.on(c);
                      throw new SQLException("does not work");
                    }))
        .isInstanceOf(StoreException.class);
  }

  private long inTable() {
    return database.read(
        c -> Sql.first(c, "SELECT COUNT(*) FROM guid_owner", row -> row.getLong(1)).orElseThrow());
  }

  private void insert(int feed, long id, long river, StoryTraits traits) {
    database.write(
        c -> {
          Sql.run(
              c,
              """
              INSERT INTO entry (feed_id, id, fingerprint, river, first_seen, last_changed,
              group_id, payload, link, title_1, title_2) VALUES (?, ?, 0, ?, 0, 0, 0, ?, ?, ?, ?)
              """,
              feed,
              id,
              river,
              new byte[] {1},
              traits.link().orElse(null),
              traits.title(0),
              traits.title(1));
          digests.traits().add(feed, id, river, traits);
          return feed;
        });
  }

  private static StoryTraits link(long link) {
    return new StoryTraits(Optional.of(link), List.of());
  }

  private List<Long> withLink(long link) {
    return database.write(
        c ->
            digests.traits().sharing(c, List.of(link), List.of()).stream()
                .map(one -> one.at().key().id())
                .toList());
  }

  @Test
  void firstFeedThatClaimsAGuidOwnsIt() {
    assertThat(claim(1, 10, 11)).isEmpty();
    assertThat(claim(2, 11, 12)).isEqualTo(Map.of(11L, 1));
    assertThat(claim(1, 10, 12)).isEqualTo(Map.of(10L, 1, 12L, 2));
  }

  @Test
  void failedTransactionClaimsNothing() {
    claim(1, 10);
    failing(c -> digests.owners().claim(c, 1, List.of(10L, 11L)));
    failing(c -> digests.owners().move(c, 10, 1, 3));

    assertThat(claim(2, 10, 11)).isEqualTo(Map.of(10L, 1));
  }

  @Test
  void waitingOrStoredGuidMovesToAnotherFeed() {
    claim(1, 10);
    assertThat(database.<Boolean>write(c -> digests.owners().move(c, 10, 2, 3))).isFalse();
    assertThat(database.<Boolean>write(c -> digests.owners().move(c, 10, 1, 3))).isTrue();
    digests.flush();
    assertThat(database.<Boolean>write(c -> digests.owners().move(c, 10, 3, 4))).isTrue();

    assertThat(claim(5, 10)).isEqualTo(Map.of(10L, 4));
  }

  @Test
  void manyClaimsAreWrittenToTheTableTogether() {
    claim(1, 5);
    assertThat(inTable()).isZero();
    claim(2, LongStream.range(100, 100 + OWNERS).toArray());

    assertThat(inTable()).isEqualTo(OWNERS + 1);
    assertThat(claim(3, 5, 99, 100)).isEqualTo(Map.of(5L, 1, 100L, 2));
    digests.flush();
    assertThat(inTable()).isEqualTo(OWNERS + 2);
  }

  @Test
  void claimsThatCouldNotBeWrittenToTheTableStay() {
    claim(1, 5);
    failing(
        c -> digests.owners().claim(c, 2, LongStream.range(100, 100 + OWNERS).boxed().toList()));

    assertThat(inTable()).isZero();
    assertThat(claim(3, 5, 100)).isEqualTo(Map.of(5L, 1));
  }

  @Test
  void afterAKillOwnersAreReadFromTheEntries() {
    claim(1, 10);
    digests.flush();
    claim(1, 11);
    insert(1, 11, 0, link(1));
    claim(2, 12);
    insert(2, 12, 0, link(2));
    database.write(c -> Sql.run(c, "INSERT INTO guid_taken (feed_id, id) VALUES (?, ?)", 2, 13L));
    insert(2, 13, 0, link(3));

    digests = Digests.of(database);

    assertThat(claim(3, 10, 11, 12, 13)).isEqualTo(Map.of(10L, 1, 11L, 1, 12L, 2));
  }

  @ParameterizedTest
  @EnumSource
  void afterAKillOnlyRowsThatWereInsertedSinceAreRead(GuidOwnerBuffer.Identities identities) {
    var plan =
        database.<String>read(
            c ->
                Sql.first(c, "EXPLAIN " + identities.since, row -> row.getString(1), 5L)
                    .orElseThrow());

    assertThat(plan).containsPattern("tableScan: _ROWID_ > ");
  }

  @Test
  void afterAFailedCommitOwnersAndTraitsAreReadFromTheEntries() {
    claim(1, 10);
    insert(1, 10, 0, link(7));
    assertThatThrownBy(
            () ->
                database.write(
                    c -> {
                      digests.owners().claim(c, 1, List.of(11L));
                      digests.traits().add(1, 11, 0, link(7));
                      c.close(); // so that the commit fails
                      return c;
                    }))
        .isInstanceOf(StoreException.class);

    assertThat(claim(2, 10, 11)).isEqualTo(Map.of(10L, 1));
    assertThat(withLink(7)).containsExactly(10L);
  }

  @Test
  void rowsThatReuseTheNumbersOfDeletedOnesAreFoundAfterAKillToo() {
    claim(1, 10);
    insert(1, 10, 0, link(1));
    digests.flush();
    database.write(c -> Sql.run(c, "DELETE FROM entry"));
    database.close();
    open();
    claim(1, 11);
    insert(1, 11, 0, link(2));

    digests = Digests.of(database);

    assertThat(claim(3, 10, 11)).isEqualTo(Map.of(10L, 1, 11L, 1));
  }

  @Test
  void entryIsFoundByItsLinkUntilItIsDeletedOrItsLinkChanges() {
    insert(1, 10, 0, link(7));
    insert(1, 11, 0, link(7));
    assertThat(withLink(7)).containsExactlyInAnyOrder(10L, 11L);
    database.write(c -> Sql.run(c, "DELETE FROM entry WHERE id = ?", 10L));
    database.write(
        c -> {
          digests.traits().change(c, 1, List.of(new Stories.Changed(11, 0, link(8), true)));
          return c;
        });

    assertThat(withLink(7)).isEmpty();
    assertThat(withLink(8)).containsExactly(11L);
  }

  @Test
  void onlyOneEntryOfAFeedIsKnownByALink() {
    insert(1, 10, 0, link(7));
    insert(1, 11, 0, link(8));
    insert(2, 12, 0, link(9));
    database.write(
        c -> {
          digests
              .traits()
              .change(
                  c,
                  1,
                  List.of(
                      new Stories.Changed(11, 0, link(7), true),
                      new Stories.Changed(10, 0, link(7), false)));
          digests.traits().change(c, 2, List.of(new Stories.Changed(12, 0, link(7), true)));
          return c;
        });

    assertThat(withLink(7)).containsExactlyInAnyOrder(10L, 12L);
  }

  @Test
  void afterAKillTraitsAreReadFromTheEntriesAndAFailureKeepsThem() {
    insert(1, 10, 0, link(7));
    digests = Digests.of(database);
    failing(
        c -> {
          digests.traits().sharing(c, List.of(7L), List.of());
          digests.traits().add(1, 11, 0, link(7));
          return c;
        });

    assertThat(withLink(7)).containsExactly(10L);
  }
}

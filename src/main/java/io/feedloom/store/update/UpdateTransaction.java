package io.feedloom.store.update;

import io.feedloom.feed.Arrival;
import io.feedloom.feed.Digest;
import io.feedloom.feed.EntryKey;
import io.feedloom.feed.PollState.Outcome;
import io.feedloom.feed.RuleResult;
import io.feedloom.feed.Update;
import io.feedloom.feed.Update.Change;
import io.feedloom.store.analysis.StoryTraits;
import io.feedloom.store.api.LeaseLost;
import io.feedloom.store.db.Millis;
import io.feedloom.store.db.Sql;
import io.feedloom.store.feeds.Leases;
import io.feedloom.store.json.FeedJson;
import io.feedloom.store.json.Payload;
import io.feedloom.store.log.RecentEntries;
import io.feedloom.store.row.AliasTable;
import io.feedloom.store.row.ArticleTable;
import io.feedloom.store.row.CategoryKeys;
import io.feedloom.store.row.History;
import io.feedloom.store.row.StoredRow;
import io.feedloom.store.write.Digests;
import io.feedloom.store.write.EntryWriter;
import io.feedloom.store.write.FeedWindow;
import io.feedloom.store.write.IdClaims;
import io.feedloom.store.write.LockedFeed;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes one part of an update. There is one object for each part. */
final class UpdateTransaction {
  private static final String LOCK =
      """
      SELECT name IS NOT NULL AS subscribed, group_id, entries, newest, hidden, judged, carried
      FROM feed WHERE id = ? AND url_digest = ?
      AND leased_until = COALESCE(CAST(? AS BIGINT), leased_until)
      FOR UPDATE
      """;

  private static final String REMEMBER =
      "UPDATE hidden_entry SET fingerprint = ? WHERE feed_id = ? AND id = ?";

  /** Writes the state of a feed after a poll without a document. */
  private static final String UPDATE_STATE =
      """
      UPDATE feed SET due = CASE WHEN name IS NULL THEN NULL ELSE CAST(? AS BIGINT) END,
      leased_until = 0, state = ?,
      history = COALESCE(SUBSTRING(CAST(? AS BYTEA) || history FROM 1 FOR ?), ?)
      WHERE id = ? AND url_digest = ?
      AND leased_until = COALESCE(CAST(? AS BIGINT), leased_until)
      """;

  private static final String UPDATE_FEED =
      """
      UPDATE feed SET due = ?, leased_until = 0, state = ?, info = COALESCE(?, info),
      problems = COALESCE(?, problems), carried = COALESCE(?, carried),
      entries = ?, newest = ?, hidden = ?, judged = ?,
      history = COALESCE(SUBSTRING(CAST(? AS BYTEA) || history FROM 1 FOR ?), ?)
      WHERE id = ?
      """;

  /** Writes the figures that depend on the entries, after a part that is not the last. */
  private static final String UPDATE_FIGURES =
      "UPDATE feed SET entries = ?, newest = ?, hidden = ?, judged = ? WHERE id = ?";

  private final Update update;
  private final boolean first;
  private final boolean last;
  private final @Nullable Long mark;
  private final Digests digests;
  private final int feed;

  /**
   * The digest of the polled address. If the feed's address was edited since, the update is
   * refused.
   */
  private final long address;

  private final CategoryKeys categories = new CategoryKeys();
  private final List<Written> written;

  /**
   * Prepares the part. Does the expensive work that needs no transaction.
   *
   * @param mark the mark of the lease, see {@link Leases#mark}
   */
  UpdateTransaction(UpdatePart part, @Nullable Long mark, Digests digests) {
    this.mark = mark;
    this.digests = digests;
    update = part.update();
    first = part.first();
    last = part.last();
    feed = update.lease().key();
    address = Digest.of(update.lease().url().toString());
    written =
        part.changed().stream()
            .map(
                c ->
                    new Written(
                        c,
                        Payload.of(c.entry()),
                        categories.of(c.entry(), c.judgement()),
                        StoryTraits.of(c.entry())))
            .toList();
  }

  /**
   * An entry as it will be stored.
   *
   * @param labels the labels of its categories and given tags, by key
   */
  private record Written(
      Change change, byte[] payload, Map<String, String> labels, StoryTraits traits) {
    long id() {
      return change.id();
    }

    /**
     * Returns the row to write. A stored entry keeps its place in the river, the time when it was
     * first seen, and its guid, whose scheme publishers may change.
     *
     * @param held whether it is held back until its full text is there
     */
    StoredRow row(@Nullable StoredRow before, long now, boolean held) {
      var guid = guid(before);
      boolean same = guid.equals(change.entry().guid());
      var entry = same ? change.entry() : change.entry().withGuid(guid);
      return new StoredRow(
          id(),
          change.fingerprint(),
          before == null ? Millis.of(change.river()) : before.river(),
          before == null ? now : before.firstSeen(),
          now,
          same ? payload : Payload.of(entry),
          entry,
          labels,
          change.judgement(),
          change.judgement().dropped() || held);
    }

    private String guid(@Nullable StoredRow before) {
      var old = before == null ? null : before.entry();
      return old == null ? change.entry().guid() : old.guid();
    }
  }

  private record Feed(
      boolean subscribed,
      int group,
      long entries,
      Optional<Long> newest,
      long hidden,
      long judged,
      byte @Nullable [] carried) {
    boolean isEmpty() {
      return entries == 0 && hidden == 0;
    }
  }

  /** Adds the entries that the text index will read soon. */
  void addTo(RecentEntries recent) {
    for (var entry : written) {
      boolean isShown = !entry.change().judgement().dropped();
      if (isShown && !update.articles().holds(entry.id())) {
        recent.add(new EntryKey(feed, entry.id()), entry.payload(), entry.change().entry());
      }
    }
  }

  /**
   * Writes the part, and returns the arrivals.
   *
   * @throws LeaseLost if the lease is lost
   */
  List<Arrival> apply(Connection c) throws SQLException {
    if (written.isEmpty() && update.info().isEmpty()) {
      updateState(c);
      return List.of();
    }
    var row = lock(c);
    var known = known(c, row);
    var writer = new EntryWriter(feed, update.lease().id(), row.group(), categories, digests);
    var withdrawals = Withdrawals.of(c, update, row.group(), row.carried(), known.values());
    var claims = new IdClaims(feed, digests);
    var remembered = new ArrayList<@Nullable Object[]>();
    var held = row.hidden() > 0 ? ArticleTable.held(c, feed) : Set.<Long>of();
    long now = Millis.of(update.polledAt());
    for (var entry : written) {
      var before = known.get(entry.id());
      if (before == null) {
        claims.addNew(entry.change());
      }
      if (before == null || !before.isForgotten()) {
        boolean stays =
            before == null ? update.articles().holds(entry.id()) : held.contains(entry.id());
        writer.want(entry.row(before, now, stays), entry::traits, before);
        wantArticle(c, entry, before);
      } else if (withdrawals.restores(entry.change())) {
        claims.addReturning(entry.change());
        writer.want(entry.row(null, now, false), entry::traits, before);
      } else if (!withdrawals.isMissing(entry.id())) {
        remembered.add(Sql.values(entry.change().fingerprint(), feed, entry.id()));
      }
    }
    if (last) {
      withdrawals.remove(c, writer, categories);
    }
    var renamed = claims.write(c);
    var arrivals = new ArrayList<>(writer.write(c));
    arrivals.addAll(renamed);
    withdrawals.write(c);
    Sql.batch(c, REMEMBER, remembered);
    if (first) {
      AliasTable.write(c, feed, update.aliases());
    }
    if (!last) {
      updateFigures(c, row, writer);
      return arrivals;
    }
    boolean old = withdrawals.isOfOldCopy();
    if (update.documentIds().isPresent() && !old && !update.isPushed()) {
      new FeedWindow(feed, row.carried(), update.documentIds().get())
          .note(c, Millis.of(update.polledAt()), row.isEmpty());
    }
    updateFeed(c, row, writer, old);
    return arrivals;
  }

  /**
   * Notes that the page of an entry is to be fetched. A full text that was stored after the poll
   * read the entry is lost, so it is fetched again.
   */
  private void wantArticle(Connection c, Written entry, @Nullable StoredRow before)
      throws SQLException {
    var articles = update.articles();
    var at = Optional.ofNullable(articles.wanted().get(entry.id()));
    if (before == null) {
      if (at.isPresent()) {
        var until = articles.heldUntil().map(Millis::of).orElse(null);
        ArticleTable.add(c, feed, entry.id(), Millis.of(at.get()), until);
      }
      return;
    }
    var stored = before.entry();
    boolean loses =
        articles.fetches()
            && stored != null
            && stored.hasFullText()
            && !entry.change().entry().hasFullText();
    if (at.isPresent() || loses) {
      ArticleTable.renew(c, feed, entry.id(), Millis.of(at.orElse(update.polledAt())));
    }
  }

  private Feed lock(Connection c) throws SQLException {
    return Sql.first(
            c,
            LOCK,
            row ->
                new Feed(
                    row.getBoolean("subscribed"),
                    row.getInt("group_id"),
                    row.getLong("entries"),
                    Sql.number(row, "newest"),
                    row.getLong("hidden"),
                    row.getLong("judged"),
                    row.getBytes("carried")),
            feed,
            address,
            mark)
        .orElseThrow(() -> new LeaseLost(update.lease()));
  }

  private Map<Long, StoredRow> known(Connection c, Feed row) throws SQLException {
    return row.isEmpty()
        ? Map.of()
        : StoredRow.load(
            c,
            feed,
            written.stream().mapToLong(Written::id).toArray(),
            row.hidden() > 0,
            categories);
  }

  private void updateState(Connection c) throws SQLException {
    var next = update.next();
    byte[] polled = History.of(update);
    int updated =
        Sql.run(
            c,
            UPDATE_STATE,
            next.outcome() == Outcome.GONE ? null : (Object) Millis.of(next.nextPoll()),
            FeedJson.state(next),
            polled,
            History.SIZE,
            polled,
            feed,
            address,
            mark);
    if (updated == 0) {
      throw new LeaseLost(update.lease());
    }
  }

  private void updateFigures(Connection c, Feed row, EntryWriter writer) throws SQLException {
    Sql.run(
        c,
        UPDATE_FIGURES,
        row.entries() + writer.shownMore(),
        LockedFeed.newest(c, feed, row.newest(), writer).orElse(null),
        row.hidden() + writer.hiddenMore(),
        judged(row),
        feed);
  }

  /**
   * Writes the feed's row.
   *
   * @param old whether the document is an old copy, so that the previous one stays valid
   */
  private void updateFeed(Connection c, Feed row, EntryWriter writer, boolean old)
      throws SQLException {
    var next = update.next();
    boolean due = row.subscribed() && next.outcome() != Outcome.GONE;
    byte[] polled = History.of(update);
    Sql.run(
        c,
        UPDATE_FEED,
        due ? (Object) Millis.of(next.nextPoll()) : null,
        FeedJson.state(next),
        update.info().filter(_ -> !old && !update.isPushed()).map(FeedJson::info).orElse(null),
        update
            .info()
            .filter(_ -> !update.isPushed())
            .map(read -> FeedJson.problems(update.problems()))
            .orElse(null),
        old ? null : carried(row),
        row.entries() + writer.shownMore(),
        LockedFeed.newest(c, feed, row.newest(), writer).orElse(null),
        row.hidden() + writer.hiddenMore(),
        judged(row),
        polled,
        History.SIZE,
        polled,
        feed);
  }

  /**
   * Returns the packed ids of the entries in the feed's document; null if they stay. A delivery
   * adds to those of the last poll.
   */
  private byte @Nullable [] carried(Feed row) {
    var ids = update.documentIds().orElse(null);
    if (ids == null) {
      return null;
    }
    byte[] before = row.carried();
    return !update.isPushed()
        ? FeedWindow.pack(ids)
        : before == null ? null : FeedWindow.plus(before, ids);
  }

  /**
   * Returns the new mark of the feed, which records the rules that were applied to its entries.
   * Unless they were the same for all entries, the rules must be applied again.
   */
  private long judged(Feed row) {
    if (row.isEmpty() || row.judged() == update.rules()) {
      return update.rules();
    }
    boolean underWay = row.judged() == LockedFeed.underWay(update.rules());
    return underWay || written.isEmpty() ? row.judged() : RuleResult.MIXED_RULES;
  }
}

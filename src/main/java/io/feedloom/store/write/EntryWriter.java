package io.feedloom.store.write;

import io.feedloom.feed.Arrival;
import io.feedloom.feed.Entry;
import io.feedloom.feed.EntryKey;
import io.feedloom.feed.FeedId;
import io.feedloom.feed.RuleResult;
import io.feedloom.feed.Tag;
import io.feedloom.store.analysis.StoryTraits;
import io.feedloom.store.db.Millis;
import io.feedloom.store.db.Sql;
import io.feedloom.store.json.Payload;
import io.feedloom.store.json.RuleResultJson;
import io.feedloom.store.row.CategoryKeys;
import io.feedloom.store.row.CategoryRuns;
import io.feedloom.store.row.StoredRow;
import io.feedloom.store.row.StoryMembers;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Writes entries of one feed, with all rows of the tables and indexes that list them. The caller
 * must lock the feed's row, and must write the figures in it.
 */
public final class EntryWriter {
  private static final String INSERT =
      """
      INSERT INTO entry
      (feed_id, id, fingerprint, river, first_seen, last_changed, group_id, categories, payload,
      link, title_1, title_2)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """;

  private static final String UPDATE =
      """
      UPDATE entry SET fingerprint = ?, last_changed = ?, categories = ?, payload = ?
      WHERE feed_id = ? AND id = ?
      """;

  private static final String DELETE = "DELETE FROM entry WHERE feed_id = ? AND id = ?";

  private static final String HIDE =
      """
      INSERT INTO hidden_entry
      (feed_id, id, fingerprint, river, first_seen, last_changed, payload)
      VALUES (?, ?, ?, ?, ?, ?, ?)
      """;

  private static final String UNHIDE = "DELETE FROM hidden_entry WHERE feed_id = ? AND id = ?";
  private static final String JUDGE =
      "INSERT INTO judgement (feed_id, id, text, revision) VALUES (?, ?, ?, ?)";
  private static final String UNJUDGE = "DELETE FROM judgement WHERE feed_id = ? AND id = ?";

  private final int feed;
  private final FeedId name;
  private final int group;
  private final CategoryKeys categories;
  private final Digests digests;
  private final List<StoredRow> inserts = new ArrayList<>();
  private final List<@Nullable Object[]> updates = new ArrayList<>();
  private final List<@Nullable Object[]> deletes = new ArrayList<>();
  private final List<@Nullable Object[]> hides = new ArrayList<>();
  private final List<@Nullable Object[]> unhides = new ArrayList<>();
  private final List<@Nullable Object[]> judges = new ArrayList<>();
  private final List<@Nullable Object[]> unjudges = new ArrayList<>();
  private final List<@Nullable Object[]> runsAdded = new ArrayList<>();
  private final List<@Nullable Object[]> runsRemoved = new ArrayList<>();
  private final Collection<Map<String, String>> gained = new ArrayList<>();
  private final Collection<Map<String, String>> lost = new ArrayList<>();
  private final List<Stories.Candidate> shown = new ArrayList<>();
  private final List<Stories.Changed> changed = new ArrayList<>();
  private final List<Arrival> arrivals = new ArrayList<>();
  private Optional<Long> newest = Optional.empty();

  /**
   * @param group the number of the feed's group
   */
  public EntryWriter(int feed, FeedId name, int group, CategoryKeys categories, Digests digests) {
    this.digests = digests;
    this.feed = feed;
    this.name = name;
    this.group = group;
    this.categories = categories;
  }

  /**
   * Adds an entry to write. If the entry is stored, {@code wanted} must have the same place in the
   * river and the same time when it was first seen.
   *
   * @param traits returns the traits of the entry, when they are needed
   * @param before the entry as it is stored; null if it is not
   */
  public void want(StoredRow wanted, Supplier<StoryTraits> traits, @Nullable StoredRow before) {
    boolean shownBefore = before != null && !before.hidden();
    if (before != null && before.hidden()) {
      unhides.add(Sql.values(feed, wanted.id()));
    }
    if (wanted.hidden()) {
      if (before != null && shownBefore) {
        remove(before);
      }
      hides.add(hidden(wanted));
    } else if (before != null && shownBefore) {
      updates.add(updated(wanted));
      changeTraits(wanted, traits, before);
    } else {
      inserts.add(wanted);
      shown.add(
          new Stories.Candidate(
              wanted.id(), wanted.river(), wanted.firstSeen(), entry(wanted), traits.get()));
      newest =
          newest.filter(river -> river >= wanted.river()).or(() -> Optional.of(wanted.river()));
    }
    judge(wanted, before);
    changeRuns(wanted, before);
    addArrival(wanted, before);
  }

  /** Adds an entry to delete, except for its identity, because of its age. */
  public void forget(StoredRow before) {
    forget(before, before.fingerprint(), false);
  }

  /**
   * Adds an entry to delete, except for its identity, because its publisher withdrew it.
   *
   * @param fingerprint its new fingerprint
   */
  public void withdraw(StoredRow before, long fingerprint) {
    forget(before, fingerprint, true);
  }

  private void forget(StoredRow before, long fingerprint, boolean withdrawn) {
    if (before.hidden()) {
      unhides.add(Sql.values(feed, before.id()));
    } else {
      remove(before);
      runs(before, runsRemoved);
      lost.add(before.labels());
      var gone = arrival(before, before.labels().keySet(), false);
      arrivals.add(withdrawn ? gone.withdrawing() : gone);
    }
    if (!before.judgement().isNone()) {
      unjudges.add(Sql.values(feed, before.id()));
    }
    remember(before.id(), fingerprint, before.river());
  }

  /** Adds the identity of an entry that is not stored. */
  public void remember(long id, long fingerprint, long river) {
    hides.add(Sql.values(feed, id, fingerprint, river, 0L, 0L, null));
  }

  private void remove(StoredRow before) {
    deletes.add(Sql.values(feed, before.id()));
  }

  private void changeTraits(StoredRow wanted, Supplier<StoryTraits> traits, StoredRow before) {
    boolean hasNewLink = !entry(wanted).link().equals(entry(before).link());
    if (hasNewLink || !entry(wanted).title().equals(entry(before).title())) {
      changed.add(new Stories.Changed(wanted.id(), wanted.river(), traits.get(), hasNewLink));
    }
  }

  private static Entry entry(StoredRow row) {
    return Objects.requireNonNull(row.entry());
  }

  private @Nullable Object[] inserted(StoredRow row, StoryTraits traits) {
    return Sql.values(
        feed,
        row.id(),
        row.fingerprint(),
        row.river(),
        row.firstSeen(),
        row.lastChanged(),
        group,
        categories.pack(row.labels().keySet()),
        row.payload(),
        traits.link().orElse(null),
        traits.title(0),
        traits.title(1));
  }

  private @Nullable Object[] updated(StoredRow row) {
    return Sql.values(
        row.fingerprint(),
        row.lastChanged(),
        categories.pack(row.labels().keySet()),
        row.payload(),
        feed,
        row.id());
  }

  private @Nullable Object[] hidden(StoredRow row) {
    return Sql.values(
        feed,
        row.id(),
        row.fingerprint(),
        row.river(),
        row.firstSeen(),
        row.lastChanged(),
        row.payload());
  }

  private void judge(StoredRow wanted, @Nullable StoredRow before) {
    var old = before == null ? RuleResult.NONE : before.judgement();
    if (old.equals(wanted.judgement())) {
      return;
    }
    if (!old.isNone()) {
      unjudges.add(Sql.values(feed, wanted.id()));
    }
    if (!wanted.judgement().isNone()) {
      judges.add(
          Sql.values(
              feed,
              wanted.id(),
              RuleResultJson.write(clean(wanted.judgement())),
              Payload.of(wanted.judgement().revision())));
    }
  }

  /** Returns the result without U+0000, which PostgreSQL refuses. */
  private static RuleResult clean(RuleResult judgement) {
    Set<Tag> tags = new LinkedHashSet<>();
    judgement.tags().forEach(tag -> tags.add(new Tag(tag.key(), Sql.clean(tag.label()))));
    return new RuleResult(
        judgement.dropped(),
        tags,
        judgement.because().stream().map(Sql::clean).toList(),
        judgement.revision());
  }

  private void changeRuns(StoredRow wanted, @Nullable StoredRow before) {
    var old = before == null || before.hidden() ? Map.<String, String>of() : before.labels();
    var now = wanted.hidden() ? Map.<String, String>of() : wanted.labels();
    for (var key : now.keySet()) {
      if (!old.containsKey(key)) {
        runsAdded.add(run(key, wanted));
      }
    }
    for (var key : old.keySet()) {
      if (!now.containsKey(key)) {
        runsRemoved.add(run(key, wanted));
      }
    }
    gained.add(now);
    lost.add(old);
  }

  private void runs(StoredRow row, List<@Nullable Object[]> into) {
    row.labels().keySet().forEach(key -> into.add(run(key, row)));
  }

  private @Nullable Object[] run(String key, StoredRow row) {
    return Sql.values(categories.number(key), group, row.river(), feed, row.id());
  }

  /** Adds an arrival, unless the entry was hidden and stays hidden. */
  private void addArrival(StoredRow wanted, @Nullable StoredRow before) {
    boolean shownBefore = before != null && !before.hidden();
    if (!wanted.hidden() || shownBefore) {
      var keys = new TreeSet<>(wanted.labels().keySet());
      if (before != null) {
        keys.addAll(before.labels().keySet());
      }
      arrivals.add(arrival(wanted, keys, !shownBefore));
    }
  }

  private Arrival arrival(StoredRow row, Collection<String> keys, boolean isNew) {
    return new Arrival(
        new EntryKey(feed, row.id()), name, group, Set.copyOf(keys), Millis.at(row.river()), isNew);
  }

  /** Writes everything, and returns the arrivals in the order in which entries were added. */
  public List<Arrival> write(Connection c) throws SQLException {
    Sql.batch(c, UNJUDGE, unjudges);
    Sql.batch(c, UNHIDE, unhides);
    Sql.batch(c, DELETE, deletes);
    var stories = new Stories(c, feed, digests.traits());
    var old = arrivals.stream().filter(a -> !a.isNew()).map(Arrival::key).toList();
    var members = new HashSet<>(StoryMembers.of(c, old).keySet());
    stories.leave(deletes);
    var known = stories.join(shown);
    var rows = new ArrayList<@Nullable Object[]>();
    inserts.forEach(row -> rows.add(inserted(row, Objects.requireNonNull(known.get(row.id())))));
    Sql.batch(c, INSERT, rows);
    inserts.forEach(
        row ->
            digests
                .traits()
                .add(feed, row.id(), row.river(), Objects.requireNonNull(known.get(row.id()))));
    Sql.batch(c, UPDATE, updates);
    Sql.batch(c, HIDE, hides);
    Sql.batch(c, JUDGE, judges);
    CategoryRuns.remove(c, runsRemoved);
    CategoryRuns.add(c, runsAdded);
    new CategoryCounter(feed, categories).count(c, gained, lost);
    stories.change(changed);
    stories.joined().forEach(id -> members.add(new EntryKey(feed, id)));
    return arrivals.stream().map(a -> members.contains(a.key()) ? a.joining() : a).toList();
  }

  /** Returns by how much the number of shown entries grows; negative if it shrinks. */
  public long shownMore() {
    return (long) inserts.size() - deletes.size();
  }

  /** Returns by how much the number of hidden entries grows; negative if it shrinks. */
  public long hiddenMore() {
    return (long) hides.size() - unhides.size();
  }

  /** Returns the time of the newest entry that was not shown before and is shown now. */
  Optional<Long> newest() {
    return newest;
  }

  /** Returns whether entries are removed, so that another may be the newest now. */
  boolean removesEntries() {
    return !deletes.isEmpty();
  }
}

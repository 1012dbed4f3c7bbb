package io.feedloom.store;

import io.feedloom.config.StorageSettings;
import io.feedloom.feed.Arrival;
import io.feedloom.feed.Due;
import io.feedloom.feed.Entry;
import io.feedloom.feed.EntryKey;
import io.feedloom.feed.FeedGroup;
import io.feedloom.feed.FeedId;
import io.feedloom.feed.FeedProfile;
import io.feedloom.feed.FeedStatus;
import io.feedloom.feed.Hold;
import io.feedloom.feed.PollState;
import io.feedloom.feed.Polled;
import io.feedloom.feed.Postponed;
import io.feedloom.feed.RuleResult;
import io.feedloom.feed.Scan;
import io.feedloom.feed.StoredEntry;
import io.feedloom.feed.StoryMember;
import io.feedloom.feed.Subscription;
import io.feedloom.feed.Update;
import io.feedloom.feed.Withdrawn;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * What was observed of feeds, and their entries. Safe for use by any number of threads. Times are
 * kept to the millisecond.
 *
 * <p>Every method throws {@link StoreException} when the database fails. What a method wrote is
 * durable when it returns: a process that is killed after that loses nothing of it.
 */
public final class Store implements AutoCloseable {
  /** Feeds whose entries move to another group in one transaction. */
  private static final int MOVES = 50;

  /**
   * Steps that may leave a file as long as it was: the chunk at its end may be the last to be
   * moved.
   */
  private static final int VAIN_STEPS = 24;

  private final Database database;
  private final long origin = new SecureRandom().nextLong();
  private final Leases leases;
  private final TextSearch texts;

  /** What arrived in parts of updates that failed in the end; readers have to hear of it too. */
  private final Queue<Arrival> unreported = new ConcurrentLinkedQueue<>();

  private Store(Database database, Optional<Path> texts) {
    this.database = database;
    this.leases = Leases.of(database);
    this.texts = new TextSearch(database, texts);
  }

  /**
   * Opens the database, makes it where there is none, and brings its schema up to date.
   *
   * @param folder that relative H2 paths are taken from
   * @throws StoreException if it cannot be opened, was written by a newer version, or the native
   *     library for it cannot be loaded
   */
  public static Store open(StorageSettings settings, Path folder) {
    Payload.loadLibrary();
    var database = Database.open(settings, folder);
    return new Store(database, database.dialect().texts(settings, folder));
  }

  /**
   * Opens what another process may have open, to look at it and no more. Of an H2 file a copy is
   * made, because only one process can open it; H2 reads a copy that was made while it was written
   * as it reads a file after a crash: as of the last commit that is whole.
   *
   * @param workplace an empty folder for the copy
   * @return empty where nothing was stored yet
   * @throws StoreException if it cannot be read, or is of another version of Feedloom
   */
  public static Optional<Store> openToLook(StorageSettings settings, Path folder, Path workplace) {
    Payload.loadLibrary();
    return Database.openToLook(settings, folder, workplace)
        .map(database -> new Store(database, Optional.empty()));
  }

  /** All feeds of which something is stored, those that are subscribed no more included. */
  public List<FeedWithEntries> keptFeeds() {
    return database.read(StoredEntries::feeds);
  }

  /** Gives every stored entry of a feed, those that rules hide included. */
  public void kept(int feed, Consumer<PlacedEntry> each) {
    for (boolean hidden : new boolean[] {false, true}) {
      var after = OptionalLong.of(Long.MIN_VALUE);
      while (after.isPresent()) {
        long from = after.getAsLong();
        after = database.read(c -> StoredEntries.some(c, feed, hidden, from, each));
      }
    }
  }

  /**
   * Makes the subscribed feeds those in the list: adds new ones, due now; takes over ids, titles,
   * tags and groups; marks those that vanished, which are not polled any more and whose entries are
   * found in no scan until they come back.
   *
   * <p>Feeds are known by their address. One whose address is in the list no more, while its id is
   * there with an address that no stored feed has, is the same feed: its entries, their ids and its
   * history stay, and it is due now. Where a stored feed has the new address, that is the one which
   * is meant; the one with the old address vanishes, and comes back with it.
   *
   * <p>Entries of a feed that was retagged move to its new group. That is done a few feeds at a
   * time; if it is broken off, the next call completes it.
   *
   * @return the groups now in use
   */
  public List<FeedGroup> subscribe(List<Subscription> subscriptions, Instant now) {
    var moves = database.writeLong(c -> new SubscriptionTable(subscriptions).apply(c, now));
    for (int from = 0; from < moves.size(); from += MOVES) {
      var some = moves.subList(from, Math.min(moves.size(), from + MOVES));
      database.writeLong(
          c -> {
            GroupMoves.apply(c, some);
            return some;
          });
    }
    return database.writeLong(
        c -> {
          SubscriptionTable.dropUnusedGroups(c);
          return SubscriptionTable.groups(c);
        });
  }

  /**
   * Plans feeds anew.
   *
   * @param plan is given each subscribed feed's id and state, and returns the new state of a feed
   *     that is due at another time. May be asked more than once about a feed.
   * @return how many were planned anew
   */
  public int replan(BiFunction<FeedId, PollState, Optional<PollState>> plan) {
    return new Replanning(database, plan).all();
  }

  /** Plans some of the feeds anew, see {@link #replan(BiFunction)}. */
  public int replan(
      Collection<FeedId> ids, BiFunction<FeedId, PollState, Optional<PollState>> plan) {
    return ids.isEmpty() ? 0 : new Replanning(database, plan).some(ids);
  }

  /**
   * Takes feeds that are due, the longest due first. No other taker, in this process or another, is
   * given them before the lease ends or the update is applied.
   *
   * @param most how many at most
   */
  public List<Due> takeDue(Instant now, int most, Duration lease) {
    return leases.takeDue(now, most, lease);
  }

  /** Takes one feed, due or not. Empty if it is unknown or leased. */
  public Optional<Due> take(FeedId id, Instant now, Duration lease) {
    return leases.take(id, now, lease);
  }

  /**
   * Makes feeds that were taken due later, as if they had not been taken; those whose lease does
   * not stand any more are left as they are.
   */
  public void postpone(List<Postponed> feeds) {
    if (!feeds.isEmpty()) {
      leases.postpone(feeds);
    }
  }

  /**
   * Makes feeds due soon that are due, or leased, later than ever planned, and forgets holds that
   * are: they were written while the clock was wrong.
   *
   * @param longest after now, no feed is rightly due
   * @param over the time over which the feeds are spread
   * @return how many feeds
   */
  public int reinIn(Instant now, Duration longest, Duration over) {
    return leases.reinIn(now, now.plus(longest), over);
  }

  /** Remembers that a host is not to be asked; of two holds of one scope the longer stands. */
  public void hold(Hold hold, Instant now) {
    database.write(
        c -> {
          StoredHolds.add(c, hold, now);
          return hold;
        });
  }

  /** The hosts that are not to be asked now. */
  public List<Hold> holds(Instant now) {
    return database.read(c -> StoredHolds.standing(c, now));
  }

  /** The last polls of each of these feeds that is subscribed, at most 50, the newest first. */
  public Map<FeedId, List<Polled>> history(Collection<FeedId> ids) {
    return database.read(c -> Feeds.history(c, ids));
  }

  /** When the next feed is due or a lease ends. Empty when there is nothing to poll. */
  public Optional<Instant> nextDue() {
    return leases.nextDue();
  }

  /** The fingerprints of those of the feed's entries that are known, by id. */
  public Map<Long, Long> fingerprints(int feed, Collection<Long> ids) {
    return database.read(c -> Entries.fingerprints(c, feed, ids));
  }

  /** The fingerprints and entries of those of these ids and aliases that are known of the feed. */
  public KnownIds known(int feed, Collection<Long> ids, Collection<Long> aliases) {
    return database.read(c -> AliasTable.known(c, feed, ids, aliases));
  }

  /** Those of the feed's entries whose content is stored. */
  public List<PlacedEntry> kept(int feed, Collection<Long> ids) {
    return database.read(c -> StoredEntries.of(c, feed, Sql.longs(ids)));
  }

  /**
   * Writes what came of a poll, and ends the lease: all of it or nothing, unless it is so much that
   * others would wait. Then entries are written in several transactions, and the state of the feed
   * with the last, so that after a failure the feed is polled again and the rest is written. An
   * entry that is known is overwritten whatever {@link Update.Change#isNew} says, and keeps its
   * guid, its place in the river and the time when it was first seen; one that is not known is
   * inserted.
   *
   * @return what arrived, in the order of the update, then entries of other feeds that have another
   *     public id now, see {@link IdClaims}, then what parts of other updates brought that failed
   *     since
   * @throws LeaseLost if the feed was taken by another since, or an update was applied before;
   *     nothing was written then
   */
  public List<Arrival> apply(Update update) {
    return leases.ending(update.lease(), () -> inParts(update));
  }

  private List<Arrival> inParts(Update update) {
    var arrivals = new ArrayList<Arrival>();
    try {
      for (var part : UpdatePart.of(update)) {
        var updates = new UpdateTransaction(part, leases.mark(update.lease()));
        arrivals.addAll(changing(updates::apply, part.weight(), some -> some));
      }
    } catch (RuntimeException e) {
      unreported.addAll(arrivals);
      throw e;
    }
    for (var left = unreported.poll(); left != null; left = unreported.poll()) {
      arrivals.add(left);
    }
    return arrivals;
  }

  /** Why nothing can be stored now, in words for the admin; reading goes on. */
  public Optional<String> obstacle() {
    return database.obstacle();
  }

  /**
   * Returns why nothing can be read now, as far as is known, in words for the admin. Never waits
   * for the database.
   */
  public Optional<String> trouble() {
    return database.trouble();
  }

  /** Whether other processes may be at work on the same database. */
  public boolean isShared() {
    return database.dialect().isShared();
  }

  /**
   * The subscribed feeds of which not all entries were judged by the rules that are wanted.
   *
   * @param rules the fingerprint of those that are wanted
   */
  public List<FeedId> judgedOtherwise(Map<FeedId, Long> rules) {
    return database.read(c -> RuleUpdate.otherwise(c, rules));
  }

  /**
   * Judges the stored entries of a feed again, those that are hidden included, piece by piece. What
   * is dropped becomes hidden; what is dropped no more appears where it was.
   *
   * @param rules the fingerprint of those by which it is judged
   * @param judge is given an entry and what its feed says of its language
   */
  public RuleUpdateProgress judging(
      FeedId feed, long rules, BiFunction<Entry, Optional<String>, RuleResult> judge) {
    return new RuleUpdateProgress(this::changing, feed, rules, judge);
  }

  /**
   * Deletes entries of all feeds but some when they left their feed long ago.
   *
   * @param except the numbers of feeds of which no entry is deleted
   */
  public ExpiredEntries expiry(Set<Integer> except) {
    return new ExpiredEntries(database, this::cleared, except);
  }

  /** Deletes entries that left this feed before this time: some of them, in one transaction. */
  public Cleared expireOf(int feed, Instant before, int most) {
    return cleared(c -> EntryCleanup.expireOf(c, feed, Millis.of(before), most));
  }

  /**
   * Forgets that entries were withdrawn, where that is longer ago: some of them, in one
   * transaction. They do not come back.
   */
  public Cleared expireWithdrawals(Instant before, int most) {
    return cleared(c -> Withdrawals.expire(c, Millis.of(before), most));
  }

  /**
   * Entries that appeared in merged feeds until their publishers withdrew them, the last withdrawn
   * first.
   *
   * @param groups of the feeds
   * @param test whether the entry, as it arrived, appeared
   * @param most how many at most
   */
  public List<Withdrawn> withdrawn(Collection<Integer> groups, Predicate<Arrival> test, int most) {
    return groups.isEmpty()
        ? List.of()
        : database.read(c -> Withdrawals.newest(c, groups, test, most));
  }

  /** The entry, if it appeared in merged feeds until its publisher withdrew it. */
  public Optional<Withdrawn> withdrawn(EntryKey key) {
    return database.read(c -> Withdrawals.of(c, key));
  }

  /** The numbers of subscribed feeds with more entries than these. */
  public List<Integer> overfull(int perFeed) {
    return database.read(c -> EntryCleanup.overfull(c, perFeed));
  }

  /** Deletes some of a feed's entries beyond the newest so many, but none that it still carries. */
  public Cleared trim(int feed, int perFeed, int most) {
    return cleared(c -> EntryCleanup.trim(c, feed, perFeed, most));
  }

  /** The numbers of feeds that were taken out of the list of subscriptions before this time. */
  public List<Integer> unsubscribed(Instant before) {
    return database.read(c -> EntryCleanup.unsubscribed(c, Millis.of(before)));
  }

  /** Deletes some entries of a feed that was taken out, and with the last of them the feed. */
  public Cleared forgetFeed(int feed, Instant before, int most) {
    return cleared(c -> EntryCleanup.forgetFeed(c, feed, Millis.of(before), most));
  }

  /**
   * What was deleted.
   *
   * @param count how many entries
   * @param arrivals those of them that appeared in merged feeds, for whoever remembers pages
   */
  public record Cleared(int count, List<Arrival> arrivals) {
    public Cleared {
      arrivals = List.copyOf(arrivals);
    }
  }

  private Cleared cleared(Database.Work<EntryCleanup.Deleted> work) {
    var deleted = changing(work, EntryCleanup.Deleted::arrivals);
    return new Cleared(deleted.count(), deleted.arrivals());
  }

  /** Work that changes entries, of which other processes are to know. */
  private <T> T changing(Database.Work<T> work, Function<T, List<Arrival>> arrivals) {
    return changing(work, Writer.USUAL_WEIGHT, arrivals);
  }

  private <T> T changing(Database.Work<T> work, int weight, Function<T, List<Arrival>> arrivals) {
    T result =
        database.write(
            weight,
            c -> {
              T done = work.on(c);
              ArrivalLog.add(c, origin, arrivals.apply(done));
              return done;
            });
    if (!arrivals.apply(result).isEmpty()) {
      texts.expect();
    }
    return result;
  }

  /** The groups in use. */
  public List<FeedGroup> groups() {
    return database.read(SubscriptionTable::groups);
  }

  /**
   * The newest entries of all branches together, each once: by place in the river, then by the
   * feed's number, then by id, all downwards. Where the scan names a place to begin ahead of, those
   * nearest to it, in the same order.
   *
   * <p>Costs the same however many entries are stored, as long as most entries of a branch pass its
   * conditions; entries that do not are read past. Grows with the number of branches, and of groups
   * in them.
   *
   * <p>What is asked of the entries themselves is answered by the index of texts, which follows all
   * that was written before the call.
   *
   * @throws IndexBehind if that would take long; what was followed until then is not lost
   */
  public List<StoredEntry> newest(Scan scan) {
    return page(scan, ScanResult.Room.ENDLESS).entries();
  }

  /**
   * The same as far as the entries have room on one page, so that memory is bounded however long
   * they are.
   */
  public ScanResult page(Scan scan, ScanResult.Room room) {
    return merging(scan, merging -> merging.page(room));
  }

  private <T> T merging(Scan scan, TextSearch.Use<T> use) {
    return scan.search().isEmpty()
        ? database.read(c -> use.of(Entries.merging(c, scan)))
        : texts.search(scan, use);
  }

  /**
   * By whom else the stories of these entries are told, among what the scan admits; the oldest
   * first, each feed once. Empty where the scan does not merge.
   */
  public Map<EntryKey, List<StoryMember>> tellings(Scan scan, List<StoredEntry> entries) {
    return scan.merges() && !entries.isEmpty()
        ? merging(scan, merging -> merging.others(entries))
        : Map.of();
  }

  /**
   * Puts what arrived into the index of texts, so that a search finds it there already. Whoever
   * calls this often keeps searches fast; whoever does not loses nothing.
   *
   * @param most about how long
   */
  public void followTexts(Duration most) {
    texts.follow(most);
  }

  /** The entry, unless its feed is no longer subscribed. */
  public Optional<StoredEntry> entry(EntryKey key) {
    return database.read(c -> Entries.byKey(c, key));
  }

  /**
   * The entries of a subscribed feed that rules drop, the newest first, each with the rule that
   * does.
   *
   * @param most how many at most
   */
  public List<StoredEntry> dropped(FeedId feed, int most) {
    return database.read(c -> Entries.dropped(c, feed, most));
  }

  /** All subscribed feeds by id. */
  public List<FeedStatus> feeds() {
    return database.read(Feeds::all);
  }

  /** The feed, if it is subscribed. */
  public Optional<FeedStatus> feed(FeedId id) {
    return database.read(c -> Feeds.named(c, id));
  }

  /** Those of the feeds that are subscribed. */
  public Map<FeedId, FeedStatus> feeds(Collection<FeedId> ids) {
    return database.read(c -> Feeds.named(c, ids));
  }

  /** What readers are told of those of the feeds that are subscribed. */
  public Map<FeedId, FeedProfile> profiles(Collection<FeedId> ids) {
    return database.read(c -> Feeds.profiles(c, ids));
  }

  /**
   * The categories that most entries of these groups bear, the most frequent first. Costs a row for
   * each category of each feed in them, so remember the answer for a while.
   *
   * @param most how many at most
   */
  public List<CategoryCount> categories(Set<Integer> groups, int most) {
    return database.read(c -> CategoryKeys.counts(c, groups, most));
  }

  /**
   * How many entries of these groups the rules gave each of these tags; tags of none are missing.
   *
   * @param keys of the tags
   */
  public List<CategoryCount> given(Set<Integer> groups, Set<String> keys) {
    return keys.isEmpty() ? List.of() : database.read(c -> CategoryKeys.given(c, groups, keys));
  }

  /**
   * Where the log of arrivals stands: all that was written before this call is at or below it. What
   * is written later is above it.
   */
  public long changeSequence() {
    numberArrivals();
    return database.read(ArrivalLog::last);
  }

  /**
   * What <em>other</em> processes on a shared PostgreSQL have written since; what this one writes
   * is only ever told by {@link #apply}. Never misses an arrival. On H2 there is no other process,
   * so there is nothing to tell.
   *
   * @param sequence from {@link #changeSequence} or {@link Arrivals#sequence}
   * @param most how many updates to look at
   */
  public Arrivals arrivalsAfter(long sequence, int most) {
    if (!database.dialect().isShared()) {
      return new Arrivals(sequence, true, List.of());
    }
    numberArrivals();
    return database.read(c -> ArrivalLog.after(c, sequence, most, by -> by != origin));
  }

  /**
   * What was written since, by this process and others, in its order.
   *
   * @param sequence from {@link #changeSequence} or {@link LoggedArrivals#sequence}
   * @param most how many updates to look at
   */
  public LoggedArrivals log(long sequence, int most) {
    numberArrivals();
    return database.read(c -> ArrivalLog.updates(c, sequence, most));
  }

  /** A number at random that this database has and no other; a secret. */
  public long identity() {
    return database.write(DatabaseIdentity::of);
  }

  private void numberArrivals() {
    if (database.read(ArrivalLog::anyWaiting)) {
      database.write(ArrivalLog::number);
    }
  }

  /**
   * Makes the file of an H2 database smaller where much of it is not in use, in small steps between
   * what others write. PostgreSQL sees to that itself.
   *
   * @param goesOn asked before each step
   * @return the bytes that were given back
   */
  public long compact(BooleanSupplier goesOn) {
    long first = size();
    long smallest = first;
    int vain = 0;
    while (vain < VAIN_STEPS && goesOn.getAsBoolean() && database.compact()) {
      long now = size();
      vain = now < smallest - smallest / 1_000 ? 0 : vain + 1;
      smallest = Math.min(smallest, now);
    }
    return first - smallest;
  }

  /** The bytes that the database takes on disk, for all that it keeps; 0 where it is in memory. */
  public long size() {
    return database.read(
        c -> Sql.first(c, database.dialect().size, row -> row.getLong("bytes")).orElse(0L));
  }

  /** Closes the database; on H2, compacts its file for a moment. */
  @Override
  public void close() {
    try {
      texts.close();
    } finally {
      database.close();
    }
  }
}

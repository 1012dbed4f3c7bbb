package io.feedloom.refresh;

import io.feedloom.feed.Arrival;
import io.feedloom.feed.Due;
import io.feedloom.feed.Exchange;
import io.feedloom.feed.FeedId;
import io.feedloom.feed.FeedInfo;
import io.feedloom.feed.FeedStatus;
import io.feedloom.feed.Fetched;
import io.feedloom.feed.Parsed;
import io.feedloom.feed.Postponed;
import io.feedloom.feed.PushedBody;
import io.feedloom.feed.Subscription;
import io.feedloom.feed.Tombstone;
import io.feedloom.feed.Update;
import io.feedloom.feed.Update.Change;
import io.feedloom.feed.Validators;
import io.feedloom.feed.WebAddress;
import io.feedloom.parse.FeedParser;
import io.feedloom.push.subscriber.DeliveryReader;
import io.feedloom.schedule.Schedule;
import io.feedloom.store.Store;
import io.feedloom.store.api.LeaseLost;
import io.feedloom.store.api.PlacedEntry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Reads what hubs deliver, with the same steps as a poll: parse, decide, store. A delivery is a
 * part of the feed's document. So entries that are missing in it have not left the feed, and the
 * version of the document that the next poll asks for stays. The time of the next poll stays too.
 */
final class PushedDocuments implements DeliveryReader {
  private static final Duration LEASE = Duration.ofSeconds(15);

  private final Store store;
  private final FeedParser parser;
  private final InstantSource clock;
  private final Supplier<Watchlist> watchlist;
  private final IntFunction<ByteBudget.Place> room;
  private final Consumer<List<Arrival>> arrivals;
  private final Consumer<FeedId> refresh;

  /**
   * @param room waits for memory for so many bytes
   * @param arrivals receives the arrivals after they are durable
   * @param refresh polls a feed now
   */
  PushedDocuments(
      Store store,
      FeedParser parser,
      InstantSource clock,
      Supplier<Watchlist> watchlist,
      IntFunction<ByteBudget.Place> room,
      Consumer<List<Arrival>> arrivals,
      Consumer<FeedId> refresh) {
    this.store = store;
    this.parser = parser;
    this.clock = clock;
    this.watchlist = watchlist;
    this.room = room;
    this.arrivals = arrivals;
    this.refresh = refresh;
  }

  @Override
  public void poll(FeedId feed) {
    refresh.accept(feed);
  }

  @Override
  public Outcome read(PushedBody body, Optional<Instant> newest) {
    var list = watchlist.get();
    var feed = body.name().flatMap(list::find);
    var status = feed.flatMap(it -> store.feeds().byId(it.id()));
    if (status.isEmpty()) {
      return new Outcome.Unwanted();
    }
    try (var _ = room.apply(body.body().length)) {
      return read(body, newest, new Task(list, feed.orElseThrow(), status.get()));
    }
  }

  /** The feed of a delivery. */
  private record Task(Watchlist list, Subscription feed, FeedStatus status) {}

  private Outcome read(PushedBody body, Optional<Instant> newest, Task task) {
    var fetched = fetched(body, task);
    var document = ReadAnswer.read(fetched, parser, task.feed(), body.received());
    var parsed =
        switch (document.parsed().orElse(null)) {
          case Parsed.Feed read -> Optional.of(read);
          case Parsed.Page page -> page.entries();
          case null, default -> Optional.<Parsed.Feed>empty();
        };
    if (parsed.isEmpty()) {
      return new Outcome.Unreadable(
          document.judged() instanceof Fetched.Failed failed
              ? failed.message()
              : "nothing to read");
    }
    var now = clock.instant();
    var due = store.leases().take(task.feed().id(), now, LEASE);
    return due.isEmpty()
        ? new Outcome.Busy()
        : leased(due.get(), task, fetched, parsed.get(), newest, now);
  }

  private Outcome leased(
      Due due,
      Task task,
      Fetched fetched,
      Parsed.Feed parsed,
      Optional<Instant> newest,
      Instant now) {
    boolean done = false;
    try {
      var outcome = store(due, task, fetched, parsed, newest, now);
      done = true;
      return outcome;
    } catch (LeaseLost _) {
      done = true;
      return new Outcome.Busy();
    } finally {
      if (!done) {
        giveBack(due);
      }
    }
  }

  /** Ends the lease after a failure. The time of the next poll stays. */
  private void giveBack(Due due) {
    var plan = due.state().next();
    store.leases().postpone(List.of(new Postponed(due, plan.at(), plan.reason())));
  }

  private Outcome store(
      Due due,
      Task task,
      Fetched fetched,
      Parsed.Feed parsed,
      Optional<Instant> newest,
      Instant now) {
    var found = DocumentContent.feed(due.state(), fetched, parsed, List.of());
    var register = DocumentDecision.register(store, due);
    var rules = task.list().rules();
    var decided = DocumentDecision.of(found, task.feed(), rules, register, now);
    var changes = newer(decided.decision().changes(), register, task, parsed.info(), newest);
    long[] ids = decided.decision().carried();
    var arrived =
        store
            .updates()
            .apply(
                Update.pushed(
                    due,
                    Schedule.pushed(due.state(), changes, now),
                    parsed.info(),
                    changes,
                    ids,
                    rules.fingerprint(task.feed()),
                    now,
                    new Update.Withdrawal(
                        newer(decided.decision().tombstones(), register),
                        Update.Withdrawal.Missing.NONE),
                    decided.decision().aliases(),
                    decided.articles()));
    if (!arrived.isEmpty()) {
      arrivals.accept(arrived);
    }
    return new Outcome.Stored(
        changes.stream().filter(Change::isNew).map(Change::id).toList(),
        Arrays.stream(ids).boxed().toList(),
        parsed.info().updated());
  }

  /** Returns the changes without those that would restore an old version of an entry. */
  private static List<Change> newer(
      List<Change> changes,
      EntryRegister register,
      Task task,
      FeedInfo info,
      Optional<Instant> newest) {
    var changed = changes.stream().filter(change -> !change.isNew()).map(Change::id).toList();
    if (changed.isEmpty()) {
      return changes;
    }
    return versions(register, changed, isOld(task, info, newest)).of(changes);
  }

  private static NewerVersions versions(
      EntryRegister register, List<Long> ids, boolean isOldDocument) {
    var stored =
        register.kept(ids).stream().collect(Collectors.toMap(PlacedEntry::id, PlacedEntry::entry));
    return new NewerVersions(stored, isOldDocument);
  }

  /** Returns the tombstones of entries that were not updated since. */
  private static List<Tombstone> newer(List<Tombstone> tombstones, EntryRegister register) {
    return tombstones.isEmpty()
        ? tombstones
        : versions(register, tombstones.stream().map(Tombstone::id).toList(), false)
            .ofTombstones(tombstones);
  }

  /** Returns whether a document is older than one that was polled or delivered before. */
  private static boolean isOld(Task task, FeedInfo info, Optional<Instant> newest) {
    var polled = task.status().info().flatMap(FeedInfo::updated);
    return info.updated()
        .filter(
            date ->
                polled.filter(date::isBefore).isPresent()
                    || newest.filter(date::isBefore).isPresent())
        .isPresent();
  }

  /** Returns the delivery as the answer to a request for its topic that brings new entries only. */
  private static Fetched fetched(PushedBody body, Task task) {
    var address =
        WebAddress.parse(body.topic())
            .or(() -> task.status().state().address())
            .orElse(task.feed().url());
    var exchange =
        new Exchange(
            address, address, List.of(), 200, Duration.ZERO, body.body().length, Optional.empty());
    return new Fetched.Fresh(
        exchange, body.body(), body.headers(), Validators.NONE, "", true, Optional.empty());
  }
}

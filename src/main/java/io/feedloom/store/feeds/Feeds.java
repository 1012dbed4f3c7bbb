package io.feedloom.store.feeds;

import io.feedloom.feed.FeedGroup;
import io.feedloom.feed.FeedId;
import io.feedloom.feed.FeedProfile;
import io.feedloom.feed.FeedStatus;
import io.feedloom.feed.PollState;
import io.feedloom.feed.Polled;
import io.feedloom.feed.Subscription;
import io.feedloom.store.api.Claim;
import io.feedloom.store.api.ConfigurationRow;
import io.feedloom.store.api.FeedOutcome;
import io.feedloom.store.api.FeedWithEntries;
import io.feedloom.store.db.Database;
import io.feedloom.store.db.Sql;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/** The feeds with their subscriptions, states and descriptions. */
public final class Feeds {
  /** The channel on which nodes announce a configuration. */
  public static final String CHANNEL = "feedloom_configuration";

  private final Database database;

  public Feeds(Database database) {
    this.database = database;
  }

  /**
   * Subscribes exactly the feeds in the list. New feeds are added and due now. Known feeds get the
   * ids, titles, tags and groups of the list. Feeds that are missing from the list are no longer
   * polled, and no scan finds their entries until they come back.
   *
   * <p>The address identifies a feed. A feed has moved if its id is in the list with another
   * address, and its old address is not in the list. If no stored feed has the new address, its
   * entries, their ids and its history stay, and it is due now. If a stored feed has the new
   * address, that feed gets the id, and the feed with the old address is no longer subscribed.
   *
   * <p>If the tags of a feed changed, its entries move to another group, some feeds at a time. If
   * this is interrupted, the next call completes it.
   *
   * @return the groups that are in use now
   */
  public List<FeedGroup> subscribe(List<Subscription> subscriptions, Instant now) {
    return begin(subscriptions, now, new Claim.Alone()).orElseThrow().complete();
  }

  /**
   * Subscribes exactly the feeds in the list, see {@link #subscribe}, if a claim is valid. The
   * claim and the subscriptions are stored in one transaction.
   *
   * @return empty, and nothing changes, if the configuration in force is newer than the claim
   */
  public Optional<SubscriptionChange> begin(
      List<Subscription> subscriptions, Instant now, Claim claim) {
    return database.writeLong(
        c -> {
          var table = new SubscriptionTable(subscriptions);
          SubscriptionTable.lock(c);
          var newest = ConfigurationTable.newest(c);
          var revision = ConfigurationTable.settle(c, claim);
          if (revision.isEmpty()) {
            return Optional.empty();
          }
          var moves = table.apply(c, now);
          if (newest.map(ConfigurationRow::revision).orElse(0L) < revision.getAsLong()) {
            Sql.first(
                c, ConfigurationTable.NOTIFY, _ -> true, String.valueOf(revision.getAsLong()));
          }
          return Optional.of(
              new SubscriptionChange(
                  database, revision.getAsLong(), SubscriptionTable.restricted(c, moves), moves));
        });
  }

  /** Returns the configuration in force, if nodes share one. */
  public Optional<ConfigurationRow> configuration() {
    return database.read(ConfigurationTable::newest);
  }

  /** Returns the files of a configuration; empty if it is no longer the newest. */
  public Optional<byte[]> files(long revision) {
    return database.read(c -> ConfigurationTable.files(c, revision));
  }

  /**
   * Changes when feeds are due.
   *
   * @param plan returns the new state for the id and state of a subscribed feed; empty if the state
   *     stays. May be called more than once for a feed
   * @return how many feeds changed
   */
  public int replan(BiFunction<FeedId, PollState, Optional<PollState>> plan) {
    return new Replanning(database, plan).all();
  }

  /** Changes when some feeds are due, see {@link #replan(BiFunction)}. */
  public int replan(
      Collection<FeedId> ids, BiFunction<FeedId, PollState, Optional<PollState>> plan) {
    return ids.isEmpty() ? 0 : new Replanning(database, plan).some(ids);
  }

  /** Returns the groups in use. */
  public List<FeedGroup> groups() {
    return database.read(SubscriptionTable::groups);
  }

  /**
   * Returns the groups in use. A group counts as keyed already if a feed in it needs a key
   * according to the list, and its entries still have to move.
   */
  public List<FeedGroup> groups(List<Subscription> subscriptions) {
    return database.read(c -> new SubscriptionTable(subscriptions).restricted(c));
  }

  /** Returns all subscribed feeds, ordered by id. */
  public List<FeedStatus> all() {
    return database.read(FeedTable::subscribed);
  }

  /** Returns the outcomes of the last polls of all subscribed feeds. */
  public List<FeedOutcome> outcomes() {
    return database.read(FeedTable::outcomes);
  }

  /** Returns all feeds in the database, subscribed or not. */
  public List<FeedWithEntries> stored() {
    return database.read(FeedTable::all);
  }

  /** Returns a feed if it is subscribed. */
  public Optional<FeedStatus> byId(FeedId id) {
    return database.read(c -> FeedTable.named(c, id));
  }

  /** Returns the subscribed feeds among these. */
  public Map<FeedId, FeedStatus> byIds(Collection<FeedId> ids) {
    return database.read(c -> FeedTable.named(c, ids));
  }

  /** Returns what readers see of the subscribed feeds among these. */
  public Map<FeedId, FeedProfile> profiles(Collection<FeedId> ids) {
    return database.read(c -> FeedTable.profiles(c, ids));
  }

  /** Returns the last polls of the subscribed feeds among these: at most 50, the newest first. */
  public Map<FeedId, List<Polled>> history(Collection<FeedId> ids) {
    return database.read(c -> FeedTable.history(c, ids));
  }
}

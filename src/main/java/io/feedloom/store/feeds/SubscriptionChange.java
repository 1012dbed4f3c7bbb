package io.feedloom.store.feeds;

import io.feedloom.feed.FeedGroup;
import io.feedloom.store.api.Claim;
import io.feedloom.store.db.Database;
import io.feedloom.store.db.Sql;
import io.feedloom.store.feeds.SubscriptionTable.Move;
import java.util.List;

/**
 * A change of the subscriptions. It is stored, except that the entries of some feeds still have to
 * move to another group.
 */
public final class SubscriptionChange {
  /** How many feeds move to another group in one transaction. */
  private static final int MOVES = 50;

  private final Database database;
  private final long revision;
  private final List<FeedGroup> groups;
  private final List<Move> moves;

  SubscriptionChange(Database database, long revision, List<FeedGroup> groups, List<Move> moves) {
    this.database = database;
    this.revision = revision;
    this.groups = List.copyOf(groups);
    this.moves = List.copyOf(moves);
  }

  /** Returns the revision of the configuration, or 0 if there are no other nodes. */
  public long revision() {
    return revision;
  }

  /**
   * Returns the groups in use before entries move. A group counts as keyed already if one of its
   * feeds will move to a keyed group.
   */
  public List<FeedGroup> groups() {
    return groups;
  }

  /** Returns whether entries have to move. */
  public boolean moves() {
    return !moves.isEmpty();
  }

  /**
   * Moves the entries, some feeds at a time. If this is interrupted, the next change completes it.
   * Stops if another node loaded a newer configuration, because that node moves them.
   *
   * @return the groups that are in use then
   */
  public List<FeedGroup> complete() {
    for (var some : Sql.pieces(moves, MOVES)) {
      database.writeLong(
          c -> {
            if (SubscriptionTable.isNewest(c, claim())) {
              GroupMoves.apply(c, some);
            }
            return some;
          });
    }
    return database.writeLong(
        c -> {
          if (SubscriptionTable.isNewest(c, claim())) {
            SubscriptionTable.dropUnusedGroups(c);
          }
          return SubscriptionTable.groups(c);
        });
  }

  private Claim claim() {
    return revision == 0 ? new Claim.Alone() : new Claim.Taken(revision);
  }
}

package io.feedloom.store;

import io.feedloom.feed.FeedGroup;
import io.feedloom.feed.FeedInfo;
import io.feedloom.feed.FeedStatus;
import java.net.URI;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Reads all that is stored, feed by feed and piece by piece. */
final class StoredEntries {
  private static final int PIECE = 500;

  private static final String FEEDS = "SELECT id, url, tags, info FROM feed ORDER BY id";

  private StoredEntries() {}

  static List<FeedWithEntries> feeds(Connection c) throws SQLException {
    Map<Integer, FeedStatus> subscribed = new HashMap<>();
    Feeds.all(c).forEach(feed -> subscribed.put(feed.key(), feed));
    Map<Integer, FeedGroup> groups =
        SubscriptionTable.groups(c).stream()
            .collect(Collectors.toMap(FeedGroup::number, Function.identity()));
    return Sql.list(
        c,
        FEEDS,
        row -> {
          var status = Optional.ofNullable(subscribed.get(row.getInt("id")));
          return new FeedWithEntries(
              row.getInt("id"),
              URI.create(row.getString("url")),
              status,
              FeedJson.tags(row.getString("tags")),
              status
                  .flatMap(feed -> Optional.ofNullable(groups.get(feed.group())))
                  .filter(FeedGroup::adoptsCategories)
                  .isPresent(),
              Sql.text(row, "info").map(FeedJson::info).flatMap(FeedInfo::language));
        });
  }

  /** The next entries after this id; gives the id of the last, or nothing at the end. */
  static OptionalLong some(
      Connection c, int feed, boolean hidden, long after, Consumer<PlacedEntry> each)
      throws SQLException {
    var categories = new CategoryKeys();
    var rows =
        Sql.list(
            c,
            hidden ? RuleUpdate.HIDDEN : RuleUpdate.SHOWN,
            row -> StoredRow.read(row, hidden, categories),
            feed,
            after,
            PIECE);
    rows.forEach(row -> kept(row, categories).ifPresent(each));
    return rows.size() < PIECE ? OptionalLong.empty() : OptionalLong.of(rows.getLast().id());
  }

  /** Returns those of these entries whose content is stored. */
  static List<PlacedEntry> of(Connection c, int feed, long[] ids) throws SQLException {
    var categories = new CategoryKeys();
    return StoredRow.load(c, feed, ids, true, categories).values().stream()
        .flatMap(row -> kept(row, categories).stream())
        .toList();
  }

  private static Optional<PlacedEntry> kept(StoredRow row, CategoryKeys categories) {
    var entry = row.entry();
    return entry == null
        ? Optional.empty()
        : Optional.of(
            new PlacedEntry(
                row.id(),
                row.fingerprint(),
                entry,
                Millis.at(row.river()),
                row.judgement(),
                Set.copyOf(categories.of(entry).keySet()),
                row.hidden()));
  }
}

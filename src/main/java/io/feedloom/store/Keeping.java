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
final class Keeping {
  private static final int PIECE = 500;

  private static final String FEEDS = "SELECT id, url, tags, info FROM feed ORDER BY id";

  private Keeping() {}

  static List<KeptFeed> feeds(Connection c) throws SQLException {
    Map<Integer, FeedStatus> subscribed = new HashMap<>();
    Feeds.all(c).forEach(feed -> subscribed.put(feed.key(), feed));
    Map<Integer, FeedGroup> groups =
        Subscriptions.groups(c).stream()
            .collect(Collectors.toMap(FeedGroup::number, Function.identity()));
    return Sql.list(
        c,
        FEEDS,
        row -> {
          var status = Optional.ofNullable(subscribed.get(row.getInt("id")));
          return new KeptFeed(
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
  static OptionalLong some(Connection c, int feed, boolean hidden, long after, Consumer<Kept> each)
      throws SQLException {
    var categories = new Categories();
    var rows =
        Sql.list(
            c,
            hidden ? Judging.HIDDEN : Judging.SHOWN,
            row -> StoredRow.read(row, hidden, categories),
            feed,
            after,
            PIECE);
    rows.forEach(row -> kept(row, categories).ifPresent(each));
    return rows.size() < PIECE ? OptionalLong.empty() : OptionalLong.of(rows.getLast().id());
  }

  /** Returns those of these entries whose content is stored. */
  static List<Kept> of(Connection c, int feed, long[] ids) throws SQLException {
    var categories = new Categories();
    return StoredRow.load(c, feed, ids, true, categories).values().stream()
        .flatMap(row -> kept(row, categories).stream())
        .toList();
  }

  private static Optional<Kept> kept(StoredRow row, Categories categories) {
    var entry = row.entry();
    return entry == null
        ? Optional.empty()
        : Optional.of(
            new Kept(
                row.id(),
                row.fingerprint(),
                entry,
                Millis.at(row.river()),
                row.judgement(),
                Set.copyOf(categories.of(entry).keySet()),
                row.hidden()));
  }
}

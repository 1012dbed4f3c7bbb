package io.feedloom.store.write;

import io.feedloom.store.analysis.StoryTraits;
import io.feedloom.store.db.Sql;
import io.feedloom.store.row.Position;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The traits, stored in columns of the entries' table, each with a database index. */
final class TraitTable implements TraitIndex {
  /**
   * How many entries with similar titles are read. A title that is more frequent recurs, and is no
   * story.
   */
  private static final int MAX_SHARING = 1_000;

  private static final String SAME_LINK =
      """
      SELECT e.link AS trait, e.river, e.feed_id, e.id
      FROM UNNEST(?) k (trait) JOIN entry e ON e.link = k.trait
      """;

  private static final String SIMILAR_TITLE =
      """
      SELECT e.title_%1$d AS trait, e.river, e.feed_id, e.id
      FROM UNNEST(?, ?, ?) k (trait, since, until)
      JOIN entry e ON e.title_%1$d = k.trait AND e.river >= k.since AND e.river <= k.until
      FETCH FIRST ? ROWS ONLY
      """;

  private static final List<String> SIMILAR_TITLES =
      List.of(SIMILAR_TITLE.formatted(1), SIMILAR_TITLE.formatted(2));

  private static final String RETITLE =
      "UPDATE entry SET title_1 = ?, title_2 = ? WHERE feed_id = ? AND id = ?";

  private static final String RELINK =
      """
      UPDATE entry SET link = CASE
      WHEN EXISTS (SELECT 1 FROM entry o WHERE o.link = ? AND o.feed_id = ?) THEN NULL
      ELSE CAST(? AS BIGINT) END
      WHERE feed_id = ? AND id = ?
      """;

  @Override
  public List<Sharing> sharing(Connection c, Collection<Long> links, Collection<TitleTrait> titles)
      throws SQLException {
    var found = new ArrayList<Sharing>();
    if (!links.isEmpty()) {
      found.addAll(Sql.list(c, SAME_LINK, TraitTable::sharing, Sql.longs(links)));
    }
    for (int title = 0; title < SIMILAR_TITLES.size(); title++) {
      int which = title;
      var some = titles.stream().filter(trait -> trait.title() == which).toList();
      if (!some.isEmpty()) {
        found.addAll(
            Sql.list(
                c,
                SIMILAR_TITLES.get(title),
                TraitTable::sharing,
                some.stream().mapToLong(TitleTrait::trait).toArray(),
                some.stream().mapToLong(TitleTrait::since).toArray(),
                some.stream().mapToLong(TitleTrait::until).toArray(),
                MAX_SHARING));
      }
    }
    return found;
  }

  static Sharing sharing(ResultSet row) throws SQLException {
    return new Sharing(row.getLong("trait"), Position.of(row));
  }

  /** Does nothing: the columns are written with the entry. */
  @Override
  public void add(int feed, long id, long river, StoryTraits traits) {}

  @Override
  public void change(Connection c, int feed, List<Stories.Changed> entries) throws SQLException {
    var links = new ArrayList<@Nullable Object[]>();
    for (var entry : entries) {
      if (entry.hasNewLink()) {
        var link = entry.traits().link().orElse(null);
        links.add(Sql.values(link, feed, link, feed, entry.id()));
      }
    }
    retitle(c, feed, entries);
    Sql.batch(c, RELINK, links);
  }

  static void retitle(Connection c, int feed, List<Stories.Changed> entries) throws SQLException {
    var titles = new ArrayList<@Nullable Object[]>();
    for (var entry : entries) {
      var traits = entry.traits();
      titles.add(Sql.values(traits.title(0), traits.title(1), feed, entry.id()));
    }
    Sql.batch(c, RETITLE, titles);
  }
}

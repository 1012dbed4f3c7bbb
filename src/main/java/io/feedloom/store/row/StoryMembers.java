package io.feedloom.store.row;

import io.feedloom.feed.EntryKey;
import io.feedloom.feed.StoryMember.Reason;
import io.feedloom.store.db.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Reads which entries belong to the same stories. */
public final class StoryMembers {
  private static final String MEMBERS =
      """
      SELECT s.feed_id AS of_feed, s.id AS of_id, m.feed_id, m.id, m.why, e.river
      FROM UNNEST(?, ?) k (feed_id, id)
      JOIN story_entry s ON s.feed_id = k.feed_id AND s.id = k.id
      JOIN story_entry m ON m.story = s.story
      JOIN entry e ON e.feed_id = m.feed_id AND e.id = m.id
      """;

  private StoryMembers() {}

  /**
   * An entry of a story.
   *
   * @param why it belongs to the story
   */
  public record Member(Position at, Reason why) {}

  /**
   * Returns for each entry all entries of its story, itself included. Entries without a story are
   * missing.
   */
  public static Map<EntryKey, List<Member>> of(Connection c, List<EntryKey> keys)
      throws SQLException {
    var members = new HashMap<EntryKey, List<Member>>();
    if (!keys.isEmpty()) {
      Sql.list(
          c,
          MEMBERS,
          row -> {
            var why = Reason.valueOf(row.getString("why").toUpperCase(Locale.ROOT));
            return members
                .computeIfAbsent(
                    new EntryKey(row.getInt("of_feed"), row.getLong("of_id")),
                    _ -> new ArrayList<>())
                .add(new Member(Position.of(row), why));
          },
          keys.stream().mapToInt(EntryKey::feed).toArray(),
          keys.stream().mapToLong(EntryKey::id).toArray());
    }
    return members;
  }
}

package io.feedloom.store.write;

import io.feedloom.store.analysis.StoryTraits;
import io.feedloom.store.row.Position;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;

/** Finds stored entries that share a trait with arriving ones. */
interface TraitIndex {
  /** An entry with a trait. */
  record Sharing(long trait, Position at) {}

  /**
   * A trait of a title.
   *
   * @param title the number of the title trait, 0 or 1
   * @param since the earliest place in the timeline of entries to find, in milliseconds
   * @param until the latest place in the timeline of entries to find, in milliseconds
   */
  record TitleTrait(int title, long trait, long since, long until) {}

  /**
   * Returns the entries that share a link or a title trait. If there are many, returns only some of
   * them.
   *
   * @param links digests of links
   */
  List<Sharing> sharing(Connection c, Collection<Long> links, Collection<TitleTrait> titles)
      throws SQLException;

  /** Adds an entry that was inserted. */
  void add(int feed, long id, long river, StoryTraits traits);

  /** Stores the new traits of entries of a feed whose title or link changed. */
  void change(Connection c, int feed, List<Stories.Changed> entries) throws SQLException;
}

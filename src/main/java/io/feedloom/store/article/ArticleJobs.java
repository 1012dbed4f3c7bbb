package io.feedloom.store.article;

import io.feedloom.feed.Arrival;
import io.feedloom.feed.FeedId;
import io.feedloom.store.api.ArticleDelay;
import io.feedloom.store.api.ArticleJob;
import io.feedloom.store.api.ArticleResult;
import io.feedloom.store.db.Database;
import io.feedloom.store.db.Millis;
import io.feedloom.store.db.Sql;
import io.feedloom.store.log.LoggedWriter;
import io.feedloom.store.write.Digests;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The entries whose pages are to be fetched. They are stored, so that they survive the process, and
 * leased, so that no two processes fetch the same page.
 */
public final class ArticleJobs {
  /** How many entries one transaction adds. */
  private static final int BATCH_SIZE = 500;

  private static final String COUNT =
      """
      SELECT f.name, COUNT(*) AS entries FROM article a JOIN feed f ON f.id = a.feed_id
      WHERE f.name IS NOT NULL GROUP BY f.name
      """;

  private final Database database;
  private final LoggedWriter writer;
  private final Digests digests;

  public ArticleJobs(Database database, LoggedWriter writer, Digests digests) {
    this.database = database;
    this.writer = writer;
    this.digests = digests;
  }

  /**
   * Leases the entries that are due, the first due first. Removes those whose content is no longer
   * stored.
   *
   * @param most how many at most
   */
  public List<ArticleJob> take(Instant now, int most, Duration lease) {
    var due = database.read(c -> ArticleQueue.due(c, Millis.of(now), most));
    return due.isEmpty()
        ? List.of()
        : database.write(c -> ArticleQueue.lease(c, due, Millis.of(now.plus(lease))));
  }

  /** Returns when the next entry is due. */
  public Optional<Instant> nextDue() {
    return database
        .read(
            c -> Sql.first(c, "SELECT MIN(due) AS due FROM article", row -> Sql.number(row, "due")))
        .flatMap(due -> due)
        .map(Millis::at);
  }

  /** Returns how many entries of each subscribed feed wait for their pages. */
  public Map<FeedId, Long> waiting() {
    return database.read(
        c ->
            Sql.map(
                c, COUNT, row -> new FeedId(row.getString("name")), row -> row.getLong("entries")));
  }

  /** Ends leases without results. Leaves out those that are lost. */
  public void postpone(List<ArticleDelay> delays) {
    if (!delays.isEmpty()) {
      database.write(c -> ArticleQueue.postpone(c, delays));
    }
  }

  /** Shows an entry that is held back. The lease continues. Does nothing if the lease is lost. */
  public List<Arrival> release(ArticleJob job) {
    return writer.write(c -> new ArticleUpdate(c, digests, job).release(), some -> some);
  }

  /**
   * Ends the work on an entry: shows it if it was held back, stores its full text, and notes the
   * problem with its page. Does nothing if the lease is lost.
   *
   * @return the entry, if readers can see a change
   */
  public List<Arrival> finish(ArticleJob job, ArticleResult result) {
    return writer.write(c -> new ArticleUpdate(c, digests, job).finish(result), some -> some);
  }

  /**
   * Ends the work on an entry of a feed that is no longer subscribed. Does nothing if the lease is
   * lost.
   */
  public void drop(ArticleJob job) {
    writer.write(c -> new ArticleUpdate(c, digests, job).drop(), some -> some);
  }

  /**
   * Has the pages of a feed's stored entries fetched again, and forgets the problems with earlier
   * ones.
   *
   * @param since entries with an earlier place in the river stay as they are
   * @param now when to fetch them
   * @return how many entries; 0 if the feed is not subscribed
   */
  public int refetch(FeedId feed, Optional<Instant> since, Instant now) {
    long from = since.map(Millis::of).orElse(Long.MIN_VALUE);
    var entries = database.write(c -> ArticleQueue.stored(c, feed.value(), from));
    for (var some : Sql.pieces(entries, BATCH_SIZE)) {
      database.write(c -> ArticleQueue.renew(c, some, Millis.of(now)));
    }
    return entries.size();
  }
}

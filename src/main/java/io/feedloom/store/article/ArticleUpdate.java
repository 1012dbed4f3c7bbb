package io.feedloom.store.article;

import io.feedloom.feed.Arrival;
import io.feedloom.feed.Entry;
import io.feedloom.feed.Problem;
import io.feedloom.feed.RuleResult;
import io.feedloom.store.analysis.StoryTraits;
import io.feedloom.store.api.ArticleJob;
import io.feedloom.store.api.ArticleResult;
import io.feedloom.store.db.Millis;
import io.feedloom.store.db.Sql;
import io.feedloom.store.json.DatedProblem;
import io.feedloom.store.json.FeedJson;
import io.feedloom.store.json.Payload;
import io.feedloom.store.row.CategoryKeys;
import io.feedloom.store.row.StoredRow;
import io.feedloom.store.write.Digests;
import io.feedloom.store.write.LockedFeed;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Writes what follows from the page of one entry, in one transaction. */
final class ArticleUpdate {
  private static final String HELD =
      """
      UPDATE article SET held_until = NULL WHERE feed_id = ? AND id = ? AND leased = ?
      """;

  /** The most problems with pages that are shown for a feed. */
  private static final int PROBLEMS = 5;

  /** How long a problem with a page is shown. */
  private static final Duration SHOWN = Duration.ofDays(14);

  private final Connection c;
  private final Digests digests;
  private final ArticleJob job;
  private final int feed;
  private final CategoryKeys categories = new CategoryKeys();

  ArticleUpdate(Connection c, Digests digests, ArticleJob job) {
    this.c = c;
    this.digests = digests;
    this.job = job;
    this.feed = job.key().feed();
  }

  private @Nullable StoredRow stored() throws SQLException {
    return StoredRow.load(c, feed, new long[] {job.key().id()}, true, categories)
        .get(job.key().id());
  }

  /** Shows the entry, if it is held back. */
  List<Arrival> release() throws SQLException {
    var row = LockedFeed.lock(c, feed);
    boolean valid = Sql.run(c, HELD, feed, job.key().id(), Millis.of(job.leasedUntil())) == 1;
    return row.isPresent() && valid ? show(row.get()) : List.of();
  }

  /** Removes the entry from the queue and shows it, if it is held back. */
  List<Arrival> drop() throws SQLException {
    var row = LockedFeed.lock(c, feed);
    boolean valid = ArticleQueue.end(c, job);
    return row.isPresent() && valid ? show(row.get()) : List.of();
  }

  private List<Arrival> show(LockedFeed row) throws SQLException {
    var before = stored();
    return before == null || before.entry() == null
        ? List.of()
        : write(
            row, before, before.judged(before.judgement(), before.labels(), before.lastChanged()));
  }

  /** Ends the work on the entry. */
  List<Arrival> finish(ArticleResult result) throws SQLException {
    var row = LockedFeed.lock(c, feed);
    if (row.isEmpty() || !ArticleQueue.end(c, job)) {
      return List.of();
    }
    note(row.get(), result);
    var before = stored();
    if (before == null || before.entry() == null) {
      return List.of();
    }
    var old = before.entry();
    var entry = result.change().apply(old);
    var judgement = result.judge().apply(entry, row.get().declared());
    if (!isCurrent(row.get(), result.rules())) {
      Sql.run(c, "UPDATE feed SET judged = ? WHERE id = ?", RuleResult.MIXED_RULES, feed);
    }
    return write(
        row.get(),
        before,
        entry.equals(old)
            ? before.judged(judgement, categories.of(entry, judgement), Millis.of(result.at()))
            : changed(before, entry, judgement, result.at()));
  }

  private StoredRow changed(StoredRow before, Entry entry, RuleResult judgement, Instant at) {
    return new StoredRow(
        before.id(),
        before.fingerprint(),
        before.river(),
        before.firstSeen(),
        Millis.of(at),
        Payload.of(entry),
        entry,
        categories.of(entry, judgement),
        judgement,
        judgement.dropped());
  }

  /** Returns whether the other entries of the feed were judged by the same rules. */
  private static boolean isCurrent(LockedFeed row, long rules) {
    return row.judged() == rules || row.judged() == LockedFeed.underWay(rules);
  }

  private List<Arrival> write(LockedFeed row, StoredRow before, StoredRow wanted)
      throws SQLException {
    boolean same =
        before.hidden() == wanted.hidden()
            && before.judgement().equals(wanted.judgement())
            && before.entry() != null
            && before.entry().equals(wanted.entry());
    var entry = wanted.entry();
    if (same || entry == null) {
      return List.of();
    }
    var writer = row.writer(categories, digests);
    writer.want(wanted, () -> StoryTraits.of(entry), before);
    return row.write(c, writer);
  }

  /**
   * Writes the problems with the feed's pages, if they change: adds a new one, and removes those of
   * the same page, those with the same message, and old ones.
   */
  private void note(LockedFeed row, ArticleResult result) throws SQLException {
    var place = job.entry().link();
    var since = result.at().minus(SHOWN);
    var problems = new ArrayList<DatedProblem>();
    result.problem().ifPresent(problem -> problems.add(new DatedProblem(problem, result.at())));
    var known = row.articleProblems().map(FeedJson::datedProblems).orElse(List.of());
    known.stream()
        .filter(old -> !place.filter(old.problem().place()::equals).isPresent())
        .filter(old -> !isSaid(result.problem(), old.problem()))
        .filter(old -> old.at().isAfter(since))
        .limit(PROBLEMS - problems.size())
        .forEach(problems::add);
    if (!problems.equals(known)) {
      Sql.run(
          c,
          "UPDATE feed SET article_problems = ? WHERE id = ?",
          problems.isEmpty() ? null : FeedJson.datedProblems(problems),
          feed);
    }
  }

  private static boolean isSaid(Optional<Problem> problem, Problem old) {
    return problem.map(Problem::message).filter(old.message()::equals).isPresent();
  }
}

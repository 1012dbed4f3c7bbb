package io.feedloom.store.scan;

import io.feedloom.feed.EntryKey;
import io.feedloom.store.db.Sql;
import io.feedloom.store.row.Hit;
import io.feedloom.store.row.Position;
import io.feedloom.store.scan.Runs.Run;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;

/** Merges many runs in memory. Reads each run in pieces, and only as far as needed. */
final class Scans {
  /** The fewest entries of a run that are read at once. */
  private static final int MIN_BATCH_SIZE = 4;

  private Scans() {}

  /** Returns the first entries of all runs together after a position, each once. */
  static List<Hit> merge(
      Connection c, List<Run> runs, Optional<Position> from, Direction direction, int limit)
      throws SQLException {
    int piece =
        runs.size() <= 1 ? limit : Math.min(limit, MIN_BATCH_SIZE + 2 * limit / runs.size());
    var heads = new PriorityQueue<Head>(Comparator.comparing(Head::place, direction.comparator()));
    for (var run : runs) {
      new Head(run, direction, read(c, run, direction, from, piece), piece).requeue(c, heads);
    }
    var merged = new ArrayList<Hit>();
    while (merged.size() < limit && !heads.isEmpty()) {
      var head = heads.remove();
      var next = head.next();
      if (merged.isEmpty() || !merged.getLast().at().equals(next.at())) {
        merged.add(next);
      }
      head.requeue(c, heads);
    }
    return merged;
  }

  /** Limits the number of entries of each feed. */
  record Cap(int most, Map<Integer, Integer> counts) {
    Cap(int most) {
      this(most, new HashMap<>());
    }

    boolean admits(int feed) {
      return counts.merge(feed, 1, Integer::sum) <= most;
    }
  }

  /** A run and its entries that were read ahead. */
  private static final class Head {
    private final Run run;
    private final Direction direction;
    private final Deque<Position> ahead;
    private boolean more;
    private final int piece;
    private Position last = new Position(0, new EntryKey(0, 0));

    Head(Run run, Direction direction, List<Position> ahead, int piece) {
      this.run = run;
      this.direction = direction;
      this.ahead = new ArrayDeque<>(ahead);
      this.piece = piece;
      more = ahead.size() == piece;
    }

    Hit next() {
      last = ahead.removeFirst();
      return new Hit(last, run.group());
    }

    /** Puts the run back into the queue unless it has ended. */
    void requeue(Connection c, PriorityQueue<Head> heads) throws SQLException {
      if (ahead.isEmpty() && more) {
        ahead.addAll(read(c, run, direction, Optional.of(last), piece));
        more = ahead.size() == piece;
      }
      if (!ahead.isEmpty()) {
        heads.add(this);
      }
    }

    Position place() {
      return ahead.getFirst();
    }
  }

  private static List<Position> read(
      Connection c, Run run, Direction direction, Optional<Position> from, int most)
      throws SQLException {
    var text = new StringBuilder(run.text());
    var values = new ArrayList<>(run.values());
    from.ifPresent(
        position -> {
          text.append(direction.beyond());
          values.addAll(Direction.valuesBeyond(position));
        });
    values.add(most);
    return Sql.list(c, text.append(run.order()).toString(), Position::of, values.toArray());
  }
}

package io.feedloom.store.text;

import io.feedloom.feed.EntryKey;
import io.feedloom.feed.Scan;
import io.feedloom.store.api.IndexBehind;
import io.feedloom.store.api.IndexFailed;
import io.feedloom.store.api.StoreException;
import io.feedloom.store.db.Database;
import io.feedloom.store.log.ArrivalLog;
import io.feedloom.store.log.RecentEntries;
import io.feedloom.store.row.Hit;
import io.feedloom.store.row.Position;
import io.feedloom.store.scan.Direction;
import io.feedloom.store.scan.Merging;
import io.feedloom.store.scan.Places;
import io.feedloom.store.scan.ScanSearch;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.apache.lucene.search.Query;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the text index up to date and searches it. The index reads the log of arrivals. Content and
 * position in the log are committed together, so that after a crash the index continues from its
 * last commit. If the log no longer contains everything since then, the index reads all entries
 * again.
 *
 * <p>An index that fails is closed, and opened again from its last commit a little later. If its
 * files are lost or damaged, or if it keeps failing, it is rebuilt.
 *
 * <p>A search first waits until the index has read the log to its end, so it finds everything that
 * was written before.
 */
public final class TextSearch implements ScanSearch, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TextSearch.class);

  /** How many updates are read at once. */
  private static final int UPDATES = 50;

  private static final Duration BETWEEN_COMMITS = Duration.ofSeconds(30);

  /** The longest time that a search waits for the index to catch up. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Database database;
  private final ArrivalLog log;
  private final RecentEntries recent;
  private final Optional<Path> folder;
  private final ReentrantLock turn = new ReentrantLock();
  private volatile @Nullable TextIndex index;
  private volatile TextProgress progress = new TextProgress(0, Optional.empty());
  private long identity;
  private long committedAt = System.nanoTime();
  private boolean closed;

  /** Whether this process may have written updates that the index has not read. */
  private volatile boolean behind = true;

  private volatile boolean uncommitted;

  /** The failure of the last use; empty if it succeeded. */
  private volatile Optional<IndexFailure> failure = Optional.empty();

  /** A failure of a search that has not been handled yet. */
  private final AtomicReference<@Nullable Suspicion> suspicion = new AtomicReference<>();

  /**
   * Creates a search whose index is opened at its first use.
   *
   * @param recent the entries that this process has just written
   * @param folder for the index; empty to keep it in memory
   */
  public TextSearch(
      Database database, ArrivalLog log, RecentEntries recent, Optional<Path> folder) {
    this.database = database;
    this.log = log;
    this.recent = recent;
    this.folder = folder;
  }

  /** A failure of an index during a search. */
  private record Suspicion(TextIndex index, IOException fault) {}

  /** Notes that this process has written arrivals. */
  public void expect() {
    behind = true;
  }

  /**
   * Adds new entries to the index, unless another thread does so already. Frequent calls keep
   * searches fast; without them, searches do this work.
   *
   * @param most about how long at most
   */
  public void follow(Duration most) {
    if (mayHaveWork() && turn.tryLock()) {
      try {
        followUntil(System.nanoTime() + most.toNanos());
      } finally {
        turn.unlock();
      }
    }
  }

  private boolean mayHaveWork() {
    return behind
        || uncommitted
        || failure.isPresent()
        || suspicion.get() != null
        || database.dialect().isShared();
  }

  /**
   * Reads the entries of a scan.
   *
   * @throws IndexBehind if the index needs too long to catch up
   * @throws IndexFailed if the index cannot be used
   */
  @Override
  public <T> T search(Scan scan, Use<T> use) {
    var followed = upToDate();
    return database.read(
        c ->
            use.of(
                new Merging(c, scan, new InIndex(c, scan.forPlaces(), followed, this::suspect))));
  }

  /** Finds the entries of a scan in the index. */
  private record InIndex(
      TextIndex index, Query query, Direction direction, BiConsumer<TextIndex, IOException> faults)
      implements Places {
    InIndex(Connection c, Scan scan, TextIndex index, BiConsumer<TextIndex, IOException> faults)
        throws SQLException {
      this(index, TextQueries.of(c, scan), Direction.of(scan), faults);
    }

    private IndexFailed failed(IOException fault) {
      faults.accept(index, fault);
      return new IndexFailed(IndexFailure.describe(fault), fault);
    }

    @Override
    public List<Hit> beyond(Optional<Position> from, int most) {
      try {
        return index.first(query, from, direction, most).stream()
            .map(at -> new Hit(at, Optional.empty()))
            .toList();
      } catch (IOException e) {
        throw failed(e);
      }
    }

    @Override
    public Set<EntryKey> admitted(List<EntryKey> keys) {
      try {
        var among = TextQueries.among(query, keys);
        return index.first(among, Optional.empty(), Direction.DOWN, keys.size()).stream()
            .map(Position::key)
            .collect(Collectors.toSet());
      } catch (IOException e) {
        throw failed(e);
      }
    }
  }

  private TextIndex upToDate() {
    long end = System.nanoTime() + PATIENCE.toNanos();
    try {
      if (!turn.tryLock(PATIENCE.toNanos(), TimeUnit.NANOSECONDS)) {
        throw behind();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw behind();
    }
    try {
      if (!followUntil(end)) {
        throw behind();
      }
      var opened = opened();
      opened.refresh();
      return opened;
    } catch (IOException e) {
      throw failed(e);
    } finally {
      turn.unlock();
    }
  }

  private IndexBehind behind() {
    var now = index;
    return new IndexBehind(
        "The text index is being built; it contains %,d entries so far."
            .formatted(now == null ? 0 : now.size()));
  }

  /** Notes that a search failed. The next thread that updates the index handles the failure. */
  private void suspect(TextIndex which, IOException fault) {
    suspicion.set(new Suspicion(which, fault));
  }

  private TextIndex opened() throws IOException {
    var suspected = suspicion.getAndSet(null);
    if (suspected != null && suspected.index().equals(index)) {
      throw suspected.fault();
    }
    var now = index;
    if (now == null) {
      now = open();
      index = now;
    }
    return now;
  }

  private TextIndex open() throws IOException {
    if (closed) {
      throw new StoreException("the store is closed");
    }
    var last = failure;
    if (last.filter(f -> f.isTooEarly(System.nanoTime())).isPresent()) {
      throw new IndexFailed(last.get().message());
    }
    identity = database.identity();
    long end = log.numberedEnd();
    var opened = TextFiles.open(folder, last.map(IndexFailure::needsRebuild).orElse(false));
    boolean placed = false;
    try {
      progress = progress(opened, end);
      placed = true;
      return opened;
    } finally {
      if (!placed) {
        opened.close();
      }
    }
  }

  /** Returns the progress of the index. Clears an index that belongs to another database. */
  private TextProgress progress(TextIndex opened, long end) throws IOException {
    var committed = TextProgress.of(opened.committed(), identity, end);
    if (committed.isEmpty()) {
      opened.clear();
    }
    return committed.orElseGet(() -> TextProgress.empty(end));
  }

  /**
   * Reads the log until the time, and returns whether the index now contains everything that was
   * written before the call. Does not refresh the index, because doing so after every few entries
   * would take longer than adding them.
   */
  private boolean followUntil(long end) {
    boolean more = true;
    behind = false;
    try {
      var opened = opened();
      while (more && System.nanoTime() < end) {
        var before = progress;
        more = step(opened);
        uncommitted |= !progress.equals(before);
      }
      commitAtTimes(opened);
      return !more;
    } catch (IOException e) {
      throw failed(e);
    } finally {
      if (more) {
        behind = true;
      }
    }
  }

  /** Reads some updates, and returns whether there are more. */
  private boolean step(TextIndex opened) throws IOException {
    var now = progress;
    var news = log.updatesAfter(now.sequence(), UPDATES);
    if (!news.complete()) {
      progress = TextProgress.empty(log.numberedEnd());
      return true;
    }
    var keys = new ArrayList<>(new HashSet<>(news.arrivals().stream().map(a -> a.key()).toList()));
    var rows = database.read(c -> TextRows.of(c, keys, recent));
    opened.put(rows);
    rows.forEach(row -> keys.remove(row.key()));
    opened.remove(keys);
    progress = new TextProgress(news.sequence(), now.read());
    boolean all = news.sequence() == now.sequence();
    return now.read().isPresent() ? readAgain(opened, now.read().get()) || !all : !all;
  }

  /** Reads some entries again, and returns whether there are more. */
  private boolean readAgain(TextIndex opened, EntryKey last) throws IOException {
    var rows = database.read(c -> TextRows.after(c, last));
    opened.put(rows);
    progress =
        new TextProgress(
            progress.sequence(),
            rows.isEmpty() ? Optional.empty() : Optional.of(rows.getLast().key()));
    return !rows.isEmpty();
  }

  private void commitAtTimes(TextIndex opened) throws IOException {
    boolean due = System.nanoTime() - committedAt > BETWEEN_COMMITS.toNanos();
    if (failure.isPresent() || (uncommitted && due)) {
      commit(opened);
    }
  }

  private void commit(TextIndex opened) throws IOException {
    opened.commit(progress.data(identity));
    uncommitted = false;
    committedAt = System.nanoTime();
    failure = Optional.empty();
  }

  /** Closes an index that failed, so that its next user opens it again. */
  private IndexFailed failed(IOException fault) {
    var broken = index;
    index = null;
    uncommitted = false;
    behind = true;
    if (broken != null) {
      broken.close();
    }
    var next = IndexFailure.after(failure, fault, System.nanoTime());
    failure = Optional.of(next);
    return new IndexFailed(next.message(), fault);
  }

  /** Commits the index and closes it. */
  @Override
  public void close() {
    turn.lock();
    try (var opened = index) {
      closed = true;
      if (opened != null) {
        commit(opened);
      }
    } catch (IOException e) {
      LOG.warn(
          "The text index was not committed; it continues from its last commit: {}",
          IndexFailure.describe(e));
    } finally {
      index = null;
      turn.unlock();
    }
  }
}

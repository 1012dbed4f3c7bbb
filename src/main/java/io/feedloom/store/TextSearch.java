package io.feedloom.store;

import io.feedloom.feed.EntryKey;
import io.feedloom.feed.Scan;
import io.feedloom.store.Runs.Hit;
import io.feedloom.store.Runs.Position;
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
 * Keeps an index of texts and searches it. The index follows the log of arrivals: what it holds is
 * committed together with how far it has followed, so that after any end it goes on where it stood.
 * Where the log does not reach back that far, it reads all entries again.
 *
 * <p>An index that fails is closed, and opened again from its last commit a little later; one whose
 * files are lost or damaged, or that keeps failing, is made anew. Until it has been written once,
 * nobody searches it.
 *
 * <p>Whoever searches first waits until the index has followed to where the log stood, so a search
 * finds all that was written before it.
 */
final class TextSearch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TextSearch.class);

  /** Updates that are followed at a time. */
  private static final int UPDATES = 50;

  private static final Duration BETWEEN_COMMITS = Duration.ofSeconds(30);

  /** A search that would have to wait longer is refused. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Database database;
  private final Optional<Path> folder;
  private final ReentrantLock turn = new ReentrantLock();
  private volatile @Nullable TextIndex index;
  private volatile TextProgress progress = new TextProgress(0, Optional.empty());
  private long identity;
  private long committedAt = System.nanoTime();
  private boolean closed;

  /** Whether there may be something to follow; another process does not say so. */
  private volatile boolean behind = true;

  private volatile boolean uncommitted;

  /** What failed when it was used last; empty while all is well. */
  private volatile Optional<IndexFailure> failure = Optional.empty();

  /** What a search found out that has not been seen to yet. */
  private final AtomicReference<@Nullable Suspicion> suspicion = new AtomicReference<>();

  /**
   * @param folder for the index; empty to keep it in memory
   */
  TextSearch(Database database, Optional<Path> folder) {
    this.database = database;
    this.folder = folder;
  }

  /** That an index failed while it was searched. */
  private record Suspicion(TextIndex index, IOException fault) {}

  /** Is told that something was written, after it was. */
  void expect() {
    behind = true;
  }

  /** Follows for at most about that long, unless there is nothing, or someone else does already. */
  void follow(Duration most) {
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
   * Does something with what the scan finds.
   *
   * @throws IndexBehind if too much is to be followed first
   * @throws IndexFailed if the index cannot be used
   */
  <T> T search(Scan scan, Use<T> use) {
    var followed = upToDate();
    return database.read(
        c -> use.of(new Merging(c, scan, new InIndex(c, scan, followed, this::suspect))));
  }

  /** Makes something of a page. */
  interface Use<T> {
    T of(Merging merging) throws SQLException;
  }

  /** The places that a query of the index finds. */
  private record InIndex(
      TextIndex index, Query query, Direction direction, BiConsumer<TextIndex, IOException> faults)
      implements Merging.Places {
    InIndex(Connection c, Scan scan, TextIndex index, BiConsumer<TextIndex, IOException> faults)
        throws SQLException {
      this(
          index,
          TextQueries.of(c, scan),
          scan.after().isPresent() ? Direction.UP : Direction.DOWN,
          faults);
    }

    private IndexFailed failed(IOException fault) {
      faults.accept(index, fault);
      return new IndexFailed(IndexFailure.words(fault), fault);
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
        "The index of texts is being made; it holds %,d entries so far."
            .formatted(now == null ? 0 : now.size()));
  }

  /** Notes that a search failed; whoever has the turn next sees to it. */
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
    if (last.filter(f -> f.rests(System.nanoTime())).isPresent()) {
      throw new IndexFailed(last.get().message());
    }
    identity = database.write(DatabaseIdentity::of);
    long end = database.read(ArrivalLog::last);
    var opened = TextFiles.open(folder, last.map(IndexFailure::anew).orElse(false));
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

  /** Returns how far the index has followed; one of another database is emptied. */
  private TextProgress progress(TextIndex opened, long end) throws IOException {
    var committed = TextProgress.of(opened.committed(), identity, end);
    if (committed.isEmpty()) {
      opened.clear();
    }
    return committed.orElseGet(() -> TextProgress.empty(end));
  }

  /**
   * Whether all that was written before the call is in the index now. Only who searches makes it
   * found as well: done for every few entries, that would cost more than putting them in.
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

  /** Follows a little; whether there is more to follow. */
  private boolean step(TextIndex opened) throws IOException {
    if (database.read(ArrivalLog::anyWaiting)) {
      database.write(ArrivalLog::number);
    }
    var now = progress;
    var news = database.read(c -> ArrivalLog.after(c, now.sequence(), UPDATES, _ -> true));
    if (!news.complete()) {
      progress = TextProgress.empty(database.read(ArrivalLog::last));
      return true;
    }
    var keys = new ArrayList<>(new HashSet<>(news.arrivals().stream().map(a -> a.key()).toList()));
    var rows = database.read(c -> TextRows.of(c, keys));
    opened.put(rows);
    rows.forEach(row -> keys.remove(row.key()));
    opened.remove(keys);
    progress = new TextProgress(news.sequence(), now.read());
    boolean all = news.sequence() == now.sequence();
    return now.read().isPresent() ? readAgain(opened, now.read().get()) || !all : !all;
  }

  /** Whether there is more to read again. */
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
    opened.commit(progress.told(identity));
    uncommitted = false;
    committedAt = System.nanoTime();
    failure = Optional.empty();
  }

  /** Closes an index that failed, so that the next who has the turn opens it again. */
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

  /** Commits what was followed. */
  @Override
  public void close() {
    turn.lock();
    try (var opened = index) {
      closed = true;
      if (opened != null) {
        commit(opened);
      }
    } catch (IOException e) {
      LOG.warn("What was not committed is indexed at the next start: {}", IndexFailure.words(e));
    } finally {
      index = null;
      turn.unlock();
    }
  }
}

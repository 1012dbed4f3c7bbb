package io.feedloom.store;

import io.feedloom.feed.EntryKey;
import io.feedloom.feed.FeedInfo;
import io.feedloom.feed.Scan;
import io.feedloom.store.Runs.Hit;
import io.feedloom.store.Runs.Position;
import io.feedloom.store.TextDocuments.Row;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
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

  /** Updates that are followed, and entries that are read again, at a time. */
  private static final int UPDATES = 50;

  private static final int ENTRIES = 500;

  private static final Duration BETWEEN_COMMITS = Duration.ofSeconds(30);

  /** A search that would have to wait longer is refused. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final Duration FIRST_REST = Duration.ofSeconds(1);
  private static final int MOST_DOUBLINGS = 4;

  /** After more failures one after the other, the index is made anew. */
  private static final int PATIENT_FAILURES = 3;

  private static final String SEQUENCE = "sequence";
  private static final String STORE = "store";
  private static final String FEED = "feed";
  private static final String ID = "id";

  private static final String ROWS =
      """
      SELECT e.feed_id, e.id, e.river, e.categories, e.payload
      FROM UNNEST(?, ?) k (feed_id, id) JOIN entry e ON e.feed_id = k.feed_id AND e.id = k.id
      """;

  private static final String ROWS_OF_FEED =
      """
      SELECT e.feed_id, e.id, e.river, e.categories, e.payload
      FROM entry e WHERE e.feed_id = ? AND e.id > ? ORDER BY e.feed_id, e.id
      FETCH FIRST ? ROWS ONLY
      """;

  private static final String INFOS = "SELECT id, info FROM feed WHERE id = ANY(?)";

  /** By the order of an index: H2 looks at every row for a MIN with a condition. */
  private static final String NEXT_FEED =
      "SELECT feed_id FROM entry WHERE feed_id > ? ORDER BY feed_id FETCH FIRST 1 ROWS ONLY";

  private final Database database;
  private final Optional<Path> folder;
  private final ReentrantLock turn = new ReentrantLock();
  private volatile @Nullable TextIndex index;
  private volatile Progress progress = new Progress(0, Optional.empty());
  private long identity;
  private long committedAt = System.nanoTime();
  private boolean closed;

  /** Whether there may be something to follow; another process does not say so. */
  private volatile boolean behind = true;

  private volatile boolean uncommitted;

  /** What failed when it was used last; empty while all is well. */
  private volatile Optional<Failure> failure = Optional.empty();

  /** What a search found out that has not been seen to yet. */
  private final AtomicReference<@Nullable Suspicion> suspicion = new AtomicReference<>();

  /**
   * @param folder for the index; empty to keep it in memory
   */
  TextSearch(Database database, Optional<Path> folder) {
    this.database = database;
    this.folder = folder;
  }

  /**
   * How far the index has followed.
   *
   * @param sequence in the log of arrivals
   * @param read the last entry that was read again, while all are
   */
  private record Progress(long sequence, Optional<EntryKey> read) {
    static final EntryKey BEGIN = new EntryKey(-1, Long.MAX_VALUE);
  }

  /**
   * A failure of the index.
   *
   * @param count how many followed each other
   * @param anew whether only making it anew helps
   * @param at the nanosecond when it occurred
   */
  private record Failure(String message, int count, boolean anew, long at) {
    Duration rest() {
      return FIRST_REST.multipliedBy(1L << Math.min(count - 1, MOST_DOUBLINGS));
    }

    boolean rests(long now) {
      return now - at < rest().toNanos();
    }
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
      return new IndexFailed(words(fault), fault);
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
    identity = database.write(Identity::of);
    long end = database.read(ArrivalLog::last);
    var opened = TextIndex.open(folder, last.map(Failure::anew).orElse(false));
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
  private Progress progress(TextIndex opened, long end) throws IOException {
    var told = opened.committed();
    long sequence = Long.parseLong(told.getOrDefault(SEQUENCE, "0"));
    if (!String.valueOf(identity).equals(told.get(STORE)) || sequence > end) {
      opened.clear();
      return new Progress(end, Optional.of(Progress.BEGIN));
    }
    return new Progress(
        sequence,
        Optional.ofNullable(told.get(FEED))
            .map(
                feed ->
                    new EntryKey(
                        Integer.parseInt(feed), Long.parseLong(told.getOrDefault(ID, "0")))));
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
      progress = new Progress(database.read(ArrivalLog::last), Optional.of(Progress.BEGIN));
      return true;
    }
    var keys = new ArrayList<>(new HashSet<>(news.arrivals().stream().map(a -> a.key()).toList()));
    var rows = database.read(c -> rows(c, keys));
    opened.put(rows);
    rows.forEach(row -> keys.remove(row.key()));
    opened.remove(keys);
    progress = new Progress(news.sequence(), now.read());
    boolean all = news.sequence() == now.sequence();
    return now.read().isPresent() ? readAgain(opened, now.read().get()) || !all : !all;
  }

  /** Whether there is more to read again. */
  private boolean readAgain(TextIndex opened, EntryKey last) throws IOException {
    var rows = database.read(c -> rowsAfter(c, last));
    opened.put(rows);
    progress =
        new Progress(
            progress.sequence(),
            rows.isEmpty() ? Optional.empty() : Optional.of(rows.getLast().key()));
    return !rows.isEmpty();
  }

  private static List<Row> rows(Connection c, List<EntryKey> keys) throws SQLException {
    if (keys.isEmpty()) {
      return List.of();
    }
    var infos = infos(c, keys.stream().map(EntryKey::feed).toList());
    return Sql.list(
        c,
        ROWS,
        row -> row(row, infos),
        keys.stream().mapToInt(EntryKey::feed).toArray(),
        keys.stream().mapToLong(EntryKey::id).toArray());
  }

  private static List<Row> rowsAfter(Connection c, EntryKey last) throws SQLException {
    int feed = last.feed();
    long id = last.id();
    while (true) {
      var infos = infos(c, List.of(feed));
      var rows = Sql.list(c, ROWS_OF_FEED, row -> row(row, infos), feed, id, ENTRIES);
      if (!rows.isEmpty()) {
        return rows;
      }
      var next = Sql.first(c, NEXT_FEED, row -> row.getInt(1), feed);
      if (next.isEmpty()) {
        return List.of();
      }
      feed = next.get();
      id = Long.MIN_VALUE;
    }
  }

  private static Map<Integer, FeedInfo> infos(Connection c, Collection<Integer> feeds)
      throws SQLException {
    var infos = new HashMap<Integer, FeedInfo>();
    var numbers = feeds.stream().mapToInt(Integer::intValue).distinct().toArray();
    Sql.list(
        c,
        INFOS,
        row -> {
          int feed = row.getInt("id");
          Sql.text(row, "info").map(FeedJson::info).ifPresent(info -> infos.put(feed, info));
          return feed;
        },
        numbers);
    return infos;
  }

  private static Row row(ResultSet row, Map<Integer, FeedInfo> infos) throws SQLException {
    int feed = row.getInt("feed_id");
    return new Row(
        new EntryKey(feed, row.getLong("id")),
        row.getLong("river"),
        Categories.unpack(row.getBytes("categories")),
        Payload.entry(row.getBytes("payload")),
        Optional.ofNullable(infos.get(feed)));
  }

  private void commitAtTimes(TextIndex opened) throws IOException {
    boolean due = System.nanoTime() - committedAt > BETWEEN_COMMITS.toNanos();
    if (failure.isPresent() || (uncommitted && due)) {
      commit(opened);
    }
  }

  private void commit(TextIndex opened) throws IOException {
    var told = new HashMap<String, String>();
    told.put(STORE, String.valueOf(identity));
    told.put(SEQUENCE, String.valueOf(progress.sequence()));
    progress
        .read()
        .ifPresent(
            key -> {
              told.put(FEED, String.valueOf(key.feed()));
              told.put(ID, String.valueOf(key.id()));
            });
    opened.commit(told);
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
    int count = failure.map(Failure::count).orElse(0) + 1;
    var message = words(fault);
    boolean anew = TextIndex.isDamage(fault) || (count > PATIENT_FAILURES && !isHopeless(fault));
    failure = Optional.of(new Failure(message, count, anew, System.nanoTime()));
    return new IndexFailed(message, fault);
  }

  /** Returns whether making the index anew would fail as well. */
  private static boolean isHopeless(IOException fault) {
    return Explanation.isDiskFull(fault) || fault instanceof AccessDeniedException;
  }

  private static String words(IOException fault) {
    return Explanation.isDiskFull(fault)
        ? "the index of texts cannot be written: the disk is full"
        : "the index of texts failed: " + fault.getMessage();
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
      LOG.warn("What was not committed is indexed at the next start: {}", words(e));
    } finally {
      index = null;
      turn.unlock();
    }
  }
}

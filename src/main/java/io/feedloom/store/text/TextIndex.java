package io.feedloom.store.text;

import io.feedloom.feed.EntryKey;
import io.feedloom.store.analysis.Analysis;
import io.feedloom.store.row.Position;
import io.feedloom.store.scan.Direction;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.lucene.document.IntField;
import org.apache.lucene.document.LongField;
import org.apache.lucene.index.ConcurrentMergeScheduler;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.FieldDoc;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.SearcherFactory;
import org.apache.lucene.search.SearcherManager;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortField;
import org.apache.lucene.search.SortedNumericSelector;
import org.apache.lucene.search.TopFieldCollectorManager;
import org.apache.lucene.store.AlreadyClosedException;
import org.apache.lucene.store.Directory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The index of words, authors and languages. It lists their entries in the order of the river, so
 * that the newest are found without reading the others. It contains nothing that the database does
 * not contain, and can be rebuilt.
 *
 * <p>Searches find new content after {@link #refresh}. Content and progress are durable after
 * {@link #commit}. If the process is killed in between, the index is as at the last commit.
 */
final class TextIndex implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TextIndex.class);

  private static final double BUFFER_MEGABYTES = 16;

  /** The order of the river. */
  private static final Sort NEWEST_FIRST = river(true);

  private static final Sort OLDEST_FIRST = river(false);

  /** How many entries that cannot be indexed are logged. */
  private static final int MAX_NAMED = 10;

  private static final AtomicInteger REFUSED = new AtomicInteger();

  private final Directory directory;
  private final IndexWriter writer;
  private final SearcherManager searchers;

  private static Sort river(boolean downwards) {
    return new Sort(
        LongField.newSortField(TextDocuments.RIVER, downwards, SortedNumericSelector.Type.MIN),
        IntField.newSortField(TextDocuments.FEED, downwards, SortedNumericSelector.Type.MIN),
        new SortField(TextDocuments.ID, SortField.Type.LONG, downwards));
  }

  private TextIndex(Directory directory, IndexWriter writer) throws IOException {
    this.directory = directory;
    this.writer = writer;
    searchers = new SearcherManager(writer, new Plain());
  }

  /**
   * Makes searchers without a cache for filters, because it would use much memory and save little
   * time.
   */
  private static final class Plain extends SearcherFactory {
    @Override
    public IndexSearcher newSearcher(
        org.apache.lucene.index.IndexReader reader,
        org.apache.lucene.index.@org.jspecify.annotations.Nullable IndexReader previous) {
      var searcher = new IndexSearcher(reader);
      searcher.setQueryCache(null);
      return searcher;
    }
  }

  /**
   * Merges on its own threads. A failure closes the writer, so the next use of the writer fails.
   */
  private static final class QuietMerges extends ConcurrentMergeScheduler {
    @Override
    protected void handleMergeException(Throwable fault) {
      if (fault instanceof OutOfMemoryError error) {
        throw error;
      }
    }
  }

  /** Opens the index in a directory, or creates it if it is missing. */
  static TextIndex in(Directory directory) throws IOException {
    var config = new IndexWriterConfig(Analysis.PLAIN);
    config.setIndexSort(NEWEST_FIRST);
    config.setRAMBufferSizeMB(BUFFER_MEGABYTES);
    config.setCommitOnClose(false);
    config.setMergeScheduler(new QuietMerges());
    var writer = new IndexWriter(directory, config);
    boolean opened = false;
    try {
      var index = new TextIndex(directory, writer);
      opened = true;
      return index;
    } finally {
      if (!opened) {
        writer.rollback();
      }
    }
  }

  /** Returns whether the index is open. A failure closes it. */
  boolean isOpen() {
    return writer.isOpen();
  }

  /** Work on the index. */
  private interface Work<T> {
    T run() throws IOException;
  }

  /**
   * Does work and throws an {@link IOException} for all consequences of a file failure. After such
   * a failure, Lucene only reports that the writer is closed or cannot continue, and reading a lost
   * part of a mapped file throws an error.
   */
  private <T> T guarded(Work<T> work) throws IOException {
    try {
      return work.run();
    } catch (AlreadyClosedException | InternalError e) {
      throw failed(e);
    } catch (IllegalStateException e) {
      if (writer.getTragicException() == null) {
        throw e;
      }
      throw failed(e);
    }
  }

  private static IOException failed(Throwable fault) {
    return new IOException(Objects.requireNonNullElse(fault.getCause(), fault).toString(), fault);
  }

  /** Returns the data that was committed with the index. */
  Map<String, String> committed() {
    var committed = new HashMap<String, String>();
    var data = writer.getLiveCommitData();
    if (data != null) {
      data.forEach(entry -> committed.put(entry.getKey(), entry.getValue()));
    }
    return committed;
  }

  /** Adds entries, and replaces the documents of those that are in the index. */
  void put(List<TextDocuments.Row> rows) throws IOException {
    for (var row : rows) {
      guarded(() -> put(row));
    }
  }

  /** Adds an entry. If Lucene refuses it, only this entry is left out. */
  private long put(TextDocuments.Row row) throws IOException {
    try {
      return writer.updateDocument(term(row.key()), TextDocuments.of(row));
    } catch (IllegalArgumentException e) {
      if (REFUSED.incrementAndGet() <= MAX_NAMED) {
        LOG.warn("Entry {} cannot be searched: {}", row.key(), e.getMessage());
      }
      return writer.deleteDocuments(term(row.key()));
    }
  }

  void remove(List<EntryKey> keys) throws IOException {
    for (var key : keys) {
      guarded(() -> writer.deleteDocuments(term(key)));
    }
  }

  void clear() throws IOException {
    guarded(writer::deleteAll);
  }

  private static Term term(EntryKey key) {
    return new Term(TextDocuments.KEY, TextDocuments.key(key));
  }

  /** Makes added entries visible to searches. */
  void refresh() throws IOException {
    guarded(
        () -> {
          searchers.maybeRefreshBlocking();
          return this;
        });
  }

  void commit(Map<String, String> data) throws IOException {
    guarded(
        () -> {
          writer.setLiveCommitData(data.entrySet());
          return writer.commit();
        });
  }

  /** Returns the first entries that the query finds, after a position if there is one. */
  List<Position> first(Query query, Optional<Position> from, Direction direction, int most)
      throws IOException {
    return guarded(() -> found(query, from, direction, most));
  }

  private List<Position> found(Query query, Optional<Position> from, Direction direction, int most)
      throws IOException {
    var searcher = searchers.acquire();
    try {
      if (searcher.getIndexReader().maxDoc() == 0) {
        return List.of();
      }
      var order = direction == Direction.DOWN ? NEWEST_FIRST : OLDEST_FIRST;
      var after = from.map(TextIndex::fields).orElse(null);
      var collectors = new TopFieldCollectorManager(order, most, after, 1);
      var found = new ArrayList<Position>();
      for (var hit : searcher.search(query, collectors).scoreDocs) {
        found.add(position((FieldDoc) hit));
      }
      return found;
    } finally {
      searchers.release(searcher);
    }
  }

  private static FieldDoc fields(Position position) {
    var key = position.key();
    return new FieldDoc(
        Integer.MAX_VALUE, Float.NaN, new Object[] {position.river(), key.feed(), key.id()});
  }

  private static Position position(FieldDoc hit) {
    return new Position(
        (Long) hit.fields[0], new EntryKey((Integer) hit.fields[1], (Long) hit.fields[2]));
  }

  /** Returns how many entries the index contains. */
  int size() {
    return writer.isOpen() ? writer.getDocStats().numDocs : 0;
  }

  /**
   * Closes the index and drops what was not committed. Ignores failures, because nothing committed
   * can be lost.
   */
  @Override
  public void close() {
    close(searchers);
    close(writer::rollback);
    close(directory);
  }

  private static void close(Closeable resource) {
    try {
      resource.close();
    } catch (IOException | RuntimeException e) {
      LOG.debug("Closing the text index failed: {}", e.toString());
    }
  }
}

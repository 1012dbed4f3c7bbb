package io.feedloom.store;

import io.feedloom.feed.EntryKey;
import io.feedloom.store.Runs.Position;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.lucene.document.IntField;
import org.apache.lucene.document.LongField;
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
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.LockObtainFailedException;

/**
 * The words, authors and languages of entries, each with the entries that bear them in the order of
 * the river, so that the newest are found without looking at the others. It holds nothing that the
 * database does not: lost, it is made again.
 *
 * <p>What is put in is found by the next search after {@link #refresh}, and is durable after {@link
 * #commit} together with how far the database was followed. Killed in between, it stands as at the
 * last commit.
 */
final class TextIndex implements AutoCloseable {
  /** Lucene advises of a faster way to compare vectors; there are none here. */
  private static final Logger LUCENE = Logger.getLogger("org.apache.lucene");

  private static final double BUFFER_MEGABYTES = 16;

  /** Processes on one machine that share a folder; each has an index of its own in it. */
  private static final int MOST_PROCESSES = 100;

  /** The order of the river. */
  private static final Sort NEWEST_FIRST = river(true);

  private static final Sort OLDEST_FIRST = river(false);

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

  /** Searchers that remember no filters: what they would keep in memory saves too little. */
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
   * Opens the index, empty where there is none.
   *
   * @param folder that holds it; empty to keep it in memory
   * @throws StoreException if it cannot be opened
   */
  static TextIndex open(Optional<Path> folder) {
    LUCENE.setLevel(Level.SEVERE);
    try {
      return folder.isEmpty() ? in(new ByteBuffersDirectory()) : firstFree(folder.get());
    } catch (IOException e) {
      throw new StoreException(
          "the index of texts cannot be opened in "
              + folder.map(Path::toString).orElse("memory")
              + ": "
              + e
              + "; delete it to have it made again",
          e);
    }
  }

  private static TextIndex firstFree(Path folder) throws IOException {
    for (int number = 1; ; number++) {
      var own = number == 1 ? folder : folder.resolveSibling(folder.getFileName() + "-" + number);
      try {
        return in(FSDirectory.open(own));
      } catch (LockObtainFailedException e) {
        if (number == MOST_PROCESSES) {
          throw e;
        }
      }
    }
  }

  private static TextIndex in(Directory directory) throws IOException {
    var config = new IndexWriterConfig(Analysis.PLAIN);
    config.setIndexSort(NEWEST_FIRST);
    config.setRAMBufferSizeMB(BUFFER_MEGABYTES);
    config.setCommitOnClose(false);
    return new TextIndex(directory, new IndexWriter(directory, config));
  }

  /** What was told with the last commit. */
  Map<String, String> committed() {
    var told = new HashMap<String, String>();
    var data = writer.getLiveCommitData();
    if (data != null) {
      data.forEach(entry -> told.put(entry.getKey(), entry.getValue()));
    }
    return told;
  }

  /** Puts entries in, in place of what was there of them. */
  void put(List<TextDocuments.Row> rows) throws IOException {
    for (var row : rows) {
      writer.updateDocument(term(row.key()), TextDocuments.of(row));
    }
  }

  void remove(List<EntryKey> keys) throws IOException {
    for (var key : keys) {
      writer.deleteDocuments(term(key));
    }
  }

  void clear() throws IOException {
    writer.deleteAll();
  }

  private static Term term(EntryKey key) {
    return new Term(TextDocuments.KEY, TextDocuments.key(key));
  }

  /** Makes what was put in found. */
  void refresh() throws IOException {
    searchers.maybeRefreshBlocking();
  }

  void commit(Map<String, String> told) throws IOException {
    writer.setLiveCommitData(told.entrySet());
    writer.commit();
  }

  /** The first that the query finds beyond that place, or from the beginning. */
  List<Position> first(Query query, Optional<Position> from, Direction direction, int most)
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

  /** How many entries it holds. */
  int size() {
    return writer.getDocStats().numDocs;
  }

  /** Closes it as it stands at the last commit. */
  @Override
  public void close() {
    try {
      searchers.close();
      writer.close();
      directory.close();
    } catch (IOException e) {
      throw new StoreException("the index of texts cannot be closed: " + e.getMessage(), e);
    }
  }
}

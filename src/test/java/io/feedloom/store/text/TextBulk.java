package io.feedloom.store.text;

import io.feedloom.feed.Digest;
import io.feedloom.feed.Entry;
import io.feedloom.feed.EntryKey;
import io.feedloom.feed.Search;
import io.feedloom.store.scan.Direction;
import io.feedloom.store.text.TextDocuments.Row;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;
import org.apache.lucene.document.IntField;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;

/** A text index without a database, for benchmarks. */
public final class TextBulk implements AutoCloseable {
  private static final int AT_A_TIME = 1_000;

  private final TextIndex index;

  public TextBulk(Path folder) throws IOException {
    index = TextFiles.open(Optional.of(folder), false);
  }

  /** Adds entries with these texts, the newest last; entry i belongs to feed {@code i % feeds}. */
  public void fill(int entries, int feeds, IntFunction<String> text) throws IOException {
    for (int begin = 0; begin < entries; begin += AT_A_TIME) {
      var rows = new Row[Math.min(AT_A_TIME, entries - begin)];
      for (int i = 0; i < rows.length; i++) {
        rows[i] = row(begin + i, (begin + i) % feeds, text.apply(begin + i));
      }
      index.put(List.of(rows));
    }
    index.commit(Map.of());
    index.refresh();
  }

  private static Row row(int i, int feed, String text) {
    var guid = String.valueOf(i);
    var entry = Entry.builder(guid).title(guid).content(text).build();
    var key = new EntryKey(feed, Digest.of(guid));
    return new Row(key, 60_000L * i, new long[0], entry, Optional.empty());
  }

  /** Returns how many of the newest entries are found in some feeds; without feeds, in all. */
  public int newest(Search search, Set<Integer> feeds, int most) throws IOException {
    var query = new BooleanQuery.Builder().add(TextQueries.search(search), Occur.FILTER);
    if (!feeds.isEmpty()) {
      var numbers = feeds.stream().mapToInt(Integer::intValue).toArray();
      query.add(IntField.newSetQuery(TextDocuments.FEED, numbers), Occur.FILTER);
    }
    return index.first(query.build(), Optional.empty(), Direction.DOWN, most).size();
  }

  @Override
  public void close() {
    index.close();
  }
}

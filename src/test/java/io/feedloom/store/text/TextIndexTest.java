package io.feedloom.store.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.feedloom.feed.Digest;
import io.feedloom.feed.Entry;
import io.feedloom.feed.EntryKey;
import io.feedloom.store.text.TextDocuments.Row;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.FilterDirectory;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexOutput;
import org.junit.jupiter.api.Test;

/** An index of texts whose files fail while it works. */
class TextIndexTest {
  /** Lucene merges well before there are so many parts. */
  private static final int MAX_PARTS = 40;

  /** A disk that becomes full during a merge, at the moment when a commit writes. */
  private static final class FullDisk extends FilterDirectory {
    private final CountDownLatch merging = new CountDownLatch(1);
    private final CountDownLatch full = new CountDownLatch(1);
    private volatile BooleanSupplier failed = () -> true;

    FullDisk() {
      super(new ByteBuffersDirectory());
    }

    boolean isMerging() throws InterruptedException {
      return merging.await(50, TimeUnit.MILLISECONDS);
    }

    /** The next to write waits until the merge has failed. */
    void fill(BooleanSupplier hasFailed) {
      failed = hasFailed;
    }

    @Override
    public IndexOutput createOutput(String name, IOContext context) throws IOException {
      try {
        if (context.context() == IOContext.Context.MERGE) {
          merging.countDown();
          full.await();
          throw new IOException("No space left on device");
        }
        while (!failed.getAsBoolean()) {
          full.countDown();
          Thread.sleep(1);
        }
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
      return super.createOutput(name, context);
    }
  }

  private static List<Row> row(int number) {
    var guid = "g" + number;
    var entry = Entry.builder(guid).title("Heron " + number).build();
    var key = new EntryKey(1, Digest.of(guid));
    return List.of(new Row(key, number, new long[0], entry, Optional.empty()));
  }

  @Test
  void mergeFailureDuringACommitIsAFileFailure() throws Exception {
    var disk = new FullDisk();
    try (var index = TextIndex.in(disk)) {
      int number = 0;
      while (!disk.isMerging()) {
        assertThat(number).isLessThan(MAX_PARTS);
        index.put(row(number++));
        index.refresh();
      }
      index.put(row(number));
      disk.fill(() -> !index.isOpen());

      assertThatThrownBy(() -> index.commit(Map.of()))
          .isInstanceOf(IOException.class)
          .matches(e -> IndexFailure.describe((IOException) e).contains("the disk is full"));
    }
  }
}

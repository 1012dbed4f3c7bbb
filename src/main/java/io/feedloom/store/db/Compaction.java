package io.feedloom.store.db;

import java.sql.Connection;
import java.sql.SQLException;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.RandomAccessStore;

/**
 * Shrinks the file of an H2 database while it is in use.
 *
 * <p>H2 writes each commit as a chunk, and reuses the space of a chunk when all its pages have been
 * replaced. In many chunks, some pages are never replaced. H2 has a background thread that rewrites
 * these pages. But it does not run with {@code WRITE_DELAY=0}, the option with which every commit
 * goes to the operating system at once. It would also be unsafe, because it commits in the middle
 * of transactions, see {@link Writer}. So this class does the same steps between two transactions.
 *
 * <p>The process can be killed at any moment: pages are rewritten before the old ones are released,
 * and H2 makes the file durable before it overwrites any. While a reader uses an older version of
 * the data, the pages of that version stay, and the file cannot shrink.
 */
final class Compaction {
  /** Pages are rewritten only while less than this percentage of the chunks' space is in use. */
  private static final int ENOUGH = 70;

  /** Chunks are moved only while they cover less than this percentage of the file. */
  private static final int DENSE = 95;

  /** How many bytes a step rewrites. Writers wait for it about a tenth of a second. */
  private static final int REWRITE_BYTES = 8 << 20;

  /** How many bytes a step moves. Longer chunks are never moved; a commit is one chunk. */
  private static final long MOVE_BYTES = 32 << 20;

  /** Fewer unused bytes are not worth a compaction. */
  private static final long WORTHWHILE = 1 << 20;

  /** A lower percentage of unused bytes is not worth a compaction. */
  private static final int WORTHWHILE_PERCENT = 10;

  private Compaction() {}

  /**
   * Does one step.
   *
   * @return whether another step may shrink the file further
   */
  static boolean step(Connection connection) throws SQLException {
    var session = (SessionLocal) connection.unwrap(JdbcConnection.class).getSession();
    var store = session.getDatabase().getStore().getMvStore();
    return store.getFileStore() instanceof RandomAccessStore file
        && (file.getChunksFillRate() < ENOUGH || file.getFillRate() < DENSE)
        && isWorthwhile(file.size(), file.getFillRate(), file.getChunksFillRate())
        && step(store, file);
  }

  /**
   * Returns whether enough of the file is unused.
   *
   * @param fill the percentage of the file that chunks cover
   * @param chunksFill the percentage of the chunks that is in use
   */
  static boolean isWorthwhile(long bytes, int fill, int chunksFill) {
    long unused = bytes - bytes * fill * chunksFill / 10_000;
    return unused >= WORTHWHILE && unused * 100 >= bytes * WORTHWHILE_PERCENT;
  }

  /**
   * Does one step. Released space can be reused at once; by default, H2 waits 45 s in case of a
   * power failure.
   */
  private static boolean step(MVStore store, RandomAccessStore file) {
    int usual = store.getRetentionTime();
    store.setRetentionTime(0);
    try {
      store.compact(ENOUGH, REWRITE_BYTES);
      store.commit();
      file.compactMoveChunks(DENSE, MOVE_BYTES, store);
      store.commit();
      store.sync();
    } finally {
      store.setRetentionTime(usual);
    }
    return true;
  }
}

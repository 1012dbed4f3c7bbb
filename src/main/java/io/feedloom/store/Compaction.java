package io.feedloom.store;

import java.sql.Connection;
import java.sql.SQLException;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.RandomAccessStore;

/**
 * Makes the file of an H2 database smaller while it is in use.
 *
 * <p>H2 writes each commit as a chunk and gives a chunk's space back when the last of its pages was
 * replaced. That never comes for many, so H2 rewrites what is left of them; but it does so in the
 * thread that also commits now and then, and that thread does not run where every commit is handed
 * to the operating system at once ({@code WRITE_DELAY=0}). Nor may it, for it would commit in the
 * middle of transactions; see {@link Writer}. So the same steps are taken here, between two
 * transactions.
 *
 * <p>Safe to be killed at any moment: pages are written anew before the old ones are let go, and H2
 * makes the file durable before it overwrites any. Who reads an older version keeps its pages, and
 * with them the file's length, until he is done.
 */
final class Compaction {
  /** Percent of its chunks' space that a file which is left alone has in use. */
  private static final int ENOUGH = 70;

  /** Percent of the file that chunks take, up to which they are moved together. */
  private static final int DENSE = 95;

  /** What is rewritten in a step, which keeps writers waiting for a tenth of a second or so. */
  private static final int REWRITE_BYTES = 8 << 20;

  /** What is moved in a step. Longer chunks are never moved, and a commit is one chunk. */
  private static final long MOVE_BYTES = 32 << 20;

  /** Bytes that are worth the steps that it takes to give them back. */
  private static final long WORTHWHILE = 1 << 20;

  /** Percent of the file that are. */
  private static final int WORTHWHILE_PERCENT = 10;

  private Compaction() {}

  /**
   * One step.
   *
   * @return whether there may be more to do
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
   * Whether enough of the file is in no use.
   *
   * @param fill percent of it that chunks take
   * @param chunksFill percent of the chunks that is in use
   */
  static boolean isWorthwhile(long bytes, int fill, int chunksFill) {
    long unused = bytes - bytes * fill * chunksFill / 10_000;
    return unused >= WORTHWHILE && unused * 100 >= bytes * WORTHWHILE_PERCENT;
  }

  /** Space is let go at once, where usually what died within 45 s is kept for a loss of power. */
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

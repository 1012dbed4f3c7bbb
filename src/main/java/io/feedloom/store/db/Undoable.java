package io.feedloom.store.db;

/**
 * What is kept in memory of rows that the one writer of H2 writes. When work is rolled back, what
 * it changed in memory is undone too. Only the writer's thread calls these methods.
 */
public interface Undoable {
  /** Returns a mark of the present state. */
  long mark();

  /** Brings back the state of a mark that was taken since the last commit. */
  void undo(long mark);

  /** Keeps what was changed: it is committed. */
  void committed();

  /**
   * Forgets everything, so that it is read from the database again. A failed commit may have
   * written its rows or not.
   */
  void forget();
}

package io.feedloom.store.db;

/**
 * A copy in memory of rows that the one writer of H2 writes. When work is rolled back, its changes
 * in memory are undone too. Only the writer's thread calls these methods.
 */
public interface Undoable {
  /** Returns a mark of the present state. */
  long mark();

  /** Restores the state at a mark that was returned since the last commit. */
  void undo(long mark);

  /** Makes the changes permanent, because they were committed. */
  void committed();

  /**
   * Forgets everything, so that it is read from the database again. Called after a failed commit,
   * which may or may not have written its rows.
   */
  void forget();
}

package io.feedloom.store.write;

/** The mark in a feed's row that says by which rules its entries were judged. */
public final class JudgedMark {
  private JudgedMark() {}

  /**
   * Returns the mark of a feed while these rules judge its entries. No rules in use have this
   * fingerprint, so a poll under other rules replaces it.
   *
   * @param rules the fingerprint of the rules
   */
  public static long underWay(long rules) {
    return ~rules;
  }
}

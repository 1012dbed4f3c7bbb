package io.feedloom.store.write;

/** The mark in a feed's row that records which rules were applied to its entries. */
public final class JudgedMark {
  private JudgedMark() {}

  /**
   * Returns the mark of a feed while these rules are being applied to its entries. It is the
   * fingerprint of no rules, so a poll with other rules replaces it.
   *
   * @param rules the fingerprint of the rules
   */
  public static long underWay(long rules) {
    return ~rules;
  }
}

package io.feedloom.select;

/** Quotes a client's input for a message. */
final class QuotedInput {
  private static final int MAX_LENGTH = 60;

  private QuotedInput() {}

  /** Returns the text without control characters, cut if it is long. */
  static String of(String text) {
    var plain = text.replaceAll("\\p{C}", "?");
    return plain.length() <= MAX_LENGTH ? plain : plain.substring(0, MAX_LENGTH) + "…";
  }
}

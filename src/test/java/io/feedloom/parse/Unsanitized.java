package io.feedloom.parse;

/** A parser that reads all fields but leaves HTML as it is, as Rome does: for comparison alone. */
public final class Unsanitized {
  private Unsanitized() {}

  /** The parser. */
  public static FeedParser parser() {
    return new FeedParser(_ -> (html, _) -> html);
  }
}

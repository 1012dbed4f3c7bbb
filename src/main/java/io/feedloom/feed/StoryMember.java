package io.feedloom.feed;

/**
 * Another entry that tells the same story.
 *
 * @param why it is thought to
 */
public record StoryMember(StoredEntry entry, Reason why) {
  /** Why an entry belongs to a story. */
  public enum Reason {
    /** It was there first, and others joined it. */
    FIRST,
    /** Its link leads where that of an earlier entry leads. */
    LINK,
    /** Title and text are nearly those of an earlier entry of about the same time. */
    TEXT
  }
}

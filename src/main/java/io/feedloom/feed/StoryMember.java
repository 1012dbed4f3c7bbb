package io.feedloom.feed;

/**
 * Another entry that reports the same story.
 *
 * @param why why Feedloom thinks so
 */
public record StoryMember(StoredEntry entry, Reason why) {
  /** Why an entry belongs to a story. */
  public enum Reason {
    /** It is the first entry of the story. */
    FIRST,
    /** Its link is that of an earlier entry. */
    LINK,
    /** Title and text are similar to those of an earlier entry of about the same time. */
    TEXT
  }
}

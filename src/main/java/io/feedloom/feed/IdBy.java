package io.feedloom.feed;

/** What identifies the entries of a feed. */
public enum IdBy {
  /** What the publisher says: the guid, or what replaces a missing one. */
  GUID,
  /** The link. */
  LINK,
  /** The title. */
  TITLE,
  /** Title and text, so that every change is a new entry. */
  CONTENT
}

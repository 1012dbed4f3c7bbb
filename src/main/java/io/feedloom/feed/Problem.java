package io.feedloom.feed;

/**
 * Something wrong in a publisher's document that was read all the same.
 *
 * @param place where, in words: a line and column, an entry, a field
 * @param message what is wrong and what was made of it
 */
public record Problem(String place, String message) {
  @Override
  public String toString() {
    return place.isEmpty() ? message : place + ": " + message;
  }
}

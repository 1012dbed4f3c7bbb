package io.feedloom.feed;

/**
 * Something wrong in a publisher's document. Place and message often quote the document, so both
 * are cut to {@link Limits#PROBLEM} characters.
 *
 * @param place where, in words: a line and column, an entry, a field
 * @param message what is wrong and how Feedloom reads it
 */
public record Problem(String place, String message) {
  public Problem {
    place = Limits.cut(place, Limits.PROBLEM);
    message = Limits.cut(message, Limits.PROBLEM);
  }

  @Override
  public String toString() {
    return place.isEmpty() ? message : place + ": " + message;
  }
}

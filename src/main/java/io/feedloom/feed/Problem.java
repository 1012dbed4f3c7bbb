package io.feedloom.feed;

/**
 * Something wrong in a publisher's document that was read all the same. Place and message often
 * quote the document, so both are cut to {@link Limits#PROBLEM} characters.
 *
 * @param place where, in words: a line and column, an entry, a field
 * @param message what is wrong and what was made of it
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

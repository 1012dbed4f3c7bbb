package io.feedloom.feed;

/** A text that is never printed: {@link #toString()} returns three stars. */
public record Secret(String value) {
  @Override
  public String toString() {
    return "***";
  }
}

package io.feedloom.feed;

/** A text that never shows itself: {@link #toString()} gives three stars. */
public record Secret(String value) {
  @Override
  public String toString() {
    return "***";
  }
}

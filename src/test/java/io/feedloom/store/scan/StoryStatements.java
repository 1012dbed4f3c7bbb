package io.feedloom.store.scan;

/** Shows the statements of pages of stories to tests in other packages. */
public final class StoryStatements {
  public static final String RANKED = StoryPages.RANKED;

  private StoryStatements() {}

  public static String newest() {
    return StoryPages.newest(Direction.DOWN, true);
  }
}

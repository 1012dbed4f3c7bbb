package io.feedloom.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** What came of reading {@code feeds.yml}. */
public sealed interface Loaded {
  /** Every file that was read or looked for: a change of any of them may change the outcome. */
  Set<Path> files();

  /** All is well. */
  record Valid(Settings settings, Set<Path> files) implements Loaded {
    public Valid {
      files = Set.copyOf(files);
    }
  }

  /**
   * Something is wrong.
   *
   * @param faults all of them, in the order of file, line and column
   */
  record Invalid(List<Fault> faults, Set<Path> files) implements Loaded {
    public Invalid {
      faults = List.copyOf(faults);
      files = Set.copyOf(files);
    }
  }
}

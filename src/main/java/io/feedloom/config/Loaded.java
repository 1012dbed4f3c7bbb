package io.feedloom.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** The result of reading {@code feeds.yml}. */
public sealed interface Loaded {
  /** Returns every file that was read or looked for: a change of any may change the result. */
  Set<Path> files();

  /**
   * Returns the stamp of the files, see {@link FeedsStamp}. Each file was stamped before it was
   * read, so a save at any later moment gives another stamp.
   */
  String stamp();

  /** Returns the faults in the order of file, line and column. */
  List<Fault> faults();

  /**
   * Settings that can come into force.
   *
   * @param faults what they leave out; none of these {@link Fault#stops stops}
   */
  record Valid(Settings settings, List<Fault> faults, Set<Path> files, String stamp)
      implements Loaded {
    public Valid {
      faults = List.copyOf(faults);
      files = Set.copyOf(files);
    }

    /** Returns the same with other settings. */
    public Valid with(Settings other) {
      return new Valid(other, faults, files, stamp);
    }
  }

  /**
   * Nothing that can come into force.
   *
   * @param faults at least one of these {@link Fault#stops stops}
   */
  record Invalid(List<Fault> faults, Set<Path> files, String stamp) implements Loaded {
    public Invalid {
      faults = List.copyOf(faults);
      files = Set.copyOf(files);
    }
  }
}

package io.feedloom.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The result of reading {@code feeds.yml}. */
public sealed interface Loaded {
  /**
   * Returns every file that was read or searched. A change of any of them may change the result.
   */
  Set<Path> files();

  /**
   * Returns the stamp of the files, see {@link FeedsStamp}. Each file's stamp was computed before
   * the file was read, so any later edit gives another stamp.
   */
  String stamp();

  /** Returns the faults in the order of file, line and column. */
  List<Fault> faults();

  /**
   * Settings that can take effect.
   *
   * @param faults the faults of feeds and includes that are left out; none of them {@link
   *     Fault#rejectsFile rejects} the file
   * @param lists the included lists of other servers
   * @param common the content of the files, if other nodes may share the database
   */
  record Valid(
      Settings settings,
      List<Fault> faults,
      Set<Path> files,
      String stamp,
      List<RemoteList> lists,
      Optional<CommonFiles> common)
      implements Loaded {
    public Valid {
      faults = List.copyOf(faults);
      files = Set.copyOf(files);
      lists = List.copyOf(lists);
    }

    /** Returns the same with other settings. */
    public Valid with(Settings other) {
      return new Valid(other, faults, files, stamp, lists, common);
    }
  }

  /**
   * A file that cannot take effect.
   *
   * @param faults at least one of them {@link Fault#rejectsFile rejects} the file
   */
  record Invalid(List<Fault> faults, Set<Path> files, String stamp) implements Loaded {
    public Invalid {
      faults = List.copyOf(faults);
      files = Set.copyOf(files);
    }
  }
}

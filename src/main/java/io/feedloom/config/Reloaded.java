package io.feedloom.config;

import java.util.List;

/** The outcome of a reload: reading {@code feeds.yml} and applying its settings. */
public sealed interface Reloaded {
  /** Returns the outcome without faults. */
  static Reloaded fine() {
    return new InForce(List.of(), List.of());
  }

  /**
   * The settings are in force.
   *
   * @param faults the faults of feeds, outlines and includes that are left out
   * @param atNextStart the changed options that take effect only at the next start
   */
  record InForce(List<Fault> faults, List<String> atNextStart) implements Reloaded {
    public InForce {
      faults = List.copyOf(faults);
      atNextStart = List.copyOf(atNextStart);
    }
  }

  /** The file is rejected because of its faults. The previous settings stay in force. */
  record Faulty(List<Fault> faults) implements Reloaded {
    public Faulty {
      faults = List.copyOf(faults);
    }
  }

  /**
   * The file is valid, but the store fails. The previous settings stay in force until it works
   * again.
   *
   * @param why the reason, for the admin
   */
  record Waiting(String why) implements Reloaded {}

  /**
   * Reading or applying the file ended in an unexpected exception. The previous settings stay in
   * force.
   *
   * @param what the exception's type and where it was thrown; never its message, which may quote
   *     the file
   */
  record Failed(String what) implements Reloaded {
    /** Describes an exception without its message. */
    public static Failed of(Throwable e) {
      var trace = e.getStackTrace();
      return new Failed(
          e.getClass().getSimpleName() + (trace.length == 0 ? "" : " at " + trace[0]));
    }
  }

  /**
   * The files of this node are older than the configuration that another node loaded. This node
   * uses that one.
   *
   * @param revision of the configuration in force
   * @param node the node that loaded it
   * @param missing the variables and secrets of it that this node lacks
   * @param unreadable why this node cannot read it, for the admin; empty if it can
   * @param works whether this node polls and delivers, and not only serves
   */
  record Older(
      long revision, String node, List<String> missing, List<Fault> unreadable, boolean works)
      implements Reloaded {
    public Older {
      missing = List.copyOf(missing);
      unreadable = List.copyOf(unreadable);
    }
  }

  /** Returns the faults of the file when it was last read. */
  default List<Fault> faults() {
    return List.of();
  }

  /** Returns whether the settings in force are older than the file on disk. */
  default boolean isBehind() {
    return !(this instanceof InForce || this instanceof Older);
  }
}

package io.feedloom.serve.page;

import io.feedloom.config.Reloaded;
import org.jspecify.annotations.Nullable;

/** Describes how the settings in force relate to feeds.yml on disk, without naming any feed. */
public final class FileNotice {
  /** The beginning of the notice if a valid file is not in force. */
  public static final String BEHIND = "the feeds.yml in force is older than the one on disk";

  private FileNotice() {}

  /** Returns one sentence without its full stop; null if the file is in force without faults. */
  public static @Nullable String of(Reloaded file) {
    return switch (file) {
      case Reloaded.InForce now when now.faults().isEmpty() -> null;
      case Reloaded.InForce _ -> "feeds.yml has faults; the faulty parts are left out";
      case Reloaded.Faulty _ -> "feeds.yml has faults; the previous settings stay in force";
      case Reloaded.Older older -> of(older);
      case Reloaded.Waiting _ -> BEHIND + ", which waits for the store";
      case Reloaded.Failed _ -> BEHIND + ", which could not be read; the log says why";
    };
  }

  /** Returns the same with the cause, for the admin. */
  static @Nullable String withCause(Reloaded file) {
    return switch (file) {
      case Reloaded.Waiting waiting -> of(file) + ": " + waiting.why();
      case Reloaded.Failed failed -> of(file) + ": " + failed.what();
      case Reloaded.Older older when !older.unreadable().isEmpty() ->
          of(file) + ": " + older.unreadable().getFirst();
      case Reloaded.InForce _, Reloaded.Faulty _, Reloaded.Older _ -> of(file);
    };
  }

  private static String of(Reloaded.Older older) {
    var which =
        "the feeds.yml of this node is older than revision %d, which node %s loaded"
            .formatted(older.revision(), older.node());
    if (!older.unreadable().isEmpty()) {
      return which + " and this node cannot read, so it serves nothing";
    }
    if (!older.missing().isEmpty()) {
      return which
          + "; this node only serves, because it lacks "
          + String.join(", ", older.missing());
    }
    return which
        + (older.works() ? "; this node uses that revision" : "; this node only serves that one");
  }
}

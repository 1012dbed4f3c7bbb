package io.feedloom.serve.page;

import io.feedloom.config.Reloaded;
import org.jspecify.annotations.Nullable;

/** Says how the settings in force relate to feeds.yml on disk, in words that name no feed. */
public final class FileNotice {
  /** The words for every case in which a valid file is not in force. */
  public static final String BEHIND = "the feeds.yml in force is older than the one on disk";

  private FileNotice() {}

  /** Returns one sentence without its full stop, or null where all is well. */
  public static @Nullable String of(Reloaded file) {
    return switch (file) {
      case Reloaded.InForce now when now.faults().isEmpty() -> null;
      case Reloaded.InForce _ -> "feeds.yml has faults; what they concern is left out";
      case Reloaded.Faulty _ -> "feeds.yml has faults; what was in force stays in force";
      case Reloaded.Waiting _ -> BEHIND + ", which waits for the store";
      case Reloaded.Failed _ -> BEHIND + ", which could not be read; the log says why";
    };
  }

  /** Returns the same for the admin, with the cause. */
  static @Nullable String withCause(Reloaded file) {
    return switch (file) {
      case Reloaded.Waiting waiting -> of(file) + ": " + waiting.why();
      case Reloaded.Failed failed -> of(file) + ": " + failed.what();
      case Reloaded.InForce _, Reloaded.Faulty _ -> of(file);
    };
  }
}

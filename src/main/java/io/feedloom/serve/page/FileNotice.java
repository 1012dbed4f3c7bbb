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
      case Reloaded.Waiting _ -> BEHIND + ", which waits for the store";
      case Reloaded.Failed _ -> BEHIND + ", which could not be read; the log says why";
    };
  }

  /** Returns the same with the cause, for the admin. */
  static @Nullable String withCause(Reloaded file) {
    return switch (file) {
      case Reloaded.Waiting waiting -> of(file) + ": " + waiting.why();
      case Reloaded.Failed failed -> of(file) + ": " + failed.what();
      case Reloaded.InForce _, Reloaded.Faulty _ -> of(file);
    };
  }
}

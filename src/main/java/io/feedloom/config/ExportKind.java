package io.feedloom.config;

import io.feedloom.feed.NativePath;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The mapping {@code export}. */
final class ExportKind {
  private static final Duration USUAL = Duration.ofMinutes(1);

  private static final Option<String> FOLDER =
      Option.required(
          "folder",
          Kinds.TEXT,
          "The folder for the files. A relative path starts from the folder of `feeds.yml`, or from"
              + " that of `--data`.");
  private static final Option<Duration> EVERY =
      Option.of(
          "every",
          Kinds.duration(Duration.ofSeconds(10), Duration.ofDays(1)),
          USUAL,
          "The time between two exports. Only files with new content are written.");

  static final Shape<Unresolved> SHAPE =
      Shape.of(
          "a mapping with the key folder",
          List.of(FOLDER, EVERY),
          fields ->
              fields
                  .get(FOLDER)
                  .map(folder -> new Unresolved(folder, fields.get(EVERY).orElse(USUAL))));

  private ExportKind() {}

  /** The option as written, with a path that may be relative. */
  record Unresolved(String folder, Duration every) {
    ExportSettings within(Path start) {
      return new ExportSettings(NativePath.resolve(start, folder).normalize(), every);
    }
  }

  static Optional<ExportSettings> within(Optional<Unresolved> written, Path start) {
    return written.map(it -> it.within(start.toAbsolutePath()));
  }
}

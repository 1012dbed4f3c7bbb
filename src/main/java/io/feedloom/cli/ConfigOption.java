package io.feedloom.cli;

import io.feedloom.config.FeedsFile;
import io.feedloom.config.Loaded;
import io.feedloom.config.Settings;
import io.feedloom.feed.NativePath;
import io.feedloom.select.Selections;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The option {@code --config}, the same for every command. */
final class ConfigOption {
  @Option(
      names = {"-c", "--config"},
      paramLabel = "FILE",
      defaultValue = "feeds.yml",
      description = "The file that names the feeds (default: ${DEFAULT-VALUE}).")
  private String file = "feeds.yml";

  Path file() {
    return NativePath.of(file);
  }

  /** Returns the folder of the file, against which its relative paths are resolved. */
  Path folder() {
    return Optional.ofNullable(file().toAbsolutePath().getParent()).orElse(Path.of("."));
  }

  Loaded read(Environment environment) {
    return FeedsFile.read(file(), environment.variables(), Selections::fault);
  }

  /** Prints all faults. Returns the settings if they can take effect. */
  Optional<Settings> settings(Environment environment) {
    var loaded = read(environment);
    print(environment, loaded);
    return loaded instanceof Loaded.Valid valid ? Optional.of(valid.settings()) : Optional.empty();
  }

  /** Prints all faults. */
  static void print(Environment environment, Loaded loaded) {
    int count = loaded.faults().size();
    if (count > 0) {
      loaded.faults().forEach(environment.err()::println);
      environment
          .err()
          .println(
              (count == 1 ? "1 fault" : count + " faults")
                  + (loaded instanceof Loaded.Valid
                      ? "; the feeds or includes with faults are left out, the rest can take effect"
                      : ""));
      environment.err().flush();
    }
  }
}

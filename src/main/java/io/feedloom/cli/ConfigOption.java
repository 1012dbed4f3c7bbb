package io.feedloom.cli;

import io.feedloom.config.FeedsFile;
import io.feedloom.config.Loaded;
import io.feedloom.config.Settings;
import io.feedloom.select.Selections;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The option that names {@code feeds.yml}, the same for every command. */
final class ConfigOption {
  @Option(
      names = {"-c", "--config"},
      paramLabel = "FILE",
      defaultValue = "feeds.yml",
      description = "The file that names the feeds (default: ${DEFAULT-VALUE}).")
  private Path file = Path.of("feeds.yml");

  Path file() {
    return file;
  }

  /** The folder that relative paths of the file are taken from. */
  Path folder() {
    return Optional.ofNullable(file.toAbsolutePath().getParent()).orElse(Path.of("."));
  }

  Loaded read(Environment environment) {
    return FeedsFile.read(file, environment.variables(), Selections::fault);
  }

  /** The settings; where the file has faults they are printed and nothing is returned. */
  Optional<Settings> settings(Environment environment) {
    return switch (read(environment)) {
      case Loaded.Valid valid -> Optional.of(valid.settings());
      case Loaded.Invalid invalid -> {
        print(environment, invalid);
        yield Optional.empty();
      }
    };
  }

  static void print(Environment environment, Loaded.Invalid invalid) {
    invalid.faults().forEach(environment.err()::println);
    int count = invalid.faults().size();
    environment.err().println(count == 1 ? "1 fault" : count + " faults");
    environment.err().flush();
  }
}

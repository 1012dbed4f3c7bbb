package io.feedloom.cli;

import io.feedloom.config.CommonFiles;
import io.feedloom.config.CommonSettings;
import io.feedloom.config.FeedsFile;
import io.feedloom.config.Loaded;
import io.feedloom.config.Settings;
import io.feedloom.feed.NativePath;
import io.feedloom.select.Selections;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options {@code --config} and {@code --data}, the same for every command. */
final class ConfigOption {
  @Option(
      names = {"-c", "--config"},
      paramLabel = "FILE",
      defaultValue = "${env:FEEDLOOM_CONFIG:-feeds.yml}",
      description =
          "The file that names the feeds (default: feeds.yml, or the variable FEEDLOOM_CONFIG).")
  private String file = "feeds.yml";

  @Option(
      names = "--data",
      paramLabel = "FOLDER",
      defaultValue = "${env:FEEDLOOM_DATA:-}",
      description =
          "The folder from which a relative path in storage.url starts (default: the folder of"
              + " feeds.yml, or the variable FEEDLOOM_DATA).")
  private String data = "";

  Path file() {
    return NativePath.of(file);
  }

  /** Returns the folder against which the relative path of the database is resolved. */
  Path folder() {
    if (!data.isEmpty()) {
      return NativePath.of(data).toAbsolutePath();
    }
    return FeedsFile.folder(file());
  }

  Loaded read(Environment environment) {
    return read(environment, file());
  }

  /** Reads another file, with the same folder for data. */
  Loaded read(Environment environment, Path other) {
    return FeedsFile.read(other, folder(), environment.variables(), Selections::fault);
  }

  /** Reads files that another node stored for all nodes. */
  CommonSettings read(Environment environment, CommonFiles files, Settings own) {
    return FeedsFile.read(
        files, FeedsFile.folder(file()), environment.variables(), Selections::fault, own);
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

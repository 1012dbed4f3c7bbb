package io.feedloom.cli;

import io.feedloom.config.Settings;
import io.feedloom.store.Store;
import io.feedloom.store.api.StoreException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Writes everything that is stored into one file. */
@Command(
    name = "backup",
    mixinStandardHelpOptions = true,
    description = {
      "Writes all feeds, entries and states of the database into one file.",
      "The server may run meanwhile. The text index is left out, because it is made again."
    })
final class BackupCommand implements Callable<Integer> {
  private final Environment environment;
  @Mixin private ConfigOption config = new ConfigOption();

  @Parameters(
      paramLabel = "FILE",
      description = "The file to write. An existing one is replaced when the new one is complete.")
  private Path file = Path.of("");

  BackupCommand(Environment environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() {
    return config.settings(environment).map(this::backup).orElse(Exit.FAULTS);
  }

  private int backup(Settings settings) {
    try {
      long rows =
          ReadOnlyStore.at(
              settings.storage(),
              config.folder(),
              store ->
                  store
                      .map(this::write)
                      .orElseThrow(() -> new StoreException("nothing is stored yet")));
      environment.out().printf("%s: %d rows, %d bytes%n", file, rows, file.toFile().length());
      environment.out().flush();
      return Exit.OK;
    } catch (StoreException e) {
      return fail(String.valueOf(e.getMessage()));
    } catch (UncheckedIOException e) {
      return fail(file + ": cannot be written: " + e.getCause());
    }
  }

  /** Writes beside the file first, so that a failure leaves an older backup as it is. */
  private long write(Store store) {
    var target = file.toAbsolutePath();
    var partial = target.resolveSibling(target.getFileName() + ".partial");
    try {
      Files.deleteIfExists(partial);
      long rows;
      try (var channel =
          FileChannel.open(
              partial,
              Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
              onlyForOwner(target))) {
        rows = store.backup(new Unclosed(Channels.newOutputStream(channel)));
        channel.force(true);
      }
      Files.move(partial, target, StandardCopyOption.REPLACE_EXISTING);
      return rows;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A backup contains what feeds with a key contain, and secrets of hubs. */
  private static FileAttribute<?>[] onlyForOwner(Path file) {
    return file.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }

  private int fail(String message) {
    environment.err().println(message);
    environment.err().flush();
    return Exit.CANNOT_RUN;
  }
}

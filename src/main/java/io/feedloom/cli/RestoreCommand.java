package io.feedloom.cli;

import io.feedloom.config.Settings;
import io.feedloom.store.Store;
import io.feedloom.store.api.StoreException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Reads a backup into a new database. */
@Command(
    name = "restore",
    mixinStandardHelpOptions = true,
    description = {
      "Reads a backup into the database that feeds.yml names, H2 or PostgreSQL.",
      "The database must be new or empty, and the server must not run. The backup must be of the"
          + " same version of the schema."
    })
final class RestoreCommand implements Callable<Integer> {
  private final Environment environment;
  @Mixin private ConfigOption config = new ConfigOption();

  @Parameters(paramLabel = "FILE", description = "The file that feedloom backup wrote.")
  private Path file = Path.of("");

  RestoreCommand(Environment environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() {
    return config.settings(environment).map(this::restore).orElse(Exit.FAULTS);
  }

  private int restore(Settings settings) {
    try {
      long rows = Store.restore(settings.storage(), config.folder(), file);
      environment.out().printf("%s: %d rows%n", settings.storage().place(), rows);
      environment.out().flush();
      return Exit.OK;
    } catch (StoreException e) {
      environment.err().println(e.getMessage());
      environment.err().flush();
      return Exit.CANNOT_RUN;
    }
  }
}

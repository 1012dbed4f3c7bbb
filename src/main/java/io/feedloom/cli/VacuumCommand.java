package io.feedloom.cli;

import io.feedloom.config.Settings;
import io.feedloom.store.Store;
import io.feedloom.store.api.StoreException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Gives unused space of the database back. */
@Command(
    name = "vacuum",
    mixinStandardHelpOptions = true,
    description = {
      "Gives unused space of the database back to the system.",
      "A server that runs does this by itself, in small steps. An H2 file can only be rewritten"
          + " while no server runs."
    })
final class VacuumCommand implements Callable<Integer> {
  private final Environment environment;
  @Mixin private ConfigOption config = new ConfigOption();

  VacuumCommand(Environment environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() {
    return config.settings(environment).map(this::vacuum).orElse(Exit.FAULTS);
  }

  private int vacuum(Settings settings) {
    try {
      var sizes = Store.vacuum(settings.storage(), config.folder());
      environment
          .out()
          .printf(
              "%s: %d bytes before, %d bytes now%n",
              settings.storage().place(), sizes.before(), sizes.after());
      environment.out().flush();
      return Exit.OK;
    } catch (StoreException e) {
      environment.err().println(e.getMessage());
      environment.err().flush();
      return Exit.CANNOT_RUN;
    }
  }
}

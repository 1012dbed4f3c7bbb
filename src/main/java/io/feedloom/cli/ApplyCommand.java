package io.feedloom.cli;

import io.feedloom.config.CommonFiles;
import io.feedloom.config.Loaded;
import io.feedloom.config.Settings;
import io.feedloom.store.Store;
import io.feedloom.store.api.Claim;
import io.feedloom.store.api.StoreException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Puts a configuration into force on all nodes, even if it was in force before. */
@Command(
    name = "apply",
    mixinStandardHelpOptions = true,
    description = {
      "Puts feeds.yml into force on all nodes that share the PostgreSQL database, also if a newer"
          + " one is in force. Use it to go back to an earlier feeds.yml.",
      "Running nodes use it within a second."
    })
final class ApplyCommand implements Callable<Integer> {
  private final Environment environment;
  @Mixin private ConfigOption config = new ConfigOption();

  @Option(
      names = "--node",
      paramLabel = "NAME",
      description = "The name under which nodes report this change (default: the host's name).")
  private @Nullable String node;

  ApplyCommand(Environment environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() {
    var loaded = config.read(environment);
    ConfigOption.print(environment, loaded);
    if (!(loaded instanceof Loaded.Valid valid)) {
      return Exit.FAULTS;
    }
    if (valid.common().isEmpty()) {
      environment
          .err()
          .println("An H2 database has only one node, and its feeds.yml is always in force.");
      environment.err().flush();
      return Exit.CANNOT_RUN;
    }
    try {
      return apply(valid.settings(), valid.common().get());
    } catch (StoreException e) {
      environment.err().println(e.getMessage());
      environment.err().flush();
      return Exit.CANNOT_RUN;
    }
  }

  private int apply(Settings settings, CommonFiles files) {
    var now = environment.clock().instant();
    var name = node == null ? NodeOptions.nameOf(0) : node;
    var claim = new Claim.Own(files.digest(), files.bytes(), new Claim.Why.Command(), name, now);
    try (var store = Store.openShared(settings.storage())) {
      var change = store.feeds().begin(settings.subscriptions(), now, claim).orElseThrow();
      change.complete();
      environment
          .out()
          .printf(
              "Revision %d is in force: %d feeds%n",
              change.revision(), settings.subscriptions().size());
      environment.out().flush();
      return Exit.OK;
    }
  }
}

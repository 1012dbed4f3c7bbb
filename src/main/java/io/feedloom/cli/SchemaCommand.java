package io.feedloom.cli;

import io.feedloom.config.FeedsSchema;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Prints the JSON Schema of {@code feeds.yml}, for editors. */
@Command(
    name = "schema",
    mixinStandardHelpOptions = true,
    description =
        "Prints the JSON Schema of feeds.yml. With it, editors complete and check the file.")
final class SchemaCommand implements Callable<Integer> {
  private final Environment environment;

  SchemaCommand(Environment environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() {
    environment.out().println(FeedsSchema.json());
    environment.out().flush();
    return Exit.OK;
  }
}

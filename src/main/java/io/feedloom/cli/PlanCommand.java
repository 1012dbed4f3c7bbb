package io.feedloom.cli;

import io.feedloom.config.Loaded;
import io.feedloom.config.Settings;
import io.feedloom.feed.NativePath;
import io.feedloom.store.api.StoreException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Shows the effect of a changed {@code feeds.yml} before it is saved. */
@Command(
    name = "plan",
    mixinStandardHelpOptions = true,
    description = {
      "Shows the effect of a changed feeds.yml before it takes effect: which feeds are added,"
          + " removed, moved and retagged, and which stored entries each tag and stream would gain"
          + " and lose, and what rules would change in them.",
      "Changes nothing, and works while Feedloom runs."
    })
final class PlanCommand implements Callable<Integer> {
  private final Environment environment;

  @Mixin private ConfigOption config = new ConfigOption();

  @Parameters(
      arity = "0..1",
      paramLabel = "NEW",
      description =
          "The file that would replace feeds.yml. Without it, the present feeds.yml is compared"
              + " with what is stored.")
  private @Nullable String file;

  PlanCommand(Environment environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() {
    var named = file == null ? config.file() : NativePath.of(file);
    return switch (config.read(environment, named)) {
      case Loaded.Invalid invalid -> {
        ConfigOption.print(environment, invalid);
        yield Exit.FAULTS;
      }
      case Loaded.Valid valid when valid.faults().isEmpty() -> plan(valid.settings(), inForce());
      case Loaded.Valid valid -> {
        ConfigOption.print(environment, valid);
        yield Exit.FAULTS;
      }
    };
  }

  /**
   * Returns the settings of the present feeds.yml. Empty if it is the file to compare, or cannot be
   * read.
   */
  private Optional<Settings> inForce() {
    return file == null
        ? Optional.empty()
        : config.read(environment) instanceof Loaded.Valid valid
            ? Optional.of(valid.settings())
            : Optional.empty();
  }

  private int plan(Settings next, Optional<Settings> now) {
    var storage = now.orElse(next).storage();
    try {
      print(
          ReadOnlyStore.at(
              storage,
              config.folder(),
              store -> PlanDiff.of(next, now, store, environment.clock().instant())));
      return Exit.OK;
    } catch (StoreException e) {
      environment.err().println(e.getMessage());
      environment.err().flush();
      return Exit.CANNOT_RUN;
    }
  }

  private void print(PlanDiff forecast) {
    var out = environment.out();
    if (forecast.feeds().isEmpty()
        && forecast.whole().isNone()
        && forecast.changes().count() == 0
        && forecast.tags().isEmpty()
        && forecast.streams().isEmpty()
        && forecast.webhooks().isEmpty()) {
      out.println("Nothing would change.");
    }
    forecast.feeds().forEach(out::println);
    if (!forecast.whole().isNone()) {
      print("all entries", forecast.whole());
    }
    printChanges(forecast.changes());
    print("tag", forecast.tags());
    print("stream", forecast.streams());
    forecast.webhooks().forEach(out::println);
    forecast
        .uncounted()
        .forEach(
            name ->
                out.println(
                    "stream "
                        + name
                        + ": searches text or counts sources, so its entries are not counted"));
    out.flush();
  }

  private void printChanges(EntryChanges changes) {
    if (changes.count() > 0) {
      var out = environment.out();
      out.printf("changed by rules: %d%n", changes.count());
      for (var example : changes.examples()) {
        out.println("    ~ " + example.title());
        example.fields().forEach(field -> out.println("        " + field));
      }
    }
  }

  private void print(String what, Map<String, PlanDiff.Difference> differences) {
    differences.forEach((name, difference) -> print(what + " " + name, difference));
  }

  private void print(String what, PlanDiff.Difference difference) {
    var out = environment.out();
    out.printf("%s: %d more, %d fewer%n", what, difference.gains(), difference.losses());
    difference.gained().forEach(title -> out.println("    + " + title));
    difference.lost().forEach(title -> out.println("    - " + title));
  }
}

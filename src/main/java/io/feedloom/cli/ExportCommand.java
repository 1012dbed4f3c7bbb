package io.feedloom.cli;

import io.feedloom.config.Settings;
import io.feedloom.health.Health;
import io.feedloom.serve.Server;
import io.feedloom.store.Store;
import io.feedloom.store.api.StoreException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes the pages and feeds as files for a static host. */
@Command(
    name = "export",
    mixinStandardHelpOptions = true,
    description = {
      "Writes the page, feeds, tags, streams and sources as files that a static host can serve.",
      "Each file has the bytes that the server would answer, and compressed twins. Only files with"
          + " new content are written. Links need public-url in feeds.yml.",
      "Reads what is stored; a server may run meanwhile, and is not needed."
    })
final class ExportCommand implements Callable<Integer> {
  private final Environment environment;
  @Mixin private ConfigOption config = new ConfigOption();

  @Parameters(paramLabel = "DIR", description = "The folder for the files.")
  private Path folder = Path.of("");

  @Option(
      names = "--server",
      paramLabel = "URL",
      description = "Ask this running server instead of reading what is stored.")
  private @Nullable String server;

  ExportCommand(Environment environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() throws InterruptedException {
    var settings = config.settings(environment);
    if (settings.isEmpty()) {
      return Exit.FAULTS;
    }
    if (settings.get().publicUrl().isEmpty()) {
      return fail(Exit.FAULTS, "set public-url in feeds.yml first: the links of files need it");
    }
    try {
      print(
          server == null
              ? stored(settings.get())
              : from(server.replaceFirst("/+$", ""), settings.get()));
      return Exit.OK;
    } catch (IllegalArgumentException e) {
      return fail(Exit.USAGE, "--server is not an http or https address");
    } catch (UncheckedIOException | StoreException e) {
      return fail(Exit.CANNOT_RUN, String.valueOf(e.getMessage()));
    }
  }

  private StaticExport.Result from(String address, Settings settings) throws InterruptedException {
    try (var export = new StaticExport(address, folder)) {
      return export.run(settings);
    }
  }

  /** Serves what is stored on a free port of this machine, and exports the answers. */
  private StaticExport.Result stored(Settings settings) throws InterruptedException {
    var local = settings.on(settings.server().at("127.0.0.1", 0));
    var result =
        ReadOnlyStore.at(
            settings.storage(),
            config.folder(),
            store -> served(local, store.orElseThrow(ExportCommand::nothing)));
    if (result.isEmpty()) {
      throw new InterruptedException();
    }
    return result.get();
  }

  private static StoreException nothing() {
    return new StoreException("nothing is stored yet; start serve first");
  }

  private Optional<StaticExport.Result> served(Settings settings, Store store) {
    var clock = environment.clock();
    var groups = store.feeds().subscribe(settings.subscriptions(), clock.instant());
    var health = new Health(clock, _ -> {});
    try (var server = new Server(store, settings, groups, new NoActions(), clock, health)) {
      return Optional.of(from(LocalServer.address(settings.server(), server.start()), settings));
    } catch (Server.CannotListen e) {
      throw new StoreException(String.valueOf(e.getMessage()), e);
    } catch (InterruptedException e) {
      return Optional.empty();
    }
  }

  private void print(StaticExport.Result result) {
    environment
        .out()
        .printf(
            "%s: %d files, %d written, %d deleted%n",
            folder, result.files(), result.written(), result.deleted());
    environment.out().flush();
  }

  private int fail(int code, String message) {
    environment.err().println(message);
    environment.err().flush();
    return code;
  }
}

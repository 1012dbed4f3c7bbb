package io.feedloom.cli;

import io.feedloom.config.Loaded;
import io.feedloom.config.ServerSettings;
import io.feedloom.config.Settings;
import io.feedloom.serve.Server;
import io.feedloom.store.api.StoreException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Polls and serves until the process gets a signal to end. */
@Command(
    name = "serve",
    mixinStandardHelpOptions = true,
    description = {
      "Polls the feeds of feeds.yml and serves merged feeds.",
      "Saving feeds.yml, or a file that it includes, takes effect within two seconds.",
      "SIGHUP reads them again, with the files of secrets."
    })
final class ServeCommand implements Callable<Integer> {
  private static final Logger log = LoggerFactory.getLogger(ServeCommand.class);

  /** The longest time to drain, in seconds. */
  private static final int MAX_DRAIN = 3_600;

  private final Environment environment;
  @Mixin private ConfigOption config = new ConfigOption();

  @Option(
      names = "--host",
      paramLabel = "HOST",
      description = "Overrides server.host of feeds.yml.")
  private @Nullable String host;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "Overrides server.port of feeds.yml.")
  private @Nullable Integer port;

  @Option(
      names = "--node",
      paramLabel = "NAME",
      description = {
        "The name of this node, if several share a PostgreSQL database.",
        "By default the name of the host and the port."
      })
  private @Nullable String node;

  @Option(
      names = "--older-file",
      paramLabel = "use-newer|only-serve",
      defaultValue = "use-newer",
      completionCandidates = OlderFile.Choices.class,
      converter = OlderFile.Reader.class,
      description = {
        "What this node does if another node has loaded a newer feeds.yml: use that one for"
            + " everything (use-newer), or only to serve (only-serve)."
      })
  private OlderFile olderFile = OlderFile.USE_NEWER;

  @Option(
      names = "--drain",
      paramLabel = "SECONDS",
      description = {
        "How long this node still serves after the signal to end, while /health/ready answers 503"
            + " and other nodes take over its work.",
        "By default 5 with PostgreSQL, and 0 with H2."
      })
  private @Nullable Integer drain;

  ServeCommand(Environment environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() throws InterruptedException {
    Server.preload();
    var loaded = config.read(environment);
    return switch (loaded) {
      case Loaded.Invalid invalid -> {
        ConfigOption.print(environment, invalid);
        yield Exit.FAULTS;
      }
      case Loaded.Valid valid -> serve(valid);
    };
  }

  private int serve(Loaded.Valid loaded) throws InterruptedException {
    var first = loaded.with(listening(loaded.settings()));
    LogSetup.apply(first.settings().log());
    loaded.faults().forEach(fault -> log.error("{}", fault));
    try (var program =
        new Program(
            environment,
            first,
            nodeOptions(first),
            config.folder(),
            this::read,
            (files, own) -> config.read(environment, files, own))) {
      var ended = new CountDownLatch(1);
      boolean shared = first.common().isPresent();
      int seconds = Math.clamp(drain == null ? (shared ? 5 : 0) : drain, 0, MAX_DRAIN);
      var hook = new Thread(() -> end(program, Duration.ofSeconds(seconds), ended), "shutdown");
      Runtime.getRuntime().addShutdownHook(hook);
      int listens = program.start();
      HangUp.run(program::reload);
      environment
          .out()
          .printf(
              "Feedloom %s serves %d feeds on http://%s:%d/%n",
              environment.version(),
              first.settings().subscriptions().size(),
              ServerSettings.inLink(first.settings().server().host()),
              listens);
      environment.out().flush();
      ended.await();
      return Exit.OK;
    } catch (StoreException | Server.CannotListen e) {
      environment.err().println(e.getMessage());
      environment.err().flush();
      return Exit.CANNOT_RUN;
    }
  }

  private NodeOptions nodeOptions(Loaded.Valid first) {
    var name =
        Optional.ofNullable(node)
            .filter(text -> !text.isBlank())
            .orElseGet(() -> NodeOptions.nameOf(first.settings().server().port()));
    return new NodeOptions(name, olderFile == OlderFile.ONLY_SERVE);
  }

  private static void end(Program program, Duration drain, CountDownLatch ended) {
    try {
      program.drain(drain);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    program.close();
    ended.countDown();
  }

  private Loaded read() {
    return switch (config.read(environment)) {
      case Loaded.Valid valid -> valid.with(listening(valid.settings()));
      case Loaded.Invalid invalid -> invalid;
    };
  }

  /** Returns the settings with the host and port of the command line, if given. */
  private Settings listening(Settings settings) {
    var server = settings.server();
    return settings.on(
        server.at(
            Optional.ofNullable(host).map(ServerSettings::withoutBrackets).orElse(server.host()),
            Optional.ofNullable(port).orElse(server.port())));
  }
}

package io.feedloom.cli;

import io.feedloom.config.Loaded;
import io.feedloom.config.ServerSettings;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Asks the running server for its health, for supervisors that run a program. It uses the old
 * client of the JDK, because the new one takes longer to load than the rest of this command.
 */
@Command(
    name = "health",
    mixinStandardHelpOptions = true,
    description = {
      "Asks the running server whether it is ready, and prints the answer.",
      "Exits with 0 if it is, with 1 if it is not, and with 3 if no server answers."
    })
final class HealthCommand implements Callable<Integer> {
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final int READY = 200;

  private final Environment environment;
  @Mixin private ConfigOption config = new ConfigOption();

  @Option(
      names = "--live",
      description = "Ask only whether the process needs no restart, as /health/live.")
  private boolean live;

  @Option(
      names = "--server",
      paramLabel = "URL",
      description = "The address of the server (default: from server.host and server.port).")
  private @Nullable String server;

  HealthCommand(Environment environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() {
    var base = Optional.ofNullable(server).orElseGet(() -> LocalServer.address(settings()));
    var address = base.replaceFirst("/+$", "") + "/health/" + (live ? "live" : "ready");
    try {
      return ask(address);
    } catch (IllegalArgumentException e) {
      environment.err().println("--server is not an http or https address");
      return Exit.USAGE;
    } catch (IOException e) {
      environment.err().println("no server answers at " + base);
      return Exit.CANNOT_RUN;
    } finally {
      environment.out().flush();
      environment.err().flush();
    }
  }

  /** Returns the settings of the file. With faults in it, the server may run with earlier ones. */
  private ServerSettings settings() {
    return config.read(environment) instanceof Loaded.Valid valid
        ? valid.settings().server()
        : ServerSettings.DEFAULT;
  }

  private int ask(String address) throws IOException {
    if (!(URI.create(address).toURL().openConnection() instanceof HttpURLConnection connection)) {
      throw new IllegalArgumentException(address);
    }
    connection.setConnectTimeout((int) PATIENCE.toMillis());
    connection.setReadTimeout((int) PATIENCE.toMillis());
    boolean ready = connection.getResponseCode() == READY;
    try (var body = ready ? connection.getInputStream() : connection.getErrorStream()) {
      if (body != null) {
        environment.out().println(new String(body.readAllBytes(), StandardCharsets.UTF_8).strip());
      }
    }
    return ready ? Exit.OK : Exit.FAULTS;
  }
}

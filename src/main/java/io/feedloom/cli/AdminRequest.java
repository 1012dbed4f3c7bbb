package io.feedloom.cli;

import io.feedloom.config.Settings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/** Sends a request to the running server, with the admin token of feeds.yml. */
final class AdminRequest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int ACCEPTED = 202;
  private static final Pattern DETAIL =
      Pattern.compile("\"detail\"\\s*:\\s*\"((?:[^\"\\\\]|\\\\.)*)\"");

  private AdminRequest() {}

  /**
   * The outcome of a request.
   *
   * @param code the exit code of the command
   * @param text the body of the answer, or what went wrong
   */
  record Outcome(int code, String text) {}

  /**
   * Sends an empty POST request.
   *
   * @param server the address of the server; empty for the one of the settings on this machine
   */
  static Outcome post(Settings settings, Optional<String> server, String path)
      throws InterruptedException {
    var token = settings.server().adminToken();
    if (token.isEmpty()) {
      return new Outcome(Exit.CANNOT_RUN, "set server.admin-token in feeds.yml first");
    }
    var base = server.orElseGet(() -> LocalServer.address(settings.server()));
    try (var client = HttpClient.newBuilder().connectTimeout(PATIENCE).build()) {
      var request =
          HttpRequest.newBuilder(URI.create(base.replaceFirst("/+$", "") + path))
              .timeout(PATIENCE)
              .header("Authorization", "Bearer " + token.get().value())
              .POST(HttpRequest.BodyPublishers.noBody())
              .build();
      return outcome(client.send(request, HttpResponse.BodyHandlers.ofString()));
    } catch (IllegalArgumentException e) {
      return new Outcome(Exit.USAGE, "--server is not an http or https address");
    } catch (IOException e) {
      return new Outcome(
          Exit.CANNOT_RUN, "no server answers at " + base + "; start it, or name it by --server");
    }
  }

  private static Outcome outcome(HttpResponse<String> answer) {
    if (answer.statusCode() == ACCEPTED) {
      return new Outcome(Exit.OK, answer.body());
    }
    var detail = DETAIL.matcher(answer.body());
    return new Outcome(
        Exit.FAULTS,
        "the server answered "
            + answer.statusCode()
            + (detail.find() ? ": " + detail.group(1).replace("\\\"", "\"") : ""));
  }
}

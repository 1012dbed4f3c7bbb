package io.feedloom.cli;

import io.feedloom.config.Settings;
import io.feedloom.feed.FeedId;
import io.feedloom.feed.NearestWord;
import io.feedloom.feed.Secret;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Asks the running server to fetch the pages of a feed's stored entries again. */
@Command(
    name = "refetch",
    mixinStandardHelpOptions = true,
    description = {
      "Fetches the pages of a feed's stored entries again, for example after an edit of full-text.",
      "Asks the running server, with the admin-token of feeds.yml. The server fetches the pages one"
          + " after the other. Where full-text is off, entries get back the content of the feed."
    })
final class RefetchCommand implements Callable<Integer> {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int ACCEPTED = 202;
  private static final Pattern COUNT = Pattern.compile("\"entries\"\\s*:\\s*(\\d+)");
  private static final Pattern DETAIL = Pattern.compile("\"detail\"\\s*:\\s*\"([^\"]*)\"");

  private final Environment environment;
  @Mixin private ConfigOption config = new ConfigOption();

  @Parameters(paramLabel = "SOURCE", description = "The id of the feed, as in /sources/{id}.")
  private String source = "";

  @Option(
      names = "--since",
      paramLabel = "TIME",
      description = "Only entries from this time on: an instant, a date, or a span such as 7d.")
  private @Nullable String since;

  @Option(
      names = "--server",
      paramLabel = "URL",
      description = "The address of the server (default: from server.host and server.port).")
  private @Nullable String server;

  RefetchCommand(Environment environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() throws InterruptedException {
    var settings = config.settings(environment);
    if (settings.isEmpty()) {
      return Exit.FAULTS;
    }
    var feeds = settings.get().subscriptions().stream().map(feed -> feed.id().value()).toList();
    if (FeedId.parse(source).isEmpty() || !feeds.contains(source)) {
      return fail(
          Exit.USAGE,
          "feeds.yml has no feed with this id"
              + NearestWord.of(source, feeds).map(it -> "; did you mean " + it + "?").orElse(""));
    }
    var token = settings.get().server().adminToken();
    return token.isPresent()
        ? ask(settings.get(), token.get())
        : fail(Exit.CANNOT_RUN, "set server.admin-token in feeds.yml first");
  }

  private int ask(Settings settings, Secret token) throws InterruptedException {
    var base = Optional.ofNullable(server).orElseGet(() -> LocalServer.address(settings.server()));
    var query = since == null ? "" : "?since=" + URLEncoder.encode(since, StandardCharsets.UTF_8);
    try (var client = HttpClient.newBuilder().connectTimeout(PATIENCE).build()) {
      var address =
          URI.create(base.replaceFirst("/+$", "") + "/api/v1/feeds/" + source + "/refetch" + query);
      var request =
          HttpRequest.newBuilder(address)
              .timeout(PATIENCE)
              .header("Authorization", "Bearer " + token.value())
              .POST(HttpRequest.BodyPublishers.noBody())
              .build();
      return report(client.send(request, HttpResponse.BodyHandlers.ofString()));
    } catch (IllegalArgumentException e) {
      return fail(Exit.USAGE, "--server is not an http or https address");
    } catch (IOException e) {
      return fail(
          Exit.CANNOT_RUN, "no server answers at " + base + "; start it, or name it by --server");
    }
  }

  private int report(HttpResponse<String> answer) {
    if (answer.statusCode() != ACCEPTED) {
      var detail = DETAIL.matcher(answer.body());
      return fail(
          Exit.FAULTS,
          "the server answered "
              + answer.statusCode()
              + (detail.find() ? ": " + detail.group(1) : ""));
    }
    var count = COUNT.matcher(answer.body());
    environment
        .out()
        .println(
            source
                + ": entries whose pages are fetched: "
                + (count.find() ? count.group(1) : "all"));
    environment.out().flush();
    return Exit.OK;
  }

  private int fail(int code, String message) {
    environment.err().println(message);
    environment.err().flush();
    return code;
  }
}

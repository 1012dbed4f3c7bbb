package io.feedloom.cli;

import io.feedloom.config.Settings;
import io.feedloom.feed.FeedId;
import io.feedloom.feed.NearestWord;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
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
  private static final Pattern COUNT = Pattern.compile("\"entries\"\\s*:\\s*(\\d+)");

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
    return ask(settings.get());
  }

  private int ask(Settings settings) throws InterruptedException {
    var query = since == null ? "" : "?since=" + URLEncoder.encode(since, StandardCharsets.UTF_8);
    var outcome =
        AdminRequest.post(
            settings, Optional.ofNullable(server), "/api/v1/feeds/" + source + "/refetch" + query);
    if (outcome.code() != Exit.OK) {
      return fail(outcome.code(), outcome.text());
    }
    var count = COUNT.matcher(outcome.text());
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

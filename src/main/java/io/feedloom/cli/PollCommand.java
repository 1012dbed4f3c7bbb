package io.feedloom.cli;

import io.feedloom.config.Settings;
import io.feedloom.feed.Masked;
import io.feedloom.feed.Subscription;
import io.feedloom.fetch.Fetcher;
import io.feedloom.fetch.Trace;
import io.feedloom.fetch.UserAgent;
import io.feedloom.parse.FeedParser;
import io.feedloom.refresh.Probe;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Fetches one feed now and shows the result in full. Stores nothing. */
@Command(
    name = "poll",
    mixinStandardHelpOptions = true,
    description = {
      "Fetches one feed now and shows the exchange and the feed. Stores nothing.",
      "Uses the polling settings of feeds.yml and the feed's credentials, if the file exists."
    })
final class PollCommand implements Callable<Integer> {
  private final Environment environment;
  @Mixin private ConfigOption config = new ConfigOption();

  @Parameters(
      paramLabel = "URL",
      description = {
        "The feed's address, http or https. Feedloom sends a user name and password in it",
        "as Basic authentication and never shows them."
      })
  private String address = "";

  @Option(
      names = {"-v", "--verbose"},
      description = "Show each step: addresses, TLS, every header sent and received, times.")
  private boolean verbose;

  PollCommand(Environment environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() {
    var asked = PolledAddress.parse(address);
    if (asked.isEmpty()) {
      environment
          .err()
          .println(
              "not the address of a feed: \""
                  + Masked.credentials(address)
                  + "\"; give http(s)://…");
      environment.err().flush();
      return Exit.USAGE;
    }
    Optional<Settings> settings = Optional.empty();
    if (Files.exists(config.file())) {
      settings = config.settings(environment);
      if (settings.isEmpty()) {
        return Exit.FAULTS;
      }
    }
    return poll(asked.get(), settings);
  }

  /** Returns a trace that prints each step with the milliseconds since the start. */
  private Trace trace(PolledAddress asked) {
    if (!verbose) {
      return Trace.NONE;
    }
    long begun = System.nanoTime();
    return (step, words) ->
        environment
            .out()
            .printf(
                "%6d ms  %-9s %s%n",
                (System.nanoTime() - begun) / 1_000_000, step, asked.withoutSecrets(words));
  }

  private int poll(PolledAddress asked, Optional<Settings> settings) {
    var polling = environment.polling(settings);
    var feed =
        settings.stream()
            .flatMap(all -> all.subscriptions().stream())
            .filter(known -> known.url().equals(asked.url()))
            .findFirst()
            .orElseGet(() -> Subscription.of(asked.url(), Set.of()));
    var agent =
        settings
            .map(environment::userAgent)
            .orElseGet(() -> new UserAgent(environment.version(), Optional.empty(), 1));
    try (var fetcher = new Fetcher(() -> agent, environment.clock())) {
      var report =
          new Probe(fetcher, new FeedParser(), polling, environment.clock())
              .one(asked.credentials().map(feed::withAuth).orElse(feed), trace(asked));
      var text = new StringWriter();
      ProbeText.print(report, new PrintWriter(text));
      environment.out().print(asked.withoutSecrets(text.toString()));
      environment.out().flush();
      return report.isFeed() ? Exit.OK : Exit.FAULTS;
    }
  }
}

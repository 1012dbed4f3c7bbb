package io.feedloom.cli;

import io.feedloom.config.FeedsYaml;
import io.feedloom.config.Settings;
import io.feedloom.feed.Masked;
import io.feedloom.feed.Subscription;
import io.feedloom.fetch.Fetcher;
import io.feedloom.fetch.Trace;
import io.feedloom.fetch.UserAgent;
import io.feedloom.parse.FeedParser;
import io.feedloom.refresh.Probe;
import java.nio.file.Files;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Proposes selectors for a page without a feed. Stores nothing. */
@Command(
    name = "page",
    mixinStandardHelpOptions = true,
    description = {
      "Fetches a web page without a feed and proposes the key page: for feeds.yml.",
      "Prints the entries that it would give. Stores nothing."
    })
final class PageCommand implements Callable<Integer> {
  private final Environment environment;
  @Mixin private ConfigOption config = new ConfigOption();

  @Parameters(paramLabel = "URL", description = "The page's address, http or https.")
  private String address = "";

  PageCommand(Environment environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() {
    var asked = PolledAddress.parse(address);
    if (asked.isEmpty()) {
      return fail(
          "not the address of a page: \"" + Masked.credentials(address) + "\"; give http(s)://…",
          Exit.USAGE);
    }
    Optional<Settings> settings = Optional.empty();
    if (Files.exists(config.file())) {
      settings = config.settings(environment);
      if (settings.isEmpty()) {
        return Exit.FAULTS;
      }
    }
    return propose(asked.get(), settings);
  }

  private int fail(String message, int code) {
    environment.err().println(message);
    environment.err().flush();
    return code;
  }

  private int propose(PolledAddress asked, Optional<Settings> settings) {
    var polling = environment.polling(settings);
    var agent =
        settings
            .map(environment::userAgent)
            .orElseGet(() -> new UserAgent(environment.version(), Optional.empty(), 1));
    var page = Subscription.of(asked.url(), Set.of());
    try (var fetcher = new Fetcher(() -> agent, environment.clock())) {
      var proposed =
          new Probe(fetcher, new FeedParser(), polling, environment.clock())
              .propose(asked.credentials().map(page::withAuth).orElse(page), Trace.NONE);
      return switch (proposed) {
        case Probe.Proposed.Nothing(var why) -> fail(asked.withoutSecrets(why), Exit.FAULTS);
        case Probe.Proposed.Rules rules -> {
          environment.out().print(asked.withoutSecrets(text(asked, rules)));
          environment.out().flush();
          yield Exit.OK;
        }
      };
    }
  }

  private static String text(PolledAddress asked, Probe.Proposed.Rules proposed) {
    var text = new StringBuilder();
    if (!proposed.already().isEmpty()) {
      text.append("# Not necessary: ").append(proposed.already()).append('\n');
    }
    text.append("- url: ").append(asked.url()).append('\n');
    text.append(FeedsYaml.rules(proposed.rules(), "  ")).append('\n');
    text.append("# It gives ").append(proposed.feed().items().size()).append(" entries:\n");
    proposed
        .feed()
        .items()
        .forEach(
            item -> {
              var entry = item.entry();
              text.append("# ")
                  .append(
                      entry
                          .published()
                          .map(date -> date.toString().substring(0, 10))
                          .orElse("no date   "))
                  .append("  ")
                  .append(entry.title())
                  .append("\n#             ")
                  .append(entry.link().orElse(""))
                  .append('\n');
            });
    return text.toString();
  }
}

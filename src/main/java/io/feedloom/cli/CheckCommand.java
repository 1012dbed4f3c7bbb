package io.feedloom.cli;

import io.feedloom.config.Loaded;
import io.feedloom.config.Settings;
import io.feedloom.feed.Subscription;
import io.feedloom.fetch.Fetcher;
import io.feedloom.parse.FeedParser;
import io.feedloom.refresh.Probe;
import java.io.Console;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Checks {@code feeds.yml}, and on request every feed in it. */
@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    description = "Checks feeds.yml and prints all of its faults, each with file, line and column.")
final class CheckCommand implements Callable<Integer> {
  private final Environment environment;
  @Mixin private ConfigOption config = new ConfigOption();

  @Option(
      names = "--probe",
      description = {
        "Also fetch every feed once, and show the result and what is stored of the feed.",
        "Changes nothing, and works while Feedloom runs."
      })
  private boolean probe;

  CheckCommand(Environment environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() {
    var loaded = config.read(environment);
    ConfigOption.print(environment, loaded);
    return loaded instanceof Loaded.Valid valid && valid.faults().isEmpty()
        ? check(valid.settings())
        : Exit.FAULTS;
  }

  private int check(Settings settings) {
    var feeds = settings.subscriptions();
    long tags = feeds.stream().flatMap(feed -> feed.tags().stream()).distinct().count();
    environment.out().printf("%s is valid: %d feeds, %d tags%n", config.file(), feeds.size(), tags);
    environment.out().flush();
    return probe ? probe(settings) : Exit.OK;
  }

  private int probe(Settings settings) {
    var known = StoredStates.of(settings, config.folder());
    var reports = Collections.synchronizedList(new ArrayList<Probe.Report>());
    var agent = environment.userAgent(settings);
    try (var fetcher = new Fetcher(() -> agent, environment.clock());
        ProgressBar bar = bar(settings.subscriptions())) {
      new Probe(fetcher, new FeedParser(), settings.polling(), environment.clock())
          .all(
              settings.subscriptions(),
              report -> {
                reports.add(report);
                bar.step();
              });
    }
    return print(settings.subscriptions(), reports, known);
  }

  /**
   * Returns a progress bar on standard error, so that the report can be redirected. It shows
   * nothing without a terminal.
   */
  private static ProgressBar bar(List<Subscription> feeds) {
    var builder =
        new ProgressBarBuilder()
            .setTaskName("Probing")
            .setInitialMax(feeds.size())
            .setStyle(ProgressBarStyle.ASCII)
            .setUpdateIntervalMillis(200);
    return Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent()
        ? builder.build()
        : builder.setConsumer(new SilentConsumer()).build();
  }

  private int print(List<Subscription> feeds, List<Probe.Report> reports, StoredStates known) {
    var order = new HashMap<Subscription, Integer>();
    feeds.forEach(feed -> order.put(feed, order.size()));
    var sorted =
        reports.stream()
            .sorted(java.util.Comparator.comparing(r -> order.getOrDefault(r.feed(), 0)))
            .toList();
    environment.out().println(known.where());
    sorted.forEach(
        report -> environment.out().println(ProbeText.summary(report, known.of(report.feed()))));
    long well = sorted.stream().filter(Probe.Report::isFeed).count();
    environment.out().printf("%d of %d feeds can be read%n", well, feeds.size());
    environment.out().flush();
    return well == feeds.size() ? Exit.OK : Exit.FAULTS;
  }
}

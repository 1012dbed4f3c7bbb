package io.feedloom.cli;

import io.feedloom.config.Settings;
import io.feedloom.config.WebhookSettings;
import io.feedloom.feed.NearestWord;
import io.feedloom.fetch.WebClient;
import io.feedloom.push.notify.TestMessage;
import io.feedloom.serve.SampleEntry;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Tests a webhook. */
@Command(
    name = "notify",
    mixinStandardHelpOptions = true,
    description = {
      "Sends a test message to a webhook of feeds.yml and prints the answer.",
      "The message is made and signed like any other, with one made-up entry. It is sent once, and"
          + " needs no running server."
    })
final class NotifyCommand implements Callable<Integer> {
  private final Environment environment;
  @Mixin private ConfigOption config = new ConfigOption();

  @Option(
      names = "--test",
      paramLabel = "NAME",
      required = true,
      description = "The name of the webhook under \"notify\" in feeds.yml.")
  private String name = "";

  NotifyCommand(Environment environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() {
    var settings = config.settings(environment);
    if (settings.isEmpty()) {
      return Exit.FAULTS;
    }
    var webhooks = settings.get().webhooks();
    var webhook = Optional.ofNullable(webhooks.get(name));
    if (webhook.isEmpty()) {
      environment
          .err()
          .println(
              "feeds.yml has no webhook with this name"
                  + NearestWord.of(name, webhooks.keySet())
                      .map(it -> "; did you mean " + it + "?")
                      .orElse(""));
      environment.err().flush();
      return Exit.USAGE;
    }
    return send(settings.get(), webhook.get());
  }

  private int send(Settings settings, WebhookSettings webhook) {
    var clock = environment.clock();
    try (var client = new WebClient(() -> environment.userAgent(settings))) {
      var sample = SampleEntry.of(settings, webhook, clock.instant());
      var outcome = TestMessage.send(settings, webhook, sample, client, clock);
      environment
          .out()
          .printf(
              "%-4s %s (%s): %s%n",
              outcome.accepted() ? "ok" : "FAIL", name, webhook.place(), outcome.text());
      environment.out().flush();
      return outcome.accepted() ? Exit.OK : Exit.FAULTS;
    }
  }
}

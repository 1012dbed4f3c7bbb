package io.feedloom.cli;

import io.feedloom.config.Settings;
import io.feedloom.config.WebhookSettings;
import io.feedloom.fetch.WebClient;
import io.feedloom.push.notify.TestMessage;
import io.feedloom.serve.SampleEntry;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Tests a webhook, or has the running server send to it again. */
@Command(
    name = "notify",
    mixinStandardHelpOptions = true,
    description = {
      "With --test, sends a test message to a webhook of feeds.yml and prints the answer. The"
          + " message is made and signed like any other, with one made-up entry. It is sent once,"
          + " and needs no running server.",
      "With --resume, has the running server send to a webhook again that is off since it answered"
          + " 410, and sends a failed message again now. Needs the admin-token of feeds.yml."
    })
final class NotifyCommand implements Callable<Integer> {
  private final Environment environment;
  @Mixin private ConfigOption config = new ConfigOption();

  @ArgGroup(multiplicity = "1")
  private Task task = new Task();

  @Option(
      names = "--server",
      paramLabel = "URL",
      description =
          "The address of the server for --resume (default: from server.host and server.port).")
  private @Nullable String server;

  /** What to do; exactly one is given. */
  static final class Task {
    @Option(
        names = "--test",
        paramLabel = "NAME",
        description = "The webhook under \"notify\" in feeds.yml to which a test is sent.")
    private @Nullable String test;

    @Option(
        names = "--resume",
        paramLabel = "NAME",
        description = "The webhook under \"notify\" in feeds.yml to switch on again.")
    private @Nullable String resume;
  }

  NotifyCommand(Environment environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() throws InterruptedException {
    var settings = config.settings(environment);
    if (settings.isEmpty()) {
      return Exit.FAULTS;
    }
    var webhooks = settings.get().webhooks();
    var name = Objects.requireNonNullElse(task.test, Objects.requireNonNullElse(task.resume, ""));
    var webhook = Optional.ofNullable(webhooks.get(name));
    if (webhook.isEmpty()) {
      return fail(Exit.USAGE, WebhookSettings.unknown(name, webhooks.keySet()));
    }
    return task.resume == null
        ? send(settings.get(), webhook.get())
        : resume(settings.get(), webhook.get());
  }

  private int resume(Settings settings, WebhookSettings webhook) throws InterruptedException {
    var path =
        "/api/v1/webhooks/%s/resume"
            .formatted(
                URLEncoder.encode(webhook.name(), StandardCharsets.UTF_8).replace("+", "%20"));
    var outcome = AdminRequest.post(settings, Optional.ofNullable(server), path);
    if (outcome.code() != Exit.OK) {
      return fail(outcome.code(), outcome.text());
    }
    environment.out().println(webhook.name() + " is on");
    environment.out().flush();
    return Exit.OK;
  }

  private int fail(int code, String message) {
    environment.err().println(message);
    environment.err().flush();
    return code;
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
              outcome.accepted() ? "ok" : "FAIL", webhook.name(), webhook.place(), outcome.text());
      environment.out().flush();
      return outcome.accepted() ? Exit.OK : Exit.FAULTS;
    }
  }
}

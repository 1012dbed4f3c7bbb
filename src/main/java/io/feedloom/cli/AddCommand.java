package io.feedloom.cli;

import io.feedloom.config.FeedInsertion;
import io.feedloom.config.FeedsFile;
import io.feedloom.config.Loaded;
import io.feedloom.config.Settings;
import io.feedloom.feed.Fetched;
import io.feedloom.feed.Subscription;
import io.feedloom.feed.Tag;
import io.feedloom.fetch.Fetcher;
import io.feedloom.fetch.Trace;
import io.feedloom.fetch.UserAgent;
import io.feedloom.parse.FeedParser;
import io.feedloom.refresh.Probe;
import io.feedloom.select.Selections;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code add URL}: subscribes to a feed. */
@Command(
    name = "add",
    mixinStandardHelpOptions = true,
    description = {
      "Finds the feed of an address and adds it to feeds.yml. Comments and order stay.",
      "A running Feedloom polls it at once."
    })
final class AddCommand implements Callable<Integer> {
  private final Environment environment;
  @Mixin private ConfigOption config = new ConfigOption();

  @Parameters(
      paramLabel = "URL",
      description = "The address of the feed, or of a page that links to it.")
  private String address = "";

  @Option(
      names = {"-t", "--tag"},
      paramLabel = "TAG",
      split = ",",
      description = "A tag of the feed. Can be repeated.")
  private List<String> tags = List.of();

  @Option(names = "--title", paramLabel = "TITLE", description = "Replaces the publisher's title.")
  private @Nullable String title;

  AddCommand(Environment environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() {
    var asked = PolledAddress.parse(address);
    if (asked.isEmpty() || asked.get().credentials().isPresent()) {
      return say("expected http(s)://… without user and password; write these under auth", 2);
    }
    Set<Tag> labels = new LinkedHashSet<>();
    for (var label : tags) {
      if (Tag.key(label).isEmpty()) {
        return say("\"" + label + "\" cannot be a tag", Exit.USAGE);
      }
      labels.add(Tag.of(label));
    }
    Optional<Settings> settings = Optional.empty();
    if (Files.exists(config.file())) {
      settings = config.settings(environment);
      if (settings.isEmpty()) {
        return Exit.FAULTS;
      }
    }
    return add(asked.get().url(), labels, settings);
  }

  private int say(String message, int code) {
    environment.err().println(message);
    environment.err().flush();
    return code;
  }

  private int add(URI url, Set<Tag> labels, Optional<Settings> settings) {
    var known = known(url, settings);
    if (known.isPresent()) {
      return say(known.get(), Exit.FAULTS);
    }
    var report = probe(Subscription.of(url, Set.of()), settings);
    if (!report.isFeed()) {
      return say(
          report.fetched() instanceof Fetched.Failed failed
              ? failed.message()
              : "there is no feed at " + url + "; feedloom poll -v shows what is there",
          Exit.FAULTS);
    }
    var found = report.fetched() instanceof Fetched.Moved moved ? moved.to() : report.address();
    return known(found, settings)
        .map(message -> say(message, Exit.FAULTS))
        .orElseGet(
            () -> write(Subscription.of(found, Optional.ofNullable(title), labels), settings));
  }

  private static Optional<String> known(URI url, Optional<Settings> settings) {
    return settings.stream()
        .flatMap(all -> all.subscriptions().stream())
        .filter(feed -> feed.url().equals(url))
        .findFirst()
        .map(feed -> "%s is subscribed already, as %s".formatted(url, feed.id()));
  }

  private Probe.Report probe(Subscription feed, Optional<Settings> settings) {
    var polling = environment.polling(settings);
    var agent =
        settings
            .map(environment::userAgent)
            .orElseGet(() -> new UserAgent(environment.version(), Optional.empty(), 1));
    try (var fetcher = new Fetcher(() -> agent, environment.clock())) {
      return new Probe(fetcher, new FeedParser(), polling, environment.clock())
          .one(feed, Trace.NONE);
    }
  }

  private int write(Subscription feed, Optional<Settings> settings) {
    var file = config.file();
    try {
      var text = settings.isPresent() ? Files.readString(file, StandardCharsets.UTF_8) : "";
      var edited = FeedInsertion.insert(text, feed);
      if (edited.isEmpty()) {
        return say(
            file + ": the feed cannot be added to its list; add it yourself: " + feed.url(),
            Exit.FAULTS);
      }
      if (!replace(file, edited.get(), feed, settings)) {
        return say(
            file + ": the feed cannot be added to its list; add it yourself: " + feed.url(),
            Exit.FAULTS);
      }
      environment.out().printf("added %s as %s to %s%n", feed.url(), feed.id(), file);
      environment.out().flush();
      return Exit.OK;
    } catch (IOException e) {
      return say(file + ": cannot be written: " + e.getMessage(), Exit.CANNOT_RUN);
    }
  }

  /**
   * Replaces the content of a file as a whole, and keeps its permissions. Returns false and leaves
   * the file as it is if the new content does not have exactly this feed more.
   */
  private boolean replace(Path file, String text, Subscription feed, Optional<Settings> settings)
      throws IOException {
    if (settings.isEmpty()) {
      Files.writeString(file, text);
      return true;
    }
    var real = file.toRealPath();
    var next = real.resolveSibling("." + real.getFileName() + ".new");
    try {
      Files.copy(
          real, next, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
      Files.writeString(next, text);
      if (!hasOneMore(next, feed, settings.get().subscriptions())) {
        return false;
      }
      Files.move(next, real, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.writeString(real, text);
    } finally {
      Files.deleteIfExists(next);
    }
    return true;
  }

  private boolean hasOneMore(Path file, Subscription feed, List<Subscription> before) {
    return FeedsFile.read(file, environment.variables(), Selections::fault)
            instanceof Loaded.Valid valid
        && valid.settings().subscriptions().size() == before.size() + 1
        && valid.settings().subscriptions().stream()
            .anyMatch(it -> it.url().equals(feed.url()) && it.tags().equals(feed.tags()));
  }
}

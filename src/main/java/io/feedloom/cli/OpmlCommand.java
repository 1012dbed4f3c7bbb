package io.feedloom.cli;

import io.feedloom.config.OpmlFile;
import io.feedloom.config.Settings;
import io.feedloom.feed.FeedProfile;
import io.feedloom.feed.Subscription;
import io.feedloom.render.OpmlWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Imports and exports the subscription lists of feed readers. */
@Command(
    name = "opml",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "(import | export)",
    description = "Reads and writes OPML, the subscription lists that feed readers exchange.")
final class OpmlCommand {
  private OpmlCommand() {}

  static CommandLine of(Environment environment) {
    return new CommandLine(new OpmlCommand())
        .addSubcommand(new Import(environment))
        .addSubcommand(new Export(environment));
  }

  /** {@code opml import FILE}. */
  @Command(
      name = "import",
      mixinStandardHelpOptions = true,
      description = {
        "Converts an OPML file to feeds in the form of feeds.yml. Folders become tags.",
        "To subscribe without converting, name the OPML file itself under include: in feeds.yml."
      })
  static final class Import implements Callable<Integer> {
    private final Environment environment;

    @Parameters(paramLabel = "FILE", description = "The OPML file.")
    private Path file = Path.of("");

    @Option(
        names = {"-o", "--output"},
        paramLabel = "YML",
        description = "A new file to write (default: standard output). Include it in feeds.yml.")
    private @Nullable Path output;

    Import(Environment environment) {
      this.environment = environment;
    }

    @Override
    public Integer call() {
      try {
        var converted = OpmlFile.toYaml(file);
        var yaml = converted.yaml();
        converted.faults().forEach(fault -> environment.err().println("left out: " + fault));
        environment.err().flush();
        if (output == null) {
          environment.out().print(yaml);
          environment.out().flush();
        } else {
          Files.writeString(output, yaml, StandardOpenOption.CREATE_NEW);
        }
        return Exit.OK;
      } catch (OpmlFile.OpmlException e) {
        environment.err().println(e.getMessage());
      } catch (IOException e) {
        environment.err().println(output + ": cannot be written as a new file: " + e.getMessage());
      }
      environment.err().flush();
      return Exit.FAULTS;
    }
  }

  /** {@code opml export}. */
  @Command(
      name = "export",
      mixinStandardHelpOptions = true,
      description = "Prints the feeds of feeds.yml as OPML.")
  static final class Export implements Callable<Integer> {
    private final Environment environment;
    @Mixin private ConfigOption config = new ConfigOption();

    @Option(
        names = "--folders",
        description = "Put the feeds into a folder for each of their tags.")
    private boolean folders;

    Export(Environment environment) {
      this.environment = environment;
    }

    @Override
    public Integer call() {
      var settings = config.settings(environment);
      settings.ifPresent(this::print);
      return settings.isPresent() ? Exit.OK : Exit.FAULTS;
    }

    private void print(Settings settings) {
      var feeds = settings.subscriptions().stream().map(Export::profile).toList();
      var base = settings.publicUrl().map(Object::toString).orElse("");
      var opml = OpmlWriter.write(settings.title(), feeds, settings.subscriptions(), base, folders);
      environment.out().print(new String(opml, StandardCharsets.UTF_8));
      environment.out().flush();
    }

    private static FeedProfile profile(Subscription feed) {
      return new FeedProfile(feed.id(), feed.url(), feed.title(), feed.tags(), Optional.empty());
    }
  }
}

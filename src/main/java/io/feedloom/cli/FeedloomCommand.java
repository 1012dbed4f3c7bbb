package io.feedloom.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line of Feedloom. */
@Command(
    name = "feedloom",
    description = "Many feeds in, one feed out: merges RSS, Atom and JSON feeds by tag.",
    synopsisSubcommandLabel = "COMMAND",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:the command succeeded",
      "1:feeds.yml has faults, a feed could not be read, or the server or webhook refused the"
          + " request",
      "2:the command line is wrong",
      "3:the port is taken, the store cannot be opened, or no server answers",
      "4:the server ran out of memory; a supervisor should start it again"
    })
public final class FeedloomCommand {
  private FeedloomCommand() {}

  /** Runs the command that the arguments name and returns its exit code. */
  public static int run(Environment environment, String... args) {
    var line = of(environment);
    line.addSubcommand(new ServeCommand(environment));
    // Describing a command takes some milliseconds, and the server should start fast.
    if (args.length == 0 || !args[0].equals("serve")) {
      addOthers(line, environment);
    }
    line.setOut(environment.out()).setErr(environment.err());
    line.setCaseInsensitiveEnumValuesAllowed(true);
    return line.execute(args);
  }

  /** Returns the command line with all commands, to describe it. */
  static CommandLine all(Environment environment) {
    var line = of(environment);
    line.addSubcommand(new ServeCommand(environment));
    addOthers(line, environment);
    return line;
  }

  private static CommandLine of(Environment environment) {
    var root =
        CommandLine.Model.CommandSpec.forAnnotatedObject(
            new FeedloomCommand(), CommandLine.defaultFactory());
    root.mixinStandardHelpOptions(true).version("feedloom " + environment.version());
    return new CommandLine(root);
  }

  private static void addOthers(CommandLine line, Environment environment) {
    line.addSubcommand(new CheckCommand(environment));
    line.addSubcommand(new PlanCommand(environment));
    line.addSubcommand(new ApplyCommand(environment));
    line.addSubcommand(new PollCommand(environment));
    line.addSubcommand(new RefetchCommand(environment));
    line.addSubcommand(new PageCommand(environment));
    line.addSubcommand(new AddCommand(environment));
    line.addSubcommand(new NotifyCommand(environment));
    line.addSubcommand(new SchemaCommand(environment));
    line.addSubcommand(OpmlCommand.of(environment));
    line.addSubcommand(new ExportCommand(environment));
    line.addSubcommand(new BackupCommand(environment));
    line.addSubcommand(new RestoreCommand(environment));
    line.addSubcommand(new VacuumCommand(environment));
    line.addSubcommand(new HealthCommand(environment));
    line.addSubcommand(new CompletionCommand(environment));
    line.addSubcommand(new ManCommand(environment));
  }
}

package io.feedloom.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Writes the completions of commands and options for the shell fish. */
final class FishCompletion {
  private static final int LONG = 2;

  private FishCompletion() {}

  static String of(CommandSpec root) {
    var lines = new ArrayList<String>();
    add(lines, root, List.of());
    return String.join("\n", lines) + "\n";
  }

  private static void add(List<String> lines, CommandSpec command, List<String> path) {
    var condition = condition(command, path);
    command
        .subcommands()
        .forEach(
            (name, below) ->
                lines.add(
                    start(condition)
                        + " -f -a "
                        + name
                        + description(ManText.first(below.getCommandSpec().usageMessage()))));
    for (var option : command.options()) {
      if (!option.hidden()) {
        lines.add(start(condition) + names(option) + description(ManText.of(option)));
      }
    }
    command
        .subcommands()
        .forEach(
            (name, below) -> {
              var longer = new ArrayList<>(path);
              longer.add(name);
              add(lines, below.getCommandSpec(), longer);
            });
  }

  /** Returns the condition that the command is complete, and none of its own commands follows. */
  private static String condition(CommandSpec command, List<String> path) {
    var seen =
        path.isEmpty()
            ? "__fish_use_subcommand"
            : String.join(
                "; and ", path.stream().map(it -> "__fish_seen_subcommand_from " + it).toList());
    return path.isEmpty() || command.subcommands().isEmpty()
        ? seen
        : seen
            + "; and not __fish_seen_subcommand_from "
            + String.join(" ", command.subcommands().keySet());
  }

  private static String start(String condition) {
    return "complete -c feedloom -n " + quoted(condition);
  }

  private static String names(OptionSpec option) {
    var names = new StringBuilder();
    for (var name : option.names()) {
      names.append(
          name.startsWith("--") ? " -l " + name.substring(LONG) : " -s " + name.substring(1));
    }
    return names + (option.arity().max() > 0 ? " -r" : "");
  }

  private static String description(String text) {
    return text.isEmpty() ? "" : " -d " + quoted(text);
  }

  private static String quoted(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }
}

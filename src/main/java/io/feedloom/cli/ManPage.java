package io.feedloom.cli;

import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;

/** Writes the manual page of the command line, in the macros of man(7). */
final class ManPage {
  private final StringBuilder page = new StringBuilder();

  private ManPage() {}

  /** Returns the page. It contains no date, so that builds are reproducible. */
  static String of(CommandSpec root, String version) {
    return new ManPage().write(root, version);
  }

  private String write(CommandSpec root, String version) {
    line(".TH FEEDLOOM 1 \"\" \"feedloom " + version + "\" \"User Commands\"");
    section("NAME");
    text("feedloom - merge RSS, Atom and JSON feeds by tag");
    section("SYNOPSIS");
    line(".B feedloom");
    line(".I COMMAND");
    text("[options]");
    section("DESCRIPTION");
    text(
        "Feedloom polls the feeds that feeds.yml names, stores their entries, and serves merged"
            + " feeds that are chosen by tag, category, source or words.");
    section("COMMANDS");
    root.subcommands().forEach((name, command) -> command(name, command.getCommandSpec()));
    section("EXIT STATUS");
    root.usageMessage()
        .exitCodeList()
        .forEach((code, meaning) -> item("\\fB" + code + "\\fR", meaning));
    end();
    return page.toString();
  }

  private void command(String name, CommandSpec command) {
    line(".SS \"feedloom " + name + synopsis(command) + "\"");
    for (var sentence : command.usageMessage().description()) {
      text(sentence.strip());
      line(".br");
    }
    command.positionalParameters().forEach(it -> argument(it.paramLabel(), it));
    command.options().stream()
        .filter(option -> !option.hidden() && !option.usageHelp() && !option.versionHelp())
        .forEach(
            option ->
                argument(
                    String.join(", ", option.names())
                        + (option.arity().max() > 0 ? " " + option.paramLabel() : ""),
                    option));
    command
        .subcommands()
        .forEach((below, line) -> command(name + " " + below, line.getCommandSpec()));
  }

  private static String synopsis(CommandSpec command) {
    return String.join(
        "",
        command.positionalParameters().stream()
            .map(it -> it.required() ? " " + it.paramLabel() : " [" + it.paramLabel() + "]")
            .toList());
  }

  private void argument(String names, ArgSpec argument) {
    item("\\fB" + escaped(names) + "\\fR", ManText.of(argument));
  }

  private void end() {
    section("FILES");
    item("feeds.yml", "The feeds and all options. The packages put it into /etc/feedloom.");
    section("ENVIRONMENT");
    item("FEEDLOOM_CONFIG", "The file that commands read if they have no option --config.");
    item("FEEDLOOM_DATA", "The folder of the database if there is no option --data.");
    section("SIGNALS");
    item("SIGHUP", "serve reads feeds.yml again, even if it did not change.");
    item("SIGTERM, SIGINT", "serve finishes what is under way, and ends.");
  }

  private void section(String name) {
    line(".SH " + name);
  }

  private void item(String term, String description) {
    line(".TP");
    line(term);
    text(description);
  }

  private void text(String text) {
    line(escaped(text));
  }

  /** Returns text that roff prints as it is: a line must not begin with a dot or an apostrophe. */
  private static String escaped(String text) {
    var safe = text.replace("\\", "\\e").replace("-", "\\-").replace("%%", "%");
    return safe.startsWith(".") || safe.startsWith("'") ? "\\&" + safe : safe;
  }

  private void line(String line) {
    page.append(line).append('\n');
  }
}

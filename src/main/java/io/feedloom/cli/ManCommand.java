package io.feedloom.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Prints the manual page of all commands. */
@Command(
    name = "man",
    mixinStandardHelpOptions = true,
    description = "Prints the manual page: feedloom man | man -l -")
final class ManCommand implements Callable<Integer> {
  private final Environment environment;

  ManCommand(Environment environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() {
    environment
        .out()
        .print(
            ManPage.of(FeedloomCommand.all(environment).getCommandSpec(), environment.version()));
    environment.out().flush();
    return Exit.OK;
  }
}

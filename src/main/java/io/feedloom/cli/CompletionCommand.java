package io.feedloom.cli;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Prints the script by which a shell completes commands and options. */
@Command(
    name = "completion",
    mixinStandardHelpOptions = true,
    description = {
      "Prints a script that completes commands and options in a shell, for example:",
      "  bash   source <(feedloom completion bash)",
      "  zsh    source <(feedloom completion zsh)",
      "  fish   feedloom completion fish | source"
    })
final class CompletionCommand implements Callable<Integer> {
  /** The shells with a script. */
  enum Shell {
    BASH,
    ZSH,
    FISH
  }

  private final Environment environment;

  @Parameters(paramLabel = "SHELL", description = "bash, zsh or fish.")
  private Shell shell = Shell.BASH;

  CompletionCommand(Environment environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() {
    var line = FeedloomCommand.all(environment);
    environment
        .out()
        .print(
            switch (shell) {
              // Picocli's script for bash loads the compatibility of zsh itself.
              case BASH, ZSH -> AutoComplete.bash("feedloom", line);
              case FISH -> FishCompletion.of(line.getCommandSpec());
            });
    environment.out().flush();
    return Exit.OK;
  }
}

package io.feedloom.cli;

import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** Reads the descriptions of commands and options as plain text. */
final class ManText {
  private ManText() {}

  /** Returns the description of an option or a parameter in one line. */
  static String of(ArgSpec argument) {
    var text = String.join(" ", argument.description());
    return text.replace("${DEFAULT-VALUE}", String.valueOf(argument.defaultValue()))
        .replace("${COMPLETION-CANDIDATES}", candidates(argument))
        .replace("%%", "%");
  }

  private static String candidates(ArgSpec argument) {
    return argument.completionCandidates() == null
        ? ""
        : String.join(", ", argument.completionCandidates());
  }

  /** Returns the first line of the description of a command. */
  static String first(UsageMessageSpec usage) {
    return usage.description().length == 0 ? "" : usage.description()[0];
  }
}

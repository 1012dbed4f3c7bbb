package io.feedloom;

import io.feedloom.cli.CommandLineText;
import io.feedloom.cli.Environment;
import io.feedloom.cli.FeedloomCommand;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.NullMarked;

/** Starts the program. This class holds the only system clock and passes it to everything else. */
@NullMarked
public final class Main {
  private Main() {}

  /** Runs the command named by the arguments and exits with its code. */
  public static void main(String[] args) {
    var version =
        Optional.ofNullable(Main.class.getPackage().getImplementationVersion()).orElse("dev");
    var environment =
        new Environment(
            Clock.systemUTC(), version, System.getenv(), utf8(System.out), utf8(System.err));
    System.exit(FeedloomCommand.run(environment, CommandLineText.of(args)));
  }

  private static PrintWriter utf8(PrintStream stream) {
    return new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), true);
  }
}

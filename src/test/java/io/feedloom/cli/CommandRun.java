package io.feedloom.cli;

import io.feedloom.serve.Served;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.InstantSource;
import java.util.Map;

/** What a command printed, and its exit code. */
record CommandRun(int code, String out, String err) {
  static CommandRun of(String... arguments) {
    var out = new StringWriter();
    var err = new StringWriter();
    var environment =
        new Environment(
            InstantSource.fixed(Served.NOON),
            "test",
            Map.of(),
            new PrintWriter(out),
            new PrintWriter(err));
    int code = FeedloomCommand.run(environment, arguments);
    return new CommandRun(code, out.toString(), err.toString());
  }
}

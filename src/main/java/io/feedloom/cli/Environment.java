package io.feedloom.cli;

import io.feedloom.config.Settings;
import io.feedloom.fetch.UserAgent;
import java.io.PrintWriter;
import java.time.InstantSource;
import java.util.Map;

/**
 * The surroundings of a command.
 *
 * @param variables the environment variables, for {@code ${NAME}} in {@code feeds.yml}
 * @param out where results go
 * @param err where messages go
 */
public record Environment(
    InstantSource clock,
    String version,
    Map<String, String> variables,
    PrintWriter out,
    PrintWriter err) {
  /** Returns the {@code User-Agent} for publishers. Each key counts as one subscriber. */
  UserAgent userAgent(Settings settings) {
    return new UserAgent(version, settings.publicUrl(), settings.keys().size());
  }
}

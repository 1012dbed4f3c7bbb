package io.feedloom.cli;

import io.feedloom.config.Settings;
import io.feedloom.fetch.UserAgent;
import java.io.PrintWriter;
import java.time.InstantSource;
import java.util.Map;

/**
 * What commands get from outside.
 *
 * @param variables the environment, for {@code ${NAME}} in {@code feeds.yml}
 * @param out where results go
 * @param err where everything else goes
 */
public record Environment(
    InstantSource clock,
    String version,
    Map<String, String> variables,
    PrintWriter out,
    PrintWriter err) {
  /** How we name ourselves to publishers. Those who read here are those who were given a key. */
  UserAgent userAgent(Settings settings) {
    return new UserAgent(version, settings.publicUrl(), settings.keys().size());
  }
}

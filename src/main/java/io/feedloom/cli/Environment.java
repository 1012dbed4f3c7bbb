package io.feedloom.cli;

import io.feedloom.config.PollingSettings;
import io.feedloom.config.ProxySettings;
import io.feedloom.config.Settings;
import io.feedloom.fetch.UserAgent;
import java.io.PrintWriter;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

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

  /** Returns how feeds are polled, also without a {@code feeds.yml}. */
  PollingSettings polling(Optional<Settings> settings) {
    return settings
        .map(Settings::polling)
        .orElseGet(() -> PollingSettings.DEFAULT.withProxies(ProxySettings.of(variables)));
  }
}

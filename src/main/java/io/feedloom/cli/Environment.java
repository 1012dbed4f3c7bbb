package io.feedloom.cli;

import io.feedloom.fetch.UserAgent;
import java.io.PrintWriter;
import java.net.URI;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

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
  /** How we name ourselves to publishers. */
  UserAgent userAgent(Optional<URI> publicUrl) {
    return new UserAgent(version, publicUrl);
  }
}

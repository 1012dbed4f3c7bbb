package io.feedloom.cli;

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
  /** How we name ourselves to publishers. */
  String userAgent(java.util.Optional<java.net.URI> publicUrl) {
    return "Feedloom/" + version + publicUrl.map(url -> " (+" + url + ")").orElse("");
  }
}

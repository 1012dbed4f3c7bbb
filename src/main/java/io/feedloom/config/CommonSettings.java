package io.feedloom.config;

import java.util.List;
import java.util.Optional;

/**
 * The configuration that several nodes share, as this node can read it.
 *
 * @param settings empty if this node cannot read it, for example because a newer version wrote it
 * @param faults what is wrong with it here
 * @param missing the variables and secrets that this node lacks. In the settings, texts that nobody
 *     can guess take the place of the secrets
 */
public record CommonSettings(
    Optional<Settings> settings, List<Fault> faults, List<String> missing) {
  public CommonSettings {
    faults = List.copyOf(faults);
    missing = List.copyOf(missing);
  }
}

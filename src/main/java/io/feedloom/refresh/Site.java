package io.feedloom.refresh;

import io.feedloom.config.HostSettings;
import io.feedloom.config.PollingSettings;
import io.feedloom.feed.Hold;
import io.feedloom.fetch.Domains;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The host and domain of a feed's address, whose requests are limited together.
 *
 * @param host in ASCII and lower case
 * @param line the name of the queue for its requests: the name in the admin's own setting, or else
 *     the registrable domain, or else the host
 * @param most the most simultaneous requests of that queue
 * @param spacing the least time between the starts of two requests
 */
record Site(String host, Optional<String> domain, String line, int most, Duration spacing) {

  static Site of(URI url, PollingSettings settings) {
    var host = Domains.host(url);
    var domain = Domains.registrable(host);
    var own = settings.hostSettings(host);
    var usual = domain.isPresent() ? settings.spacing() : Duration.ZERO;
    return new Site(
        host,
        domain,
        own.map(Map.Entry::getKey).or(() -> domain).orElse(host),
        own.map(Map.Entry::getValue).flatMap(HostSettings::perHost).orElse(settings.perHost()),
        own.map(Map.Entry::getValue).flatMap(HostSettings::spacing).orElse(usual));
  }

  /** Returns the scopes of the holds that apply to this site. */
  List<String> scopes() {
    return domain
        .map(name -> List.of(Hold.host(host), Hold.domain(name)))
        .orElseGet(() -> List.of(Hold.host(host)));
  }
}

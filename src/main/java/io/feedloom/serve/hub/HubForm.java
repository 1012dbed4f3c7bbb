package io.feedloom.serve.hub;

import io.feedloom.feed.Secret;
import io.feedloom.store.api.HubRequest.Mode;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A valid request of a subscriber (WebSub section 5.1). Other parameters than these are ignored.
 *
 * @param topic absolute
 * @param callback absolute
 * @param lease how long the subscription lasts, within the limits of the hub
 */
record HubForm(Mode mode, URI topic, URI callback, Duration lease, Optional<Secret> secret) {
  private static final Duration USUAL_LEASE = Duration.ofDays(10);
  private static final Duration LONGEST_LEASE = Duration.ofDays(30);
  private static final Duration SHORTEST_LEASE = Duration.ofMinutes(1);

  /** A secret must have fewer bytes. */
  private static final int SECRET_BYTES = 200;

  private static final int MAX_ADDRESS = 4_000;

  /**
   * Returns the request of a form.
   *
   * @throws BadHubRequest with what is wrong
   */
  static HubForm read(Map<String, List<String>> parameters) throws BadHubRequest {
    var mode = mode(required(parameters, "hub.mode"));
    var topic = address("hub.topic", required(parameters, "hub.topic"));
    var callback = callback(required(parameters, "hub.callback"));
    var lease = mode == Mode.SUBSCRIBE ? lease(parameters) : Duration.ZERO;
    return new HubForm(mode, topic, callback, lease, secret(parameters));
  }

  private static Mode mode(String word) throws BadHubRequest {
    for (var mode : Mode.values()) {
      if (mode.word().equals(word)) {
        return mode;
      }
    }
    throw bad("hub.mode must be subscribe or unsubscribe");
  }

  private static String required(Map<String, List<String>> parameters, String name)
      throws BadHubRequest {
    return one(parameters, name)
        .filter(value -> !value.isEmpty())
        .orElseThrow(() -> bad(name + " is missing"));
  }

  private static Optional<String> one(Map<String, List<String>> parameters, String name)
      throws BadHubRequest {
    var values = parameters.getOrDefault(name, List.of());
    if (values.size() > 1) {
      throw bad(name + " must be given once");
    }
    return values.stream().findFirst();
  }

  private static URI address(String name, String text) throws BadHubRequest {
    if (text.length() > MAX_ADDRESS) {
      throw bad(name + " is longer than " + MAX_ADDRESS + " characters");
    }
    try {
      var address = new URI(text);
      var scheme = Optional.ofNullable(address.getScheme()).orElse("").toLowerCase(Locale.ROOT);
      boolean isWeb = scheme.equals("http") || scheme.equals("https");
      if (isWeb && Optional.ofNullable(address.getHost()).filter(h -> !h.isEmpty()).isPresent()) {
        return address;
      }
    } catch (URISyntaxException e) {
      throw bad(name + " is not a valid URL: " + e.getReason());
    }
    throw bad(name + " must be an absolute URL with http or https");
  }

  private static URI callback(String text) throws BadHubRequest {
    var callback = address("hub.callback", text);
    if (callback.getRawFragment() != null) {
      throw bad("hub.callback must have no fragment");
    }
    if (callback.getRawUserInfo() != null) {
      throw bad("hub.callback must have no user and password");
    }
    return callback;
  }

  private static Duration lease(Map<String, List<String>> parameters) throws BadHubRequest {
    var asked = one(parameters, "hub.lease_seconds").filter(value -> !value.isEmpty());
    if (asked.isEmpty()) {
      return USUAL_LEASE;
    }
    if (!asked.get().matches("0*[1-9][0-9]*")) {
      throw bad("hub.lease_seconds must be a positive whole number");
    }
    var digits = asked.get().replaceFirst("^0+", "");
    return digits.length() > 9
        ? LONGEST_LEASE
        : Duration.ofSeconds(
            Math.clamp(
                Long.parseLong(digits), SHORTEST_LEASE.toSeconds(), LONGEST_LEASE.toSeconds()));
  }

  private static Optional<Secret> secret(Map<String, List<String>> parameters)
      throws BadHubRequest {
    var secret = one(parameters, "hub.secret").filter(value -> !value.isEmpty());
    if (secret.isPresent()) {
      if (secret.get().getBytes(StandardCharsets.UTF_8).length >= SECRET_BYTES) {
        throw bad("hub.secret must have fewer than " + SECRET_BYTES + " bytes");
      }
      if (secret.get().indexOf('\0') >= 0) {
        throw bad("hub.secret must not contain U+0000");
      }
    }
    return secret.map(Secret::new);
  }

  private static BadHubRequest bad(String message) {
    return new BadHubRequest(400, message);
  }
}

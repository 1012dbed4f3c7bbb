package io.feedloom.push.hub;

import io.feedloom.fetch.WebClient.Reply;
import io.feedloom.push.RetryTimes;
import io.feedloom.store.api.HubRequest;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Questions to callbacks whether they asked for a change (WebSub section 5.3). */
final class Confirmation {
  /** How many times a callback is asked that does not answer. */
  static final int MAX_TRIES = 4;

  private Confirmation() {}

  /** What follows from the answer of a callback. */
  enum Result {
    CONFIRMED,
    REFUSED,
    /** The callback did not answer, or its server has an error. */
    UNCLEAR
  }

  /** Returns the address that asks a callback about a request. */
  static URI question(HubRequest request, String challenge) {
    var parameters = new LinkedHashMap<String, String>();
    parameters.put("hub.mode", request.mode().word());
    parameters.put("hub.topic", request.asked());
    parameters.put("hub.challenge", challenge);
    if (request.mode() == HubRequest.Mode.SUBSCRIBE) {
      parameters.put("hub.lease_seconds", String.valueOf(request.lease().toSeconds()));
    }
    return with(request.callback(), parameters);
  }

  /** Returns the address that informs a callback that its subscription ended (section 5.2). */
  static URI denial(String callback, String topic, String reason) {
    var parameters = new LinkedHashMap<String, String>();
    parameters.put("hub.mode", "denied");
    parameters.put("hub.topic", topic);
    parameters.put("hub.reason", reason);
    return with(callback, parameters);
  }

  /** Returns the callback with further parameters. Its own query stays as it is. */
  private static URI with(String callback, Map<String, String> parameters) {
    var query =
        parameters.entrySet().stream()
            .map(p -> p.getKey() + "=" + URLEncoder.encode(p.getValue(), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&"));
    var own = callback.indexOf('?');
    var joint = own < 0 ? "?" : own == callback.length() - 1 ? "" : "&";
    return URI.create(callback + joint + query);
  }

  /** Returns what an answer means: the body of a success must be the challenge. */
  static Result result(Reply reply, String challenge) {
    return switch (reply) {
      case Reply.Answered answer when answer.isSuccess() ->
          new String(answer.body(), StandardCharsets.UTF_8).strip().equals(challenge)
              ? Result.CONFIRMED
              : Result.REFUSED;
      case Reply.Answered answer when answer.status() >= 500 || answer.status() == 429 ->
          Result.UNCLEAR;
      case Reply.Answered _ -> Result.REFUSED;
      case Reply.Failed failure ->
          switch (failure.reason()) {
            case FORBIDDEN_ADDRESS -> Result.REFUSED;
            case DNS,
                CONNECT,
                TLS,
                TIMEOUT,
                PROTOCOL,
                TOO_LARGE,
                REDIRECT,
                DENIED,
                NOT_FOUND,
                CLIENT_ERROR,
                SERVER_ERROR,
                NOT_A_FEED,
                UNEXPECTED ->
                Result.UNCLEAR;
          };
    };
  }

  /** Returns when to ask again; empty if the callback was asked often enough. */
  static Optional<Instant> again(int tries, Instant now) {
    return tries >= MAX_TRIES ? Optional.empty() : RetryTimes.next(tries, Optional.empty(), now);
  }
}

package io.feedloom.push.subscriber;

import io.feedloom.feed.TopicSubscription;
import io.feedloom.feed.TopicSubscription.Mode;
import io.feedloom.fetch.WebClient.Message;
import io.feedloom.fetch.WebClient.Reply;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The requests to hubs (WebSub section 5.1), and their answers. Has no side effects. */
final class SubscribeRequest {
  private static final Pattern SECONDS = Pattern.compile("\\d{1,9}");
  private static final Pattern SPACES = Pattern.compile("[\\s\\p{Cntrl}]+");
  private static final int MAX_REASON = 200;

  private SubscribeRequest() {}

  /**
   * Why a hub did not accept a request.
   *
   * @param retryAfter how long the hub asks to wait
   */
  record Refused(String why, Optional<Duration> retryAfter) {}

  /** Returns the request. It contains the same secret each time, so no delivery becomes invalid. */
  static Message of(TopicSubscription subscription, Mode mode) {
    var fields = new LinkedHashMap<String, String>();
    fields.put("hub.mode", mode.word());
    fields.put("hub.topic", subscription.topic());
    fields.put("hub.callback", subscription.callback());
    if (mode == Mode.SUBSCRIBE) {
      fields.put("hub.lease_seconds", Long.toString(Courses.LEASE.toSeconds()));
      fields.put("hub.secret", subscription.secret().value());
    }
    fields.put("hub.verify", "async"); // Hubs of PubSubHubbub 0.3 require it; others ignore it.
    var body =
        fields.entrySet().stream()
            .map(field -> field.getKey() + "=" + encoded(field.getValue()))
            .collect(Collectors.joining("&"));
    return Message.post(
        URI.create(subscription.hub()),
        Map.of("Content-Type", "application/x-www-form-urlencoded"),
        body.getBytes(StandardCharsets.UTF_8));
  }

  private static String encoded(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }

  /**
   * Returns why the hub did not accept the request; empty if it did. A hub may repeat parts of the
   * request in its answer; the reason does not contain its secrets.
   */
  static Optional<Refused> refusal(TopicSubscription subscription, Reply reply) {
    return switch (reply) {
      case Reply.Failed(var _, String message) ->
          Optional.of(new Refused("the hub cannot be reached: " + message, Optional.empty()));
      case Reply.Answered answer when answer.isSuccess() -> Optional.empty();
      case Reply.Answered answer ->
          Optional.of(
              new Refused(
                  "the hub answered %d%s".formatted(answer.status(), reason(subscription, answer)),
                  answer
                      .header("Retry-After")
                      .map(String::strip)
                      .filter(value -> SECONDS.matcher(value).matches())
                      .map(value -> Duration.ofSeconds(Long.parseLong(value)))));
    };
  }

  /** Returns the reason that a hub gives in plain text (WebSub section 5.2). */
  private static String reason(TopicSubscription subscription, Reply.Answered answer) {
    boolean plain = answer.header("Content-Type").orElse("").startsWith("text/plain");
    var text = hidden(subscription, new String(answer.body(), StandardCharsets.UTF_8));
    return plain && !text.isEmpty() ? ": " + text : "";
  }

  /** Returns a text of a hub in short, without the secret and the callback of a subscription. */
  static String hidden(TopicSubscription subscription, String text) {
    var safe =
        SPACES
            .matcher(text)
            .replaceAll(" ")
            .replace(subscription.secret().value(), "***")
            .replace(subscription.path(), "***")
            .strip();
    return safe.length() > MAX_REASON ? safe.substring(0, MAX_REASON) + "…" : safe;
  }
}

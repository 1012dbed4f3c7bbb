package io.feedloom.push.notify;

import io.feedloom.feed.Credentials;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Makes the header field {@code Authorization}. */
final class Authorization {
  private Authorization() {}

  /** Returns the value of the field. */
  static String of(Credentials credentials) {
    return switch (credentials) {
      case Credentials.Bearer(var token) -> "Bearer " + token.value();
      case Credentials.Basic(var user, var password) ->
          "Basic "
              + Base64.getEncoder()
                  .encodeToString((user + ":" + password.value()).getBytes(StandardCharsets.UTF_8));
    };
  }
}

package io.feedloom.push.notify;

import static org.assertj.core.api.Assertions.assertThat;

import io.feedloom.feed.Secret;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class StandardWebhooksTest {
  private static final Secret SECRET = new Secret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
  private static final Secret OTHER = new Secret("whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");
  private static final String ID = "msg_p5jXN8AQM9LWM0D4loKWxJek";
  private static final byte[] BODY = "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8);
  private static final Instant NOW = Instant.ofEpochSecond(1_614_265_330);

  /** The same message as in the tests of the standard's libraries. */
  @Test
  void signatureIsThatOfOtherLibraries() {
    assertThat(StandardWebhooks.headers(ID, BODY, List.of(SECRET), NOW))
        .containsEntry("webhook-id", ID)
        .containsEntry("webhook-timestamp", "1614265330")
        .containsEntry("webhook-signature", "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
  }

  @Test
  void eachSecretSigns() {
    var both = StandardWebhooks.headers(ID, BODY, List.of(OTHER, SECRET), NOW);

    assertThat(both.get("webhook-signature"))
        .matches("v1,[A-Za-z0-9+/]{43}= v1,[A-Za-z0-9+/]{43}=")
        .endsWith(" v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
  }

  @Test
  void messageWithoutSecretHasNoSignature() {
    assertThat(StandardWebhooks.headers(ID, BODY, List.of(), NOW))
        .containsOnlyKeys("webhook-id", "webhook-timestamp");
  }

  @Test
  void idsDifferUnlessTheyHaveTheSameKey() {
    assertThat(StandardWebhooks.newId()).isNotEqualTo(StandardWebhooks.newId());
    assertThat(StandardWebhooks.idOf("chat", "k")).isEqualTo(StandardWebhooks.idOf("chat", "k"));
    assertThat(StandardWebhooks.idOf("chat", "k")).isNotEqualTo(StandardWebhooks.idOf("chat", "l"));
    assertThat(StandardWebhooks.idOf("chat", "k"))
        .isNotEqualTo(StandardWebhooks.idOf("other", "k"))
        .matches("msg_[0-9a-f]{32}");
  }
}

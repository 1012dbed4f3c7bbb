package io.feedloom.push.notify;

import io.feedloom.feed.Digest;
import io.feedloom.feed.Secret;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The ids and signatures of messages as Standard Webhooks 1.0 defines them. */
final class StandardWebhooks {
  private static final String PREFIX = "whsec_";
  private static final String ALGORITHM = "HmacSHA256";
  private static final int ID_BYTES = 16;
  private static final SecureRandom RANDOM = new SecureRandom();

  private StandardWebhooks() {}

  /** Returns a new id of a message. */
  static String newId() {
    byte[] bytes = new byte[ID_BYTES];
    RANDOM.nextBytes(bytes);
    return id(bytes);
  }

  /** Returns the id of the message with a key to a webhook; always the same. */
  static String idOf(String webhook, String key) {
    var text = (webhook + '\0' + key).getBytes(StandardCharsets.UTF_8);
    return id(Arrays.copyOf(Digest.sha256(text), ID_BYTES));
  }

  private static String id(byte[] bytes) {
    return "msg_" + HexFormat.of().formatHex(bytes);
  }

  /**
   * Returns the header fields of one try to send a message.
   *
   * @param secrets as {@code whsec_} and Base64; without any, the message has no signature
   * @param now the time of this try
   */
  static Map<String, String> headers(String id, byte[] body, List<Secret> secrets, Instant now) {
    var headers = new LinkedHashMap<String, String>();
    headers.put("webhook-id", id);
    headers.put("webhook-timestamp", String.valueOf(now.getEpochSecond()));
    if (!secrets.isEmpty()) {
      headers.put(
          "webhook-signature",
          secrets.stream()
              .map(secret -> "v1," + signature(id, body, secret, now))
              .collect(Collectors.joining(" ")));
    }
    return headers;
  }

  private static String signature(String id, byte[] body, Secret secret, Instant now) {
    byte[] key = Base64.getDecoder().decode(secret.value().substring(PREFIX.length()));
    var signed = new ByteArrayOutputStream();
    signed.writeBytes((id + "." + now.getEpochSecond() + ".").getBytes(StandardCharsets.UTF_8));
    signed.writeBytes(body);
    try {
      var mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(key, ALGORITHM));
      return Base64.getEncoder().encodeToString(mac.doFinal(signed.toByteArray()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java runtime has " + ALGORITHM, e);
    }
  }
}

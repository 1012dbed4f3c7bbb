package io.feedloom.push;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The HMACs of {@code X-Hub-Signature} (WebSub section 7.1): {@code sha256=} and hexadecimal. */
public final class HmacSignature {
  private static final Map<String, String> ALGORITHMS =
      Map.of(
          "sha1", "HmacSHA1",
          "sha256", "HmacSHA256",
          "sha384", "HmacSHA384",
          "sha512", "HmacSHA512");

  private HmacSignature() {}

  /** Returns the value of the header for a body, with SHA-256. */
  public static String of(String secret, byte[] body) {
    return "sha256=" + HexFormat.of().formatHex(hmac("HmacSHA256", secret, body));
  }

  /**
   * Returns whether a header is the signature of a body. Takes the same time for every wrong
   * signature. False if the method is unknown or the header is malformed.
   *
   * @param header such as {@code sha1=0a1b…}; its letters may have any case
   */
  public static boolean matches(String header, String secret, byte[] body) {
    int sign = header.indexOf('=');
    if (sign < 0) {
      return false;
    }
    var algorithm =
        Optional.ofNullable(
            ALGORITHMS.get(header.substring(0, sign).strip().toLowerCase(Locale.ROOT)));
    if (algorithm.isEmpty()) {
      return false;
    }
    byte[] claimed;
    try {
      claimed = HexFormat.of().parseHex(header.substring(sign + 1).strip());
    } catch (IllegalArgumentException _) {
      return false;
    }
    return MessageDigest.isEqual(claimed, hmac(algorithm.get(), secret, body));
  }

  private static byte[] hmac(String algorithm, String secret, byte[] body) {
    try {
      var mac = Mac.getInstance(algorithm);
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), algorithm));
      return mac.doFinal(body);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java runtime has " + algorithm, e);
    }
  }
}

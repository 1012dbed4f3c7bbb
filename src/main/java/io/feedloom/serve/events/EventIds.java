package io.feedloom.serve.events;

import io.feedloom.feed.Digest;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.OptionalLong;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The ids of events: positions in the log of arrivals, encrypted. The numbers themselves would
 * reveal how much arrives that a listener may not see. Each id of a position differs, because equal
 * ids would reveal that nothing arrived. Ids of another database are not valid here.
 */
final class EventIds {
  private static final int KEY_BYTES = 16;

  /** The length that NIST SP 800-38D recommends for GCM (section 5.2.1.1). */
  private static final int NONCE_BYTES = 12;

  private static final int TAG_BYTES = 16;
  private static final int SIZE = NONCE_BYTES + Long.BYTES + TAG_BYTES;

  private final SecureRandom random = new SecureRandom();
  private final SecretKeySpec key;

  /**
   * @param secret of the database, from which the key is derived
   */
  EventIds(long secret) {
    var name = ("events " + secret).getBytes(StandardCharsets.UTF_8);
    key = new SecretKeySpec(Arrays.copyOf(Digest.sha256(name), KEY_BYTES), "AES");
  }

  /**
   * Returns an id for a position: a nonce, the encrypted position and its tag. Each call returns
   * another one.
   */
  String write(long place) {
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    var number = ByteBuffer.allocate(Long.BYTES).putLong(place);
    try {
      byte[] sealed = cipher(Cipher.ENCRYPT_MODE, nonce).doFinal(number.array());
      return HexFormat.of().formatHex(nonce) + HexFormat.of().formatHex(sealed);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has AES", e);
    }
  }

  /** Returns the position of an id; empty if the id is not valid. */
  OptionalLong read(String id) {
    if (!id.matches("[0-9a-f]{" + 2 * SIZE + "}")) {
      return OptionalLong.empty();
    }
    byte[] bytes = HexFormat.of().parseHex(id);
    byte[] nonce = Arrays.copyOf(bytes, NONCE_BYTES);
    try {
      byte[] number =
          cipher(Cipher.DECRYPT_MODE, nonce).doFinal(bytes, NONCE_BYTES, SIZE - NONCE_BYTES);
      return OptionalLong.of(ByteBuffer.wrap(number).getLong());
    } catch (AEADBadTagException _) {
      return OptionalLong.empty();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has AES", e);
    }
  }

  private Cipher cipher(int mode, byte[] nonce) throws GeneralSecurityException {
    var cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, key, new GCMParameterSpec(TAG_BYTES * Byte.SIZE, nonce));
    return cipher;
  }
}

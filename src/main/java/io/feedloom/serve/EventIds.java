package io.feedloom.serve;

import io.feedloom.feed.Digest;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.OptionalLong;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Places in the log of arrivals, as listeners know them: encrypted, since the numbers would tell
 * how much arrives that they may not see. What was given out by a server on another database is no
 * place in this one.
 */
final class EventIds {
  /** One block of AES: a mark, then the number. */
  private static final int SIZE = 2 * Long.BYTES;

  private static final long MARK = 0x4665_6564_6C6F_6F6DL;

  private final SecretKeySpec key;

  /**
   * @param secret of the database
   */
  EventIds(long secret) {
    var name = ("events " + secret).getBytes(StandardCharsets.UTF_8);
    key = new SecretKeySpec(Arrays.copyOf(Digest.sha256(name), SIZE), "AES");
  }

  String write(long place) {
    var block = ByteBuffer.allocate(SIZE).putLong(MARK).putLong(place);
    return HexFormat.of().formatHex(crypt(Cipher.ENCRYPT_MODE, block.array()));
  }

  /** Empty for what is no place here. */
  OptionalLong read(String id) {
    if (!id.matches("[0-9a-f]{" + 2 * SIZE + "}")) {
      return OptionalLong.empty();
    }
    var block = ByteBuffer.wrap(crypt(Cipher.DECRYPT_MODE, HexFormat.of().parseHex(id)));
    return block.getLong() == MARK ? OptionalLong.of(block.getLong()) : OptionalLong.empty();
  }

  private byte[] crypt(int mode, byte[] block) {
    try {
      var cipher = Cipher.getInstance("AES/CBC/NoPadding");
      cipher.init(mode, key, new IvParameterSpec(new byte[SIZE]));
      return cipher.doFinal(block);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has AES", e);
    }
  }
}

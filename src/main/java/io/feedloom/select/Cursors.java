package io.feedloom.select;

import io.feedloom.feed.Cursor;
import io.feedloom.feed.Digest;
import io.feedloom.feed.EntryKey;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * Converts cursors to and from the text that clients see: 32 letters, digits, {@code -} and {@code
 * _}. The text is opaque, and the same on every node and after every restart. A checksum detects
 * cursors that were changed or cut. It needs no secret, because a cursor gives no access beyond its
 * selection.
 */
public final class Cursors {
  private static final int LENGTH = 32;
  private static final int BYTES = Long.BYTES + Integer.BYTES + Long.BYTES;

  private Cursors() {}

  /** Returns the cursor as text. Its place in the river is exact to the millisecond. */
  public static String print(Cursor cursor) {
    var bytes = ByteBuffer.allocate(BYTES + Integer.BYTES);
    bytes.putLong(cursor.river().toEpochMilli());
    bytes.putInt(cursor.key().feed());
    bytes.putLong(cursor.key().id());
    bytes.putInt(checksum(bytes.array()));
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
  }

  /**
   * Returns the cursor with this text.
   *
   * @throws BadSelection if there is none
   */
  public static Cursor parse(String text) throws BadSelection {
    return read(text)
        .orElseThrow(
            () ->
                new BadSelection(
                    List.of(
                        new BadSelection.Fault(
                            "before",
                            "\"" + QuotedInput.of(text) + "\" is not a cursor of this server",
                            "the cursor of a next link"))));
  }

  static Optional<Cursor> read(String text) {
    if (text.length() != LENGTH) {
      return Optional.empty();
    }
    byte[] bytes;
    try {
      bytes = Base64.getUrlDecoder().decode(text);
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
    if (bytes.length != BYTES + Integer.BYTES) {
      return Optional.empty();
    }
    var in = ByteBuffer.wrap(bytes);
    var cursor =
        new Cursor(Instant.ofEpochMilli(in.getLong()), new EntryKey(in.getInt(), in.getLong()));
    return in.getInt() == checksum(bytes) ? Optional.of(cursor) : Optional.empty();
  }

  /**
   * Returns the checksum of the first bytes and of a prefix, which changes with each new form of
   * cursors.
   */
  private static int checksum(byte[] bytes) {
    var form = ByteBuffer.allocate(BYTES + 1).put((byte) 1).put(bytes, 0, BYTES);
    return ByteBuffer.wrap(Digest.sha256(form.array())).getInt();
  }
}

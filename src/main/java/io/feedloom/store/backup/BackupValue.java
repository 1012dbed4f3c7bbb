package io.feedloom.store.backup;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A value of a column in a backup: a byte for its kind, and its content. */
final class BackupValue {
  private static final int NULL = 0;
  private static final int NUMBER = 1;
  private static final int TEXT = 2;
  private static final int BYTES = 3;

  private BackupValue() {}

  static void write(DataOutputStream out, @Nullable Object value) throws IOException {
    switch (value) {
      case null -> out.writeByte(NULL);
      case Number number -> {
        out.writeByte(NUMBER);
        out.writeLong(number.longValue());
      }
      case byte[] bytes -> bytes(out, BYTES, bytes);
      default -> bytes(out, TEXT, value.toString().getBytes(StandardCharsets.UTF_8));
    }
  }

  private static void bytes(DataOutputStream out, int kind, byte[] bytes) throws IOException {
    out.writeByte(kind);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  static @Nullable Object read(DataInputStream in) throws IOException {
    int kind = in.readByte();
    return switch (kind) {
      case NULL -> null;
      case NUMBER -> in.readLong();
      case TEXT -> new String(bytes(in), StandardCharsets.UTF_8);
      case BYTES -> bytes(in);
      default -> throw new IOException("a value of the unknown kind " + kind);
    };
  }

  private static byte[] bytes(DataInputStream in) throws IOException {
    int length = in.readInt();
    var bytes = length < 0 ? new byte[0] : in.readNBytes(length);
    if (bytes.length != length) {
      throw new IOException("a value of " + length + " bytes is cut off");
    }
    return bytes;
  }
}

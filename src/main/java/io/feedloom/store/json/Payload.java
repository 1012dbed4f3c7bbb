package io.feedloom.store.json;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdDecompressCtx;
import io.feedloom.codec.NativeCodecs;
import io.feedloom.feed.Entry;
import io.feedloom.feed.Revision;
import io.feedloom.store.api.StoreException;
import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * An entry as bytes: one byte for the format, then JSON, which is compressed if that makes it
 * smaller. New formats may be added; old ones stay.
 */
public final class Payload {
  private static final byte JSON = 1;
  private static final byte ZSTD_JSON = 2;

  /**
   * Shorter JSON is not compressed, because the header of the compressed frame would take what is
   * saved.
   */
  private static final int WORTH_COMPRESSING = 200;

  private static final int LEVEL = 1;

  /**
   * Idle compressors. Each takes some hundred KB and serves one thread at a time, so they are
   * reused.
   */
  private static final Queue<ZstdCompressCtx> COMPRESSORS = new ConcurrentLinkedQueue<>();

  private static final Queue<ZstdDecompressCtx> DECOMPRESSORS = new ConcurrentLinkedQueue<>();

  private Payload() {}

  /**
   * Loads the native library of Zstandard, once for the process.
   *
   * @throws StoreException if it cannot be loaded; the message says what to do
   */
  public static void loadLibrary() {
    NativeCodecs.zstandardFailure()
        .ifPresent(
            failure -> {
              throw new StoreException(
                  "the library of Zstandard cannot be loaded from the temporary folder "
                      + System.getProperty("java.io.tmpdir")
                      + " ("
                      + failure
                      + "); choose a writable folder that is not mounted noexec, with"
                      + " -Djava.io.tmpdir=FOLDER; Feedloom needs Linux, macOS or Windows on"
                      + " x86-64 or arm64");
            });
  }

  /** Returns the entry as bytes. */
  public static byte[] of(Entry entry) {
    return packed(EntryFormat.write(entry));
  }

  /** Returns a revision as bytes; null if it changes nothing. */
  public static byte @Nullable [] of(Revision revision) {
    return revision.isNone() ? null : packed(RevisionFormat.write(revision));
  }

  private static byte[] packed(byte[] json) {
    if (json.length >= WORTH_COMPRESSING) {
      var packed = compressed(json);
      if (packed.length < json.length) {
        return packed;
      }
    }
    var plain = new byte[json.length + 1];
    plain[0] = JSON;
    System.arraycopy(json, 0, plain, 1, json.length);
    return plain;
  }

  /**
   * Reads an entry.
   *
   * @throws StoreException if its format is unknown; a newer version wrote it
   */
  public static Entry entry(byte[] payload) {
    return read(payload, EntryFormat::read);
  }

  /**
   * Reads a revision. Returns {@link Revision#NONE} for null.
   *
   * @throws StoreException if its format is unknown; a newer version wrote it
   */
  public static Revision revision(byte @Nullable [] payload) {
    return payload == null ? Revision.NONE : read(payload, RevisionFormat::read);
  }

  /** Reads JSON in a part of an array. */
  @FunctionalInterface
  private interface Reader<T> {
    T read(byte[] bytes, int offset, int length);
  }

  private static <T> T read(byte[] payload, Reader<T> reader) {
    return switch (payload[0]) {
      case JSON -> reader.read(payload, 1, payload.length - 1);
      case ZSTD_JSON -> {
        var json = decompressed(payload);
        yield reader.read(json, 0, json.length);
      }
      default -> throw new StoreException("an entry has the unknown format " + payload[0]);
    };
  }

  /** Returns the length of the entry as JSON, without decompressing it. */
  public static long length(byte[] payload) {
    return payload[0] == ZSTD_JSON
        ? Zstd.getFrameContentSize(payload, 1, payload.length - 1)
        : payload.length - 1;
  }

  private static byte[] compressed(byte[] json) {
    var pooled = COMPRESSORS.poll();
    var compressor = pooled != null ? pooled : new ZstdCompressCtx().setLevel(LEVEL);
    try {
      var room = new byte[1 + (int) Zstd.compressBound(json.length)];
      int length = compressor.compressByteArray(room, 1, room.length - 1, json, 0, json.length);
      room[0] = ZSTD_JSON;
      return Arrays.copyOf(room, 1 + length);
    } finally {
      COMPRESSORS.add(compressor);
    }
  }

  private static byte[] decompressed(byte[] payload) {
    var pooled = DECOMPRESSORS.poll();
    var decompressor = pooled != null ? pooled : new ZstdDecompressCtx();
    try {
      long length = Zstd.getFrameContentSize(payload, 1, payload.length - 1);
      return decompressor.decompress(payload, 1, payload.length - 1, (int) length);
    } finally {
      DECOMPRESSORS.add(decompressor);
    }
  }
}

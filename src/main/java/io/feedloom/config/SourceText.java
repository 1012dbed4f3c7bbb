package io.feedloom.config;

import io.feedloom.feed.NativePath;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** Reads the text of a file of the admin. */
final class SourceText {
  /** The largest file in bytes: enough for some 300,000 feeds. */
  static final int LIMIT = 64 << 20;

  private SourceText() {}

  /** Returns the bytes. Reports a fault if the file is missing, too large or unreadable. */
  static Optional<byte[]> bytes(Path path, ReadContext in) {
    var whole = FaultPlace.whole(NativePath.text(path));
    if (Files.isDirectory(path)) {
      in.fault(whole, "is a folder, not a file");
      return Optional.empty();
    }
    try (var stream = Files.newInputStream(path)) {
      byte[] bytes = stream.readNBytes(LIMIT + 1);
      if (bytes.length <= LIMIT) {
        return Optional.of(bytes);
      }
      in.fault(whole, "is larger than " + (LIMIT >> 20) + " MiB; include several smaller files");
    } catch (NoSuchFileException e) {
      in.fault(whole, "there is no such file");
    } catch (AccessDeniedException e) {
      in.fault(whole, "is not readable by the user that runs Feedloom");
    } catch (IOException e) {
      in.fault(whole, "cannot be read: " + e.getMessage());
    }
    return Optional.empty();
  }

  /** Returns the text without a byte order mark. Reports a fault if it is not UTF-8. */
  static Optional<String> read(Path path, ReadContext in) {
    return bytes(path, in).flatMap(bytes -> decode(NativePath.text(path), bytes, in));
  }

  private static Optional<String> decode(String file, byte[] bytes, ReadContext in) {
    if (isUtf16(bytes)) {
      in.fault(FaultPlace.whole(file), "is UTF-16; save it as UTF-8");
      return Optional.empty();
    }
    var input = ByteBuffer.wrap(bytes);
    try {
      var text = StandardCharsets.UTF_8.newDecoder().decode(input).toString();
      int nul = text.indexOf('\0');
      if (nul >= 0) {
        in.fault(FaultPlace.of(file, text, nul), "a NUL byte: this is not a text file");
        return Optional.empty();
      }
      return Optional.of(text.startsWith("\uFEFF") ? text.substring(1) : text);
    } catch (CharacterCodingException e) {
      var good = new String(bytes, 0, input.position(), StandardCharsets.UTF_8);
      in.fault(
          FaultPlace.of(file, good, good.length()), "not UTF-8 from here on; save it as UTF-8");
      return Optional.empty();
    }
  }

  private static boolean isUtf16(byte[] bytes) {
    return bytes.length >= 2
        && ((bytes[0] == (byte) 0xFE && bytes[1] == (byte) 0xFF)
            || (bytes[0] == (byte) 0xFF && bytes[1] == (byte) 0xFE));
  }
}

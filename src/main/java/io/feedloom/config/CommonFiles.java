package io.feedloom.config;

import io.feedloom.feed.Digest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * The files of a configuration in the form that several nodes share through their database, see
 * {@link CommonForm}.
 *
 * @param digest identifies the content
 * @param files {@code feeds.yml} first, then the files that it includes, in the order in which they
 *     were read
 */
public record CommonFiles(String digest, List<Content> files) {
  public CommonFiles {
    files = List.copyOf(files);
  }

  /**
   * One file.
   *
   * @param name its path relative to the folder of {@code feeds.yml}
   */
  record Content(String name, boolean opml, String text) {}

  static CommonFiles of(List<Content> files, String traces) {
    var whole = new StringBuilder(traces);
    for (var file : files) {
      whole.append('\0').append(file.name()).append('\0').append(file.text());
    }
    return new CommonFiles(Digest.hex(whole.toString().getBytes(StandardCharsets.UTF_8)), files);
  }

  /** Returns the files as compressed bytes. */
  public byte[] bytes() {
    var bytes = new ByteArrayOutputStream();
    try (var out = new DataOutputStream(new GZIPOutputStream(bytes))) {
      out.writeUTF(digest);
      out.writeInt(files.size());
      for (var file : files) {
        out.writeUTF(file.name());
        out.writeBoolean(file.opml());
        byte[] text = file.text().getBytes(StandardCharsets.UTF_8);
        out.writeInt(text.length);
        out.write(text);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** Reads the files from {@link #bytes}. */
  public static CommonFiles of(byte[] bytes) {
    try (var in = new DataInputStream(new GZIPInputStream(new ByteArrayInputStream(bytes)))) {
      var digest = in.readUTF();
      int count = in.readInt();
      var files = new ArrayList<Content>();
      for (int i = 0; i < count; i++) {
        var name = in.readUTF();
        boolean opml = in.readBoolean();
        byte[] text = in.readNBytes(in.readInt());
        files.add(new Content(name, opml, new String(text, StandardCharsets.UTF_8)));
      }
      return new CommonFiles(digest, files);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

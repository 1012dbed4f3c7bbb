package io.feedloom.config;

import io.feedloom.feed.Digest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Detects whether files may have changed. A check costs a few system calls per file, so it can run
 * every second.
 */
public final class FeedsStamp {
  /**
   * The content of files up to this size is compared too, because times are coarse on some file
   * systems (two seconds on FAT, one on many network mounts), and tools can set them back.
   */
  private static final int COMPARED = 1 << 20;

  private FeedsStamp() {}

  /**
   * Returns a text that differs after any of the files was saved: by a rename, by writing into it,
   * or by changing a link on its path, as Kubernetes does with ConfigMaps. It also differs after a
   * file appeared or disappeared, or after a folder gained or lost a file.
   *
   * @param files the result of {@link Loaded#files()}
   */
  public static String of(Set<Path> files) {
    return whole(files.stream().sorted().map(FeedsStamp::stamp));
  }

  /** Returns the same for files that were stamped one by one, in the order of their paths. */
  static String whole(Stream<String> stamps) {
    var text = stamps.collect(Collectors.joining("\n"));
    return Digest.hex(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Returns the stamp of one file or folder. */
  static String stamp(Path file) {
    try {
      var real = file.toRealPath();
      return file + "|" + real + "|" + (Files.isDirectory(real) ? names(real) : state(real));
    } catch (NoSuchFileException e) {
      return file + "|missing";
    } catch (IOException | UncheckedIOException e) {
      return file + "|unreadable";
    }
  }

  private static String state(Path file) throws IOException {
    var attributes = Files.readAttributes(file, BasicFileAttributes.class);
    return String.join(
        "|",
        String.valueOf(attributes.fileKey()),
        String.valueOf(attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS)),
        String.valueOf(attributes.size()),
        rights(file),
        content(file, attributes));
  }

  /** Returns whether the file can be read, because a change of that counts too. */
  private static String rights(Path file) {
    return Files.isReadable(file) ? "readable" : "closed";
  }

  private static String names(Path folder) throws IOException {
    try (var children = Files.list(folder)) {
      return children
          .map(child -> child.getFileName() + (isLinkToNothing(child) ? "?" : ""))
          .sorted()
          .collect(Collectors.joining("/"));
    }
  }

  private static boolean isLinkToNothing(Path file) {
    return Files.exists(file, LinkOption.NOFOLLOW_LINKS) && !Files.exists(file);
  }

  private static String content(Path file, BasicFileAttributes attributes) throws IOException {
    boolean compared =
        attributes.isRegularFile() && attributes.size() <= COMPARED && Files.isReadable(file);
    return compared ? Digest.hex(Files.readAllBytes(file)) : "";
  }
}

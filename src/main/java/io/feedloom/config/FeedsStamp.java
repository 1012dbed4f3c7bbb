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
 * Detects whether files have changed. A stamp is a digest of a file's time, size and content. A
 * check needs only a few system calls for each file, so it can run every second.
 */
public final class FeedsStamp {
  /**
   * The content of files up to this size, in bytes, is compared too. Times are coarse on some file
   * systems (two seconds on FAT, one second on many network mounts), and programs can set them
   * back.
   */
  private static final int COMPARED = 1 << 20;

  private FeedsStamp() {}

  /**
   * Returns one stamp for all files. It changes when any of the files is saved: by a rename, by
   * writing into it, or by changing a link on its path, as Kubernetes does with ConfigMaps. It also
   * changes when a file appears or disappears, also in one of the folders.
   *
   * @param files the result of {@link Loaded#files()}
   */
  public static String of(Set<Path> files) {
    return whole(files.stream().sorted().map(FeedsStamp::stamp));
  }

  /**
   * Returns one stamp for all files, from the stamps of single files in the order of their paths.
   */
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

  /** Returns whether the file can be read. Changed permissions change the stamp too. */
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

package io.feedloom.config;

import io.feedloom.feed.Digest;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * A list of feeds on another server that {@code feeds.yml} includes. This package reads only its
 * copy.
 *
 * @param address where the list is
 * @param copy the file with the last good copy; may be missing
 */
public record RemoteList(URI address, Path copy) {
  private static final int DIGITS = 16;

  /** Returns whether the name of an included file is the address of a list. */
  static boolean isAddress(String name) {
    return name.startsWith("http://") || name.startsWith("https://");
  }

  /**
   * Makes a list whose copy is in {@code data/lists}.
   *
   * @param folder the folder of {@code feeds.yml}
   */
  static RemoteList of(URI address, Path folder) {
    var digest = Digest.hex(address.toString().getBytes(StandardCharsets.UTF_8));
    return new RemoteList(
        address, folder.resolve("data/lists").resolve(digest.substring(0, DIGITS) + ".opml"));
  }
}

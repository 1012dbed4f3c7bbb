package io.feedloom.config;

import io.feedloom.feed.NativePath;
import io.feedloom.feed.Secret;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where entries are kept. Takes effect at start only.
 *
 * @param url {@code jdbc:h2:…} or {@code jdbc:postgresql:…}; a relative H2 path is taken from the
 *     folder of {@code feeds.yml}
 */
public record StorageSettings(String url, Optional<String> user, Optional<Secret> password) {
  /** What holds where {@code feeds.yml} says nothing. */
  public static final StorageSettings DEFAULT = ofUrl("jdbc:h2:./data/feedloom");

  /** Of a file, relative to something: neither absolute, nor at home, nor of another protocol. */
  private static final Pattern RELATIVE_H2 =
      Pattern.compile("jdbc:h2:(file:)?(?![A-Za-z]+:|[/\\\\~])(?<path>[^;]+)(?<options>(;.*)?)");

  public static StorageSettings ofUrl(String url) {
    return new StorageSettings(url, Optional.empty(), Optional.empty());
  }

  /** Names it to the admin: without its options and its user, among which a password may stand. */
  public String place() {
    return url.replaceFirst("[;?].*", "").replaceFirst("//[^/]*@", "//");
  }

  /** The same, a relative path of an H2 file taken from that folder. */
  StorageSettings within(Path folder) {
    var h2 = RELATIVE_H2.matcher(url);
    return h2.matches()
        ? new StorageSettings(
            "jdbc:h2:"
                + NativePath.text(NativePath.resolve(folder, h2.group("path")).normalize())
                + h2.group("options"),
            user,
            password)
        : this;
  }
}

package io.feedloom.config;

import io.feedloom.feed.NativePath;
import io.feedloom.feed.Secret;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where entries are kept. Takes effect only at start.
 *
 * @param url {@code jdbc:h2:…} or {@code jdbc:postgresql:…}; a relative H2 path is resolved against
 *     the folder of {@code feeds.yml}
 */
public record StorageSettings(String url, Optional<String> user, Optional<Secret> password) {
  /** The default settings. */
  public static final StorageSettings DEFAULT = ofUrl("jdbc:h2:./data/feedloom");

  /**
   * Matches the address of an H2 file with a relative path. The path is not absolute, not below the
   * home folder, and has no other protocol.
   */
  private static final Pattern RELATIVE_H2 =
      Pattern.compile("jdbc:h2:(file:)?(?![A-Za-z]+:|[/\\\\~])(?<path>[^;]+)(?<options>(;.*)?)");

  public static StorageSettings ofUrl(String url) {
    return new StorageSettings(url, Optional.empty(), Optional.empty());
  }

  /**
   * Returns the address to show to the admin. Options and user are removed, because they may
   * contain a password.
   */
  public String place() {
    return url.replaceFirst("[;?].*", "").replaceFirst("//[^/]*@", "//");
  }

  /** Returns a copy in which a relative path of an H2 file is resolved against the folder. */
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

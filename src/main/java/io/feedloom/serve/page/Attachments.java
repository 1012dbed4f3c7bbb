package io.feedloom.serve.page;

import io.feedloom.feed.Enclosure;
import io.feedloom.feed.Entry;
import io.feedloom.feed.Media;
import io.feedloom.feed.Schemes;
import io.feedloom.serve.view.RiverView.Playable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Finds the picture, media and files of an entry. */
final class Attachments {
  private static final int MAX_PLAYABLES = 5;

  /** The kind of a file that can only be linked to. */
  private static final String FILE = "file";

  private Attachments() {}

  /** Returns the picture of an entry; null if it has none. */
  static @Nullable String picture(Entry entry) {
    return entry
        .image()
        .or(() -> entry.media().stream().filter(Attachments::isPicture).map(Media::url).findFirst())
        .or(
            () ->
                entry.enclosures().stream()
                    .filter(e -> kind(e.type(), Optional.empty()).equals("image"))
                    .map(Enclosure::url)
                    .findFirst())
        .filter(Attachments::isWeb)
        .orElse(null);
  }

  private static boolean isWeb(String url) {
    return url.startsWith("https:") || url.startsWith("http:");
  }

  private static boolean isPicture(Media media) {
    return media.thumbnail() || kind(media.type(), media.medium()).equals("image");
  }

  /** Returns the enclosures and the playable media of Media RSS, each address once. */
  static List<Playable> playables(Entry entry) {
    var found = new LinkedHashMap<String, Playable>();
    for (Enclosure file : entry.enclosures()) {
      var kind = kind(file.type(), Optional.empty());
      if (!kind.equals("image")) {
        found.putIfAbsent(file.url(), playable(kind, file.url(), file.title(), file.length()));
      }
    }
    for (Media media : entry.media()) {
      var kind = kind(media.type(), media.medium());
      if (!media.thumbnail() && (kind.equals("audio") || kind.equals("video"))) {
        found.putIfAbsent(media.url(), playable(kind, media.url(), media.title(), media.length()));
      }
    }
    return found.values().stream()
        .filter(file -> Schemes.mayFollow(file.url()))
        .limit(MAX_PLAYABLES)
        .toList();
  }

  private static Playable playable(
      String kind, String url, Optional<String> title, OptionalLong length) {
    var parts = new ArrayList<String>();
    parts.add(title.filter(t -> !t.isBlank()).orElseGet(() -> fileName(url)));
    length.ifPresent(bytes -> parts.add(size(bytes)));
    return new Playable(isWeb(url) ? kind : FILE, url, String.join(", ", parts));
  }

  private static String fileName(String url) {
    if (!isWeb(url)) {
      return url;
    }
    var path = url.replaceFirst("[?#].*", "");
    var name = path.substring(path.lastIndexOf('/') + 1);
    return name.isBlank() ? path : name;
  }

  /** Returns a size with a decimal unit, as {@code 1.5 MB}. */
  static String size(long bytes) {
    if (bytes < 1_000_000) {
      return Math.max(1, bytes / 1_000) + " kB";
    }
    return bytes < 1_000_000_000
        ? String.format(Locale.ROOT, "%.1f MB", bytes / 1e6)
        : String.format(Locale.ROOT, "%.2f GB", bytes / 1e9);
  }

  /** Returns the first part of the media type, otherwise the medium; "file" if neither is known. */
  private static String kind(Optional<String> type, Optional<String> medium) {
    return type.map(t -> t.replaceFirst("/.*", "").toLowerCase(Locale.ROOT))
        .filter(t -> t.equals("audio") || t.equals("video") || t.equals("image"))
        .or(() -> medium.map(m -> m.toLowerCase(Locale.ROOT)))
        .orElse(FILE);
  }
}

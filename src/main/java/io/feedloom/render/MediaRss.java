package io.feedloom.render;

import io.feedloom.feed.Enclosure;
import io.feedloom.feed.Entry;
import io.feedloom.feed.Media;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;

/** Writes Media RSS 1.5.1, which is the same in Atom and RSS. */
final class MediaRss {
  private static final Set<String> MEDIUMS =
      Set.of("image", "audio", "video", "document", "executable");

  private MediaRss() {}

  /** Writes the media of an entry, its picture, and enclosures that cannot be written elsewhere. */
  static void write(Xml xml, Entry entry, List<Enclosure> enclosures) {
    var known = new HashSet<String>();
    entry.media().forEach(media -> known.add(media.url()));
    var all = new ArrayList<>(entry.media());
    enclosures.stream().filter(e -> known.add(e.url())).map(MediaRss::media).forEach(all::add);
    entry.image().filter(known::add).map(MediaRss::thumbnail).ifPresent(all::add);

    var groups = new LinkedHashMap<Integer, List<Media>>();
    all.stream()
        .filter(media -> address(media).isPresent())
        .forEach(media -> groups.computeIfAbsent(media.group(), _ -> new ArrayList<>()).add(media));
    groups.forEach((group, members) -> write(xml, group, members));
  }

  private static Media media(Enclosure enclosure) {
    return bare(enclosure.url(), false, enclosure.type(), enclosure.length(), enclosure.title());
  }

  private static Media thumbnail(String url) {
    return bare(url, true, Optional.empty(), OptionalLong.empty(), Optional.empty());
  }

  private static Media bare(
      String url,
      boolean thumbnail,
      Optional<String> type,
      OptionalLong length,
      Optional<String> title) {
    return new Media(
        url,
        thumbnail,
        type,
        Optional.empty(),
        OptionalInt.empty(),
        OptionalInt.empty(),
        length,
        OptionalInt.empty(),
        title,
        Optional.empty(),
        Optional.empty(),
        0);
  }

  /**
   * Writes renditions of one medium as a group if there are at least two, and otherwise as single
   * media.
   */
  private static void write(Xml xml, int group, List<Media> members) {
    boolean isGroup = group != 0 && members.stream().filter(m -> !m.thumbnail()).count() > 1;
    if (isGroup) {
      xml.start(Namespace.MEDIA, "group");
    }
    Stream.concat(
            members.stream().filter(m -> !m.thumbnail()), members.stream().filter(Media::thumbnail))
        .forEach(media -> write(xml, media));
    if (isGroup) {
      xml.end();
    }
  }

  private static void write(Xml xml, Media media) {
    xml.start(Namespace.MEDIA, media.thumbnail() ? "thumbnail" : "content");
    xml.attribute("url", address(media));
    if (!media.thumbnail()) {
      xml.attribute("fileSize", positive(media.length()));
      xml.attribute("type", media.type().filter(Text::isMediaType));
      xml.attribute("medium", media.medium().filter(MEDIUMS::contains));
      xml.attribute("duration", positive(media.seconds()));
    }
    xml.attribute("height", positive(media.height()));
    xml.attribute("width", positive(media.width()));
    if (!media.thumbnail()) {
      plain(xml, "title", media.title());
      plain(xml, "description", media.description());
      xml.element(Namespace.MEDIA, "credit", media.credit().filter(c -> !c.isBlank()));
    }
    xml.end();
  }

  /**
   * Returns the address if it is safe. Readers load thumbnails, and may pass other media to another
   * program.
   */
  private static Optional<String> address(Media media) {
    return media.thumbnail() ? Web.address(media.url()) : Web.link(media.url());
  }

  private static void plain(Xml xml, String name, Optional<String> text) {
    text.filter(t -> !t.isBlank())
        .ifPresent(
            t -> {
              xml.start(Namespace.MEDIA, name);
              xml.attribute("type", "plain");
              xml.text(t);
              xml.end();
            });
  }

  private static Optional<String> positive(OptionalInt number) {
    return number.isPresent() && number.getAsInt() > 0
        ? Optional.of(String.valueOf(number.getAsInt()))
        : Optional.empty();
  }

  private static Optional<String> positive(OptionalLong number) {
    return number.isPresent() && number.getAsLong() > 0
        ? Optional.of(String.valueOf(number.getAsLong()))
        : Optional.empty();
  }
}

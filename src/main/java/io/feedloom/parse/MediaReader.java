package io.feedloom.parse;

import io.feedloom.feed.Media;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jdom2.Element;

/** Reads Media RSS 1.5.1: renditions alone and in groups, and what stands for them. */
final class MediaReader {
  private static final int MOST = 100;

  private final Bases bases;
  private final List<Media> media = new ArrayList<>();
  private int groups;

  private MediaReader(Bases bases) {
    this.bases = bases;
  }

  static List<Media> read(Fields item, Bases bases) {
    var reader = new MediaReader(bases);
    reader.children(item.owner(), 0, new Described(item, Optional.empty()));
    return reader.media;
  }

  /** What an element says of itself, or else the one around it (section "Optional elements"). */
  private record Described(Fields own, Optional<Described> outer) {
    Optional<String> text(String name) {
      return own.text(name).map(PlainText::ofHtml).or(() -> outer.flatMap(o -> o.text(name)));
    }
  }

  private void children(Element parent, int group, Described described) {
    for (var child : Fields.children(parent)) {
      if (media.size() < MOST && child.getNamespacePrefix().equals("media")) {
        switch (child.getName()) {
          case "content" -> content(child, group, described);
          case "thumbnail" -> url(child).ifPresent(url -> media.add(thumbnail(child, url, group)));
          case "group" -> children(child, ++groups, within(child, described));
          default -> {}
        }
      }
    }
  }

  private void content(Element element, int group, Described described) {
    var its = within(element, described);
    url(element).ifPresent(url -> media.add(rendition(element, url, group, its)));
    children(element, group, its);
  }

  private static Described within(Element element, Described outer) {
    return new Described(Fields.of(element), Optional.of(outer));
  }

  private Optional<String> url(Element element) {
    return Fields.attribute(element, "url").flatMap(bases.within(element)::web);
  }

  private static Media rendition(Element element, String url, int group, Described described) {
    return new Media(
        url,
        false,
        Fields.attribute(element, "type"),
        Fields.attribute(element, "medium"),
        Links.size(Fields.attribute(element, "width")),
        Links.size(Fields.attribute(element, "height")),
        Links.length(Fields.attribute(element, "fileSize")),
        Links.size(Fields.attribute(element, "duration")),
        described.text("media:title"),
        described.text("media:description"),
        described.text("media:credit"),
        group);
  }

  private static Media thumbnail(Element element, String url, int group) {
    return new Media(
        url,
        true,
        Fields.attribute(element, "type"),
        Optional.of("image"),
        Links.size(Fields.attribute(element, "width")),
        Links.size(Fields.attribute(element, "height")),
        Links.length(Optional.empty()),
        OptionalInt.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        group);
  }
}

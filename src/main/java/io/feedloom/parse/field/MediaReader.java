package io.feedloom.parse.field;

import io.feedloom.feed.Limits;
import io.feedloom.feed.Media;
import io.feedloom.parse.xml.XmlElement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;

/** Reads Media RSS 1.5.1: renditions alone and in groups; and the entry's picture. */
public final class MediaReader {
  /** One more than is stored, so that {@code EntryLimits} notices when there are too many. */
  private static final int MAX_MEDIA = Limits.MEDIA + 1;

  private static final FieldNames PODCAST_IMAGE = FieldNames.of("itunes:image", "googleplay:image");
  private static final FieldNames RSS_IMAGE = FieldNames.of("image");
  private static final FieldNames URL = FieldNames.of("url");
  private static final FieldNames TITLE = FieldNames.of("media:title");
  private static final FieldNames DESCRIPTION = FieldNames.of("media:description");
  private static final FieldNames CREDIT = FieldNames.of("media:credit");

  private final Bases bases;
  private final List<Media> media = new ArrayList<>();
  private int groups;

  private MediaReader(Bases bases) {
    this.bases = bases;
  }

  public static List<Media> read(ElementFields item, Bases bases) {
    var reader = new MediaReader(bases);
    reader.addChildren(item.owner(), 0, new InheritedFields(item, bases, Optional.empty()));
    return reader.media;
  }

  /**
   * Returns the entry's picture: the image of iTunes, the first thumbnail, the first picture among
   * the media, or RSS {@code image}.
   */
  public static Optional<String> image(ElementFields item, List<Media> media, Bases bases) {
    return item.first(PODCAST_IMAGE)
        .flatMap(image -> image.attribute("href"))
        .flatMap(bases::web)
        .or(() -> firstUrl(media, Media::thumbnail))
        .or(() -> firstUrl(media, MediaReader::isPicture))
        .or(() -> item.first(RSS_IMAGE).flatMap(image -> imageUrl(image, bases)));
  }

  private static Optional<String> firstUrl(List<Media> media, Predicate<Media> wanted) {
    for (var each : media) {
      if (wanted.test(each)) {
        return Optional.of(each.url());
      }
    }
    return Optional.empty();
  }

  private static Optional<String> imageUrl(XmlElement image, Bases bases) {
    return ElementFields.of(image)
        .text(URL)
        .or(() -> image.attribute("href"))
        .or(() -> Optional.of(image.text()))
        .flatMap(bases::web);
  }

  private static boolean isPicture(Media media) {
    return media.medium().filter("image"::equals).isPresent()
        || media.type().filter(type -> type.startsWith("image/")).isPresent();
  }

  /**
   * The fields of an element and of those around it. An element without an optional field inherits
   * it from its parent (section "Optional elements").
   */
  private record InheritedFields(ElementFields own, Bases bases, Optional<InheritedFields> outer) {
    Optional<String> text(FieldNames names) {
      for (var element : own.all(names)) {
        var text = Construct.of(element, bases).plain();
        if (!text.isEmpty()) {
          return Optional.of(text);
        }
      }
      return outer.flatMap(o -> o.text(names));
    }
  }

  private void addChildren(XmlElement parent, int group, InheritedFields fields) {
    for (var child : parent.children()) {
      if (media.size() < MAX_MEDIA && child.prefix().equals("media")) {
        switch (child.local()) {
          case "content" -> addContent(child, group, fields);
          case "thumbnail" -> url(child).ifPresent(url -> media.add(thumbnail(child, url, group)));
          case "group" -> addChildren(child, ++groups, within(child, fields));
          default -> {}
        }
      }
    }
  }

  private void addContent(XmlElement element, int group, InheritedFields outer) {
    var fields = within(element, outer);
    url(element).ifPresent(url -> media.add(rendition(element, url, group, fields)));
    addChildren(element, group, fields);
  }

  private InheritedFields within(XmlElement element, InheritedFields outer) {
    return new InheritedFields(ElementFields.of(element), bases, Optional.of(outer));
  }

  private Optional<String> url(XmlElement element) {
    return element.attribute("url").flatMap(bases.within(element)::web);
  }

  private static Media rendition(
      XmlElement element, String url, int group, InheritedFields fields) {
    return new Media(
        url,
        false,
        element.attribute("type"),
        element.attribute("medium"),
        Sizes.size(element.attribute("width")),
        Sizes.size(element.attribute("height")),
        Sizes.length(element.attribute("fileSize")),
        Sizes.size(element.attribute("duration")),
        fields.text(TITLE),
        fields.text(DESCRIPTION),
        fields.text(CREDIT),
        group);
  }

  private static Media thumbnail(XmlElement element, String url, int group) {
    return new Media(
        url,
        true,
        element.attribute("type"),
        Optional.of("image"),
        Sizes.size(element.attribute("width")),
        Sizes.size(element.attribute("height")),
        Sizes.length(Optional.empty()),
        OptionalInt.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        group);
  }
}

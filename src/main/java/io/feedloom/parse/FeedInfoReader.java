package io.feedloom.parse;

import io.feedloom.feed.FeedInfo;
import java.util.List;
import java.util.Optional;

/** Makes a {@link FeedInfo} of what a document says outside of its items. */
final class FeedInfoReader {
  private static final Names EDITOR = Names.of("managingeditor");
  private static final Names OWNER = Names.of("itunes:owner");

  private final Outline outline;
  private final Fields channel;
  private final Bases bases;

  private FeedInfoReader(Outline outline, Bases bases) {
    this.outline = outline;
    this.channel = Fields.of(outline.channel());
    this.bases = bases;
  }

  /**
   * @param bases those in effect within the channel
   * @param header the {@code Content-Language} header
   */
  static FeedInfo read(Outline outline, Bases bases, Optional<String> header) {
    return new FeedInfoReader(outline, bases).info(header);
  }

  private FeedInfo info(Optional<String> header) {
    return new FeedInfo(
        Rome.format(outline.root()),
        channel.text("atom:id", "id"),
        plain("title", "atom:title", "dc:title", "itunes:title", "media:title"),
        plain(
            "description",
            "atom:subtitle",
            "atom:tagline",
            "tagline",
            "subtitle",
            "abstract",
            "dc:description",
            "itunes:summary",
            "itunes:subtitle"),
        link(),
        self(),
        hubs(),
        People.distinct(
            People.authors(channel, bases),
            People.people(channel, bases, EDITOR),
            People.people(channel, bases, OWNER)),
        language(header),
        plain(
            "copyright", "atom:rights", "atom:copyright", "dc:rights", "dcterms:rights", "rights"),
        image(),
        icon(),
        generator(),
        channel
            .text(
                "atom:updated",
                "atom:modified",
                "lastbuilddate",
                "dcterms:modified",
                "pubdate",
                "dc:date")
            .flatMap(FeedDate::parse),
        PaceReader.read(channel));
  }

  private Optional<String> plain(String... names) {
    for (var element : channel.all(names)) {
      var text = Construct.of(element, bases.within(element)).plain();
      if (!text.isEmpty()) {
        return Optional.of(text);
      }
    }
    return Optional.empty();
  }

  private Optional<String> link() {
    return Links.page(channel, bases);
  }

  private List<String> hubs() {
    return channel.all("atom:link", "link").stream()
        .filter(link -> Links.relation(link).equals("hub"))
        .flatMap(link -> Links.href(link, bases).stream())
        .filter(Addresses::isWeb)
        .distinct()
        .toList();
  }

  private Optional<String> self() {
    return channel.all("atom:link", "link").stream()
        .filter(link -> Links.relation(link).equals("self"))
        .flatMap(link -> Links.href(link, bases).stream())
        .filter(Addresses::isWeb)
        .findFirst();
  }

  /** By element, by {@code xml:lang}, by header: the first that says anything. */
  private Optional<String> language(Optional<String> header) {
    return channel
        .text("language", "dc:language", "atom:language")
        .or(() -> bases.language())
        .or(() -> outline.channel().attribute("lang"))
        .or(
            () ->
                header
                    .map(value -> value.split(",", 2)[0].strip())
                    .filter(value -> !value.isEmpty()));
  }

  /** RSS {@code image} (in RDF it stands beside the channel), Atom {@code logo}, iTunes' image. */
  private Optional<String> image() {
    return channel
        .first("image")
        .or(() -> Fields.of(outline.root()).first("image"))
        .flatMap(image -> Fields.of(image).text("url").or(() -> image.attribute("href")))
        .or(() -> channel.text("atom:logo", "logo"))
        .or(
            () ->
                channel.first("itunes:image", "googleplay:image").flatMap(i -> i.attribute("href")))
        .flatMap(bases::web);
  }

  private Optional<String> icon() {
    return channel.text("atom:icon", "icon").flatMap(bases::web);
  }

  private Optional<String> generator() {
    return channel
        .text("generator", "atom:generator")
        .map(PlainText::ofHtml)
        .or(() -> channel.first("admin:generatoragent").flatMap(FeedInfoReader::resource));
  }

  private static Optional<String> resource(XmlElement element) {
    return element.attribute("resource", Namespaces.RDF);
  }
}

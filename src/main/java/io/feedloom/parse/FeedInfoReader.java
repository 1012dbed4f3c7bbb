package io.feedloom.parse;

import io.feedloom.feed.FeedInfo;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Makes a {@link FeedInfo} of what a document says outside of its items. */
final class FeedInfoReader {
  private static final Names ID = Names.of("atom:id", "id");
  private static final Names TITLE =
      Names.of("title", "atom:title", "dc:title", "itunes:title", "media:title");
  private static final Names DESCRIPTION =
      Names.of(
          "description",
          "atom:subtitle",
          "atom:tagline",
          "tagline",
          "subtitle",
          "abstract",
          "dc:description",
          "itunes:summary",
          "itunes:subtitle");
  private static final Names LINK = Names.of("atom:link", "link");
  private static final Names LANGUAGE = Names.of("language", "dc:language", "atom:language");
  private static final Names RIGHTS =
      Names.of(
          "copyright", "atom:rights", "atom:copyright", "dc:rights", "dcterms:rights", "rights");
  private static final Names IMAGE = Names.of("image");
  private static final Names URL = Names.of("url");
  private static final Names LOGO = Names.of("atom:logo", "logo");
  private static final Names PODCAST_IMAGE = Names.of("itunes:image", "googleplay:image");
  private static final Names ICON = Names.of("atom:icon", "icon");
  private static final Names GENERATOR = Names.of("generator", "atom:generator");
  private static final Names GENERATOR_AGENT = Names.of("admin:generatoragent");
  private static final Names UPDATED =
      Names.of(
          "atom:updated",
          "atom:modified",
          "lastbuilddate",
          "dcterms:modified",
          "pubdate",
          "dc:date");
  private static final Names EDITOR = Names.of("managingeditor");
  private static final Names OWNER = Names.of("itunes:owner");

  private final Outline outline;
  private final Fields channel;
  private final Bases bases;

  private FeedInfoReader(Outline outline, Bases bases) {
    this.outline = outline;
    this.channel = Fields.of(CdataMarks.removed(outline.channel()));
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
        channel.text(ID),
        plain(TITLE),
        plain(DESCRIPTION),
        link(),
        self(),
        hubs(),
        People.distinct(
            People.authors(channel, bases),
            People.people(channel, bases, EDITOR),
            People.people(channel, bases, OWNER)),
        language(header),
        plain(RIGHTS),
        image(),
        icon(),
        generator(),
        channel.text(UPDATED).flatMap(FeedDate::parse),
        PaceReader.read(channel));
  }

  private Optional<String> plain(Names names) {
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
    return List.copyOf(linked("hub"));
  }

  private Optional<String> self() {
    return linked("self").stream().findFirst();
  }

  private Set<String> linked(String relation) {
    Set<String> addresses = Set.of();
    for (var link : channel.all(LINK)) {
      if (Links.relation(link).equals(relation)) {
        var address = Links.href(link, bases).filter(Addresses::isWeb);
        if (address.isPresent()) {
          addresses = addresses.isEmpty() ? new LinkedHashSet<>() : addresses;
          addresses.add(address.get());
        }
      }
    }
    return addresses;
  }

  /** By element, by {@code xml:lang}, by header: the first that says anything. */
  private Optional<String> language(Optional<String> header) {
    return channel
        .text(LANGUAGE)
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
        .first(IMAGE)
        .or(() -> Fields.of(outline.root()).first(IMAGE))
        .flatMap(image -> Fields.of(image).text(URL).or(() -> image.attribute("href")))
        .or(() -> channel.text(LOGO))
        .or(() -> channel.first(PODCAST_IMAGE).flatMap(i -> i.attribute("href")))
        .flatMap(bases::web);
  }

  private Optional<String> icon() {
    return channel.text(ICON).flatMap(bases::web);
  }

  private Optional<String> generator() {
    return channel
        .text(GENERATOR)
        .map(PlainText::ofHtml)
        .or(() -> channel.first(GENERATOR_AGENT).flatMap(FeedInfoReader::resource));
  }

  private static Optional<String> resource(XmlElement element) {
    return element.attribute("resource", Namespaces.RDF);
  }
}

package io.feedloom.parse;

import io.feedloom.feed.FeedInfo;
import io.feedloom.feed.text.PlainText;
import io.feedloom.parse.date.FeedDate;
import io.feedloom.parse.field.Bases;
import io.feedloom.parse.field.CdataFields;
import io.feedloom.parse.field.Construct;
import io.feedloom.parse.field.ElementFields;
import io.feedloom.parse.field.ExtensionReader;
import io.feedloom.parse.field.FieldNames;
import io.feedloom.parse.field.LinkElements;
import io.feedloom.parse.field.Outline;
import io.feedloom.parse.field.PaceReader;
import io.feedloom.parse.field.PageLinks;
import io.feedloom.parse.field.PersonReader;
import io.feedloom.parse.rome.Rome;
import io.feedloom.parse.text.Addresses;
import io.feedloom.parse.xml.Namespaces;
import io.feedloom.parse.xml.XmlElement;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Makes a {@link FeedInfo} from the fields outside the items. */
final class FeedInfoReader {
  private static final FieldNames ID = FieldNames.of("atom:id", "id");
  private static final FieldNames TITLE =
      FieldNames.of("title", "atom:title", "dc:title", "itunes:title", "media:title");
  private static final FieldNames DESCRIPTION =
      FieldNames.of(
          "description",
          "atom:subtitle",
          "atom:tagline",
          "tagline",
          "subtitle",
          "abstract",
          "dc:description",
          "itunes:summary",
          "itunes:subtitle");
  private static final FieldNames LINK = FieldNames.of("atom:link", "link");
  private static final FieldNames LANGUAGE =
      FieldNames.of("language", "dc:language", "atom:language");
  private static final FieldNames RIGHTS =
      FieldNames.of(
          "copyright", "atom:rights", "atom:copyright", "dc:rights", "dcterms:rights", "rights");
  private static final FieldNames IMAGE = FieldNames.of("image");
  private static final FieldNames URL = FieldNames.of("url");
  private static final FieldNames LOGO = FieldNames.of("atom:logo", "logo");
  private static final FieldNames PODCAST_IMAGE = FieldNames.of("itunes:image", "googleplay:image");
  private static final FieldNames ICON = FieldNames.of("atom:icon", "icon");
  private static final FieldNames GENERATOR = FieldNames.of("generator", "atom:generator");
  private static final FieldNames GENERATOR_AGENT = FieldNames.of("admin:generatoragent");
  private static final FieldNames UPDATED =
      FieldNames.of(
          "atom:updated",
          "atom:modified",
          "lastbuilddate",
          "dcterms:modified",
          "pubdate",
          "dc:date");
  private static final FieldNames EDITOR = FieldNames.of("managingeditor");
  private static final FieldNames OWNER = FieldNames.of("itunes:owner");

  private final Outline outline;
  private final ElementFields channel;
  private final Bases bases;

  private FeedInfoReader(Outline outline, Bases bases) {
    this.outline = outline;
    this.channel = ElementFields.of(CdataFields.removed(outline.channel()));
    this.bases = bases;
  }

  /**
   * @param bases the bases in effect within the channel
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
        PersonReader.distinct(
            PersonReader.authors(channel, bases),
            PersonReader.people(channel, bases, EDITOR),
            PersonReader.people(channel, bases, OWNER)),
        language(header),
        plain(RIGHTS),
        image(),
        icon(),
        generator(),
        channel.text(UPDATED).flatMap(FeedDate::parse),
        PaceReader.read(channel),
        Categories.ofFeed(channel),
        ExtensionReader.ofFeed(outline.channel(), bases));
  }

  private Optional<String> plain(FieldNames names) {
    for (var element : channel.all(names)) {
      var text = Construct.of(element, bases.within(element)).plain();
      if (!text.isEmpty()) {
        return Optional.of(text);
      }
    }
    return Optional.empty();
  }

  private Optional<String> link() {
    return PageLinks.page(channel, bases);
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
      if (LinkElements.relation(link).equals(relation)) {
        var address = LinkElements.href(link, bases).filter(Addresses::isWeb);
        if (address.isPresent()) {
          addresses = addresses.isEmpty() ? new LinkedHashSet<>() : addresses;
          addresses.add(address.get());
        }
      }
    }
    return addresses;
  }

  /**
   * Returns the language: that of an element, of {@code xml:lang} or of the header, in this order.
   */
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

  /**
   * Returns the picture: RSS {@code image} (in RDF next to the channel), Atom {@code logo}, iTunes'
   * image.
   */
  private Optional<String> image() {
    return channel
        .first(IMAGE)
        .or(() -> ElementFields.of(outline.root()).first(IMAGE))
        .flatMap(image -> ElementFields.of(image).text(URL).or(() -> image.attribute("href")))
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
        .map(PlainText::ofField)
        .or(() -> channel.first(GENERATOR_AGENT).flatMap(FeedInfoReader::resource));
  }

  private static Optional<String> resource(XmlElement element) {
    return element.attribute("resource", Namespaces.RDF);
  }
}

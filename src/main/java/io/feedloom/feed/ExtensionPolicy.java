package io.feedloom.feed;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The allow-list of elements of other vocabularies in our documents. They may contain text without
 * markup, and addresses with a safe scheme. All other elements are dropped, because they could mean
 * anything to the program that reads them.
 */
public final class ExtensionPolicy {
  /**
   * One vocabulary.
   *
   * <p>Each item of the list is the name of an element, followed by the names of its attributes.
   * The mark {@code @} before a name means that the attribute, or the text of the element, is an
   * address.
   */
  private record Vocabulary(String namespace, String elements) {}

  private static final String CHAPTERS = "chapters version; chapter start title @href @image";

  private static final List<Vocabulary> VOCABULARIES =
      List.of(
          new Vocabulary(
              "http://www.itunes.com/dtds/podcast-1.0.dtd",
              """
              author; block; category text; complete; duration; email; episode; episodeType;
              explicit; image @href; isClosedCaptioned; keywords; name; @new-feed-url; order; owner;
              season; subtitle; summary; title; type
              """),
          new Vocabulary(
              "https://podcastindex.org/namespace/1.0",
              """
              alternateEnclosure type length bitrate height lang title rel codecs default;
              block id; chapters @url type; chat server protocol accountId space @embedUrl;
              contentLink @href; episode display; funding @url; guid;
              image @href alt aspect-ratio width height type purpose; integrity type value;
              license @url; liveItem status start end; location rel geo osm country; locked owner;
              medium; person role group @img @href; podping usesPodping; podroll; publisher;
              remoteItem feedGuid @feedUrl itemGuid medium title; season name;
              socialInteract @uri protocol accountId @accountUrl priority;
              soundbite startTime duration; source @uri contentType;
              trailer @url pubdate length type season; transcript @url type language rel;
              txt purpose; updateFrequency complete dtstart rrule;
              value type method suggested; valueRecipient name customKey customValue type address
              split fee; valueTimeSplit startTime duration remoteStartTime remotePercentage
              """),
          new Vocabulary(
              "http://www.google.com/schemas/play-podcasts/1.0",
              """
              author; block; category text; description; email; explicit; image @href; @newFeedUrl;
              owner
              """),
          new Vocabulary("http://podlove.org/simple-chapters", CHAPTERS),
          new Vocabulary("http://podlove.org/simple-chapters/", CHAPTERS),
          new Vocabulary(
              "http://purl.org/dc/elements/1.1/",
              """
              audience; contributor; coverage; creator; date; description; format; identifier;
              language; publisher; relation; rights; source; subject; title; type
              """),
          new Vocabulary(
              "http://purl.org/dc/terms/",
              """
              abstract; accessRights; accrualMethod; accrualPeriodicity; accrualPolicy; alternative;
              audience; available; bibliographicCitation; conformsTo; contributor; coverage; created;
              creator; date; dateAccepted; dateCopyrighted; dateSubmitted; description;
              educationLevel; extent; format; hasFormat; hasPart; hasVersion; identifier;
              instructionalMethod; isFormatOf; isPartOf; isReferencedBy; isReplacedBy; isRequiredBy;
              isVersionOf; issued; language; license; mediator; medium; modified; provenance;
              publisher; references; relation; replaces; requires; rights; rightsHolder; source;
              spatial; subject; tableOfContents; temporal; title; type; valid
              """),
          new Vocabulary(
              "http://www.georss.org/georss",
              """
              point featuretypetag relationshiptag featurename elev floor radius;
              line featuretypetag relationshiptag featurename elev floor radius;
              polygon featuretypetag relationshiptag featurename elev floor radius;
              box featuretypetag relationshiptag featurename elev floor radius;
              circle featuretypetag relationshiptag featurename elev floor radius;
              where featuretypetag relationshiptag featurename elev floor radius;
              elev; featurename; featuretypetag; floor; radius; relationshiptag
              """),
          new Vocabulary(
              "http://www.opengis.net/gml",
              """
              Envelope srsName srsDimension; LineString srsName srsDimension; LinearRing;
              MultiPoint srsName srsDimension; Point srsName srsDimension;
              Polygon srsName srsDimension; CircleByCenterPoint numArc; X; Y; Z; coord;
              coordinates decimal cs ts; exterior; interior; lowerCorner; pointMember;
              pos srsName srsDimension; posList srsName srsDimension count; radius uom; upperCorner
              """),
          new Vocabulary(
              "http://www.w3.org/2003/01/geo/wgs84_pos#", "Point; alt; lat; lat_long; long"),
          new Vocabulary(
              "http://purl.org/syndication/thread/1.0",
              "in-reply-to ref @href type @source; total"),
          new Vocabulary(
              "http://purl.org/rss/1.0/modules/slash/",
              "comments; department; hit_parade; section"),
          new Vocabulary("http://wellformedweb.org/CommentAPI/", "@comment; @commentRss"),
          new Vocabulary("http://madskills.com/public/xml/rss/module/trackback/", "@about; @ping"),
          new Vocabulary("http://backend.userland.com/creativeCommonsRssModule", "@license"),
          new Vocabulary("http://web.resource.org/cc/", "@license"),
          new Vocabulary(
              "http://rssnamespace.org/feedburner/ext/1.0", "@origLink; @origEnclosureLink"),
          new Vocabulary(
              "http://source.scripting.com/",
              """
              account service; @archive; @blogroll; @inReplyTo; likes server; @linkFull; localTime;
              markdown; outline text created type @url @htmlUrl @xmlUrl; @self; subscriptionList;
              @url
              """),
          new Vocabulary(
              "http://prismstandard.org/namespaces/1.2/basic/",
              """
              aggregationType; alternateTitle; byteCount; channel; complianceProfile; contentType;
              copyright; corporateEntity; coverDate; coverDisplayDate; creationDate; distributor; doi;
              eIssn; edition; embargoDate; endingPage; event; expirationDate; genre; industry; isbn;
              issn; issueIdentifier; issueName; keyword; killDate; location; modificationDate; number;
              objectTitle; org; pageRange; person; productCode; publicationDate; publicationName;
              receptionDate; rightsAgent; section; seriesTitle; startingPage; subsection1;
              subsection2; subsection3; subsection4; teaser; ticker; timePeriod; @url;
              versionIdentifier; volume; wordCount
              """),
          new Vocabulary(
              "http://search.yahoo.com/mrss/",
              """
              @backLink; backLinks; category scheme label; comment; comments; community; content;
              copyright @url; credit role scheme; description type; group; hash algo; keywords;
              license type @href; location description start end; peerLink type @href;
              player @url height width; price type price currency @info; rating scheme; response;
              responses; restriction relationship type; rights status; scene; sceneDescription;
              sceneEndTime; sceneStartTime; sceneTitle; scenes; starRating average count min max;
              statistics views favorites; status state reason; subTitle type lang @href; tags;
              text type lang start end; thumbnail @url width height time; title type
              """));

  /**
   * What an allowed element may contain: whether its text is an address, and for each attribute
   * whether it is one.
   */
  private record Allowed(boolean address, Map<String, Boolean> attributes) {}

  private static final Map<String, Map<String, Allowed>> ALLOWED = allowed();

  private static final int DEEPEST = 16;

  private ExtensionPolicy() {}

  private static Map<String, Map<String, Allowed>> allowed() {
    var all = new HashMap<String, Map<String, Allowed>>();
    for (var vocabulary : VOCABULARIES) {
      var elements = new HashMap<String, Allowed>();
      for (var element : vocabulary.elements.split(";", -1)) {
        var names = element.strip().split("\\s+", -1);
        var attributes = new HashMap<String, Boolean>();
        for (int i = 1; i < names.length; i++) {
          attributes.put(withoutMark(names[i]), isMarked(names[i]));
        }
        elements.put(withoutMark(names[0]), new Allowed(isMarked(names[0]), attributes));
      }
      all.put(vocabulary.namespace, elements);
    }
    return all;
  }

  private static boolean isMarked(String name) {
    return name.startsWith("@");
  }

  private static String withoutMark(String name) {
    return isMarked(name) ? name.substring(1) : name;
  }

  private static Optional<Allowed> allowed(String namespace, String name) {
    return Optional.ofNullable(ALLOWED.getOrDefault(namespace, Map.of()).get(name));
  }

  /** Returns whether an element is on the list. */
  public static boolean isAllowed(String namespace, String name) {
    return allowed(namespace, name).isPresent();
  }

  /**
   * Returns whether an attribute of an element is an address. Without an attribute, returns whether
   * the element's text is one.
   */
  public static boolean isAddress(String namespace, String name, Optional<String> attribute) {
    return allowed(namespace, name)
        .filter(a -> attribute.map(n -> a.attributes.getOrDefault(n, false)).orElse(a.address))
        .isPresent();
  }

  /** Returns the allowed elements, each with its allowed content only. */
  public static List<Element> safe(List<Element> elements) {
    return safe(elements, DEEPEST);
  }

  private static List<Element> safe(List<Element> elements, int depth) {
    if (elements.isEmpty() || depth == 0) {
      return List.of();
    }
    var safe = new ArrayList<Element>(elements.size());
    for (var element : elements) {
      allowed(element.namespace(), element.name())
          .flatMap(allowed -> safe(element, allowed, depth))
          .ifPresent(safe::add);
    }
    return safe;
  }

  private static Optional<Element> safe(Element element, Allowed allowed, int depth) {
    var text = element.text();
    if (allowed.address ? !isEmptyOrLink(text) : isCode(text)) {
      return Optional.empty();
    }
    var attributes = new LinkedHashMap<String, String>();
    element
        .attributes()
        .forEach(
            (name, value) -> {
              var address = allowed.attributes.get(name);
              if (address != null && (address ? Schemes.mayFollow(value) : !isCode(value))) {
                attributes.put(name, address ? value : PlainMarkup.strip(value));
              }
            });
    return Optional.of(
        new Element(
            element.namespace(),
            element.name(),
            attributes,
            allowed.address ? text : PlainMarkup.strip(text),
            safe(element.children(), depth - 1)));
  }

  private static boolean isEmptyOrLink(String text) {
    return text.isEmpty() || Schemes.mayFollow(text);
  }

  /** Returns whether a text is an address that runs code. */
  private static boolean isCode(String text) {
    return Schemes.isUnsafe(text) && text.chars().noneMatch(Character::isWhitespace);
  }
}

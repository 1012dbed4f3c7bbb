package io.feedloom.parse.page;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jsoup.nodes.Element;

/** The class names of microformats2, and the classic names with what they mean in it. */
final class MicroformatNames {
  private static final Pattern ROOT = Pattern.compile("h-(?:[a-z0-9]+-)?[a-z]+(?:-[a-z]+)*");
  private static final Pattern PROPERTY =
      Pattern.compile("(?:p|u|dt|e)-(?:[a-z0-9]+-)?[a-z]+(?:-[a-z]+)*");

  private static final Map<String, String> CLASSIC_ROOTS =
      Map.ofEntries(
          Map.entry("adr", "h-adr"),
          Map.entry("geo", "h-geo"),
          Map.entry("vcard", "h-card"),
          Map.entry("hfeed", "h-feed"),
          Map.entry("hentry", "h-entry"),
          Map.entry("hnews", "h-news"),
          Map.entry("hrecipe", "h-recipe"),
          Map.entry("hresume", "h-resume"),
          Map.entry("hreview", "h-review"),
          Map.entry("hreview-aggregate", "h-review-aggregate"),
          Map.entry("hproduct", "h-product"),
          Map.entry("vevent", "h-event"));

  /** For each root, the classic names of its properties; a name after {@code =} is the new one. */
  private static final Map<String, Map<String, List<String>>> CLASSIC = new HashMap<>();

  static {
    var adr =
        "p-post-office-box p-extended-address p-street-address p-locality p-region p-postal-code"
            + " p-country-name";
    classic("h-adr", adr);
    classic("h-geo", "p-latitude p-longitude");
    classic(
        "h-card",
        "fn=p-name p-honorific-prefix p-given-name p-additional-name p-family-name"
            + " p-honorific-suffix p-nickname email=u-email logo=u-logo photo=u-photo url=u-url"
            + " uid=u-uid category=p-category adr=p-adr p-extended-address p-street-address"
            + " p-locality p-region p-postal-code p-country-name p-label geo=p-geo p-latitude"
            + " p-longitude tel=p-tel note=p-note bday=dt-bday key=u-key org=p-org"
            + " organization-name=p-organization-name organization-unit=p-organization-unit"
            + " title=p-job-title role=p-role rev=dt-rev tz=p-tz sound=u-sound agent=p-agent"
            + " class=p-class mailer=p-mailer sort-string=p-sort-string");
    classic(
        "h-feed",
        "category=p-category author=p-author url=u-url photo=u-photo site-description=p-summary"
            + " description=p-summary site-title=p-name title=p-name");
    classic(
        "h-entry",
        "entry-title=p-name entry-summary=p-summary entry-content=e-content published=dt-published"
            + " updated=dt-updated author=p-author category=p-category photo=u-photo"
            + " summary=p-summary");
    classic(
        "h-news",
        "entry=p-entry geo=p-geo latitude=p-latitude longitude=p-longitude source-org=p-source-org"
            + " dateline=p-dateline");
    classic(
        "h-recipe",
        "fn=p-name ingredient=p-ingredient yield=p-yield instructions=e-instructions"
            + " duration=dt-duration photo=u-photo summary=p-summary author=p-author"
            + " published=dt-published nutrition=p-nutrition category=p-category");
    classic(
        "h-resume",
        "contact=p-contact summary=p-summary education=p-education experience=p-experience"
            + " skill=p-skill affiliation=p-affiliation");
    classic(
        "h-review",
        "summary=p-name fn=p-item photo=p-item url=p-item item=p-item reviewer=p-author"
            + " dtreviewed=dt-published rating=p-rating best=p-best worst=p-worst"
            + " description=e-content");
    classic(
        "h-review-aggregate",
        "summary=p-name fn=p-item photo=p-item url=p-item item=p-item rating=p-rating"
            + " best=p-best worst=p-worst average=p-average count=p-count votes=p-votes");
    classic(
        "h-product",
        "fn=p-name photo=u-photo brand=p-brand category=p-category description=p-description"
            + " identifier=u-identifier url=u-url review=p-review price=p-price");
    classic(
        "h-event",
        "summary=p-name dtstart=dt-start dtend=dt-end duration=dt-duration"
            + " description=p-description url=u-url category=p-category location=p-location"
            + " geo=p-location attendee=p-attendee contact=p-contact organizer=p-organizer"
            + " last-modified=dt-updated");
  }

  private MicroformatNames() {}

  private static void classic(String root, String names) {
    var properties = new HashMap<String, List<String>>();
    for (var name : names.split(" ", -1)) {
      int equals = name.indexOf('=');
      var old = equals < 0 ? name.substring(name.indexOf('-') + 1) : name.substring(0, equals);
      properties.put(old, List.of(name.substring(equals + 1)));
    }
    CLASSIC.put(root, properties);
  }

  /** Returns the types of the item that begins at an element; empty if none does. */
  static List<String> roots(Element element) {
    if (!element.hasAttr("class")) {
      return List.of();
    }
    var classes = element.classNames();
    var own = classes.stream().filter(name -> ROOT.matcher(name).matches()).sorted().toList();
    return own.isEmpty()
        ? classes.stream().filter(CLASSIC_ROOTS::containsKey).map(CLASSIC_ROOTS::get).toList()
        : own;
  }

  static boolean isClassic(Element root) {
    return root.classNames().stream().noneMatch(name -> ROOT.matcher(name).matches());
  }

  /** Returns whether an element begins an item, or is a property under its new name. */
  static boolean isPart(Element element) {
    return element.hasAttr("class")
        && element.classNames().stream()
            .anyMatch(
                name ->
                    ROOT.matcher(name).matches()
                        || PROPERTY.matcher(name).matches()
                        || CLASSIC_ROOTS.containsKey(name));
  }

  /** Returns the names, with prefixes, of the properties of an item that an element has. */
  static List<String> properties(Element element, List<String> roots, boolean classic) {
    if (!classic) {
      return element.hasAttr("class")
          ? element.classNames().stream().filter(name -> PROPERTY.matcher(name).matches()).toList()
          : List.of();
    }
    var found = new ArrayList<String>();
    for (var root : roots) {
      var names = CLASSIC.getOrDefault(root, Map.of());
      element.classNames().forEach(name -> found.addAll(names.getOrDefault(name, List.of())));
      found.addAll(related(element, root));
    }
    return found.stream().distinct().toList();
  }

  private static List<String> related(Element element, String root) {
    if (!element.hasAttr("rel")) {
      return List.of();
    }
    var relations =
        Arrays.asList(element.attr("rel").strip().toLowerCase(Locale.ROOT).split("\\s+", -1));
    var found = new ArrayList<String>();
    boolean review = root.startsWith("h-review");
    if (relations.contains("bookmark") && (root.equals("h-entry") || review)) {
      found.add("u-url");
    }
    if (relations.contains("tag") && !root.equals("h-card") && !root.equals("h-adr")) {
      found.add("p-category");
    }
    if (root.equals("h-news") && relations.contains("principles")) {
      found.add("u-principles");
    }
    return found;
  }
}

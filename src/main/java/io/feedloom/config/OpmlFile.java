package io.feedloom.config;

import io.feedloom.feed.NativePath;
import io.feedloom.feed.PageRules;
import io.feedloom.feed.Tag;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Reads a list of subscriptions in OPML 1.0 or 2.0 (opml.org/spec2.opml). The folders of a feed and
 * its {@code category} become tags. A feed in several folders gets the tags of all. DTDs and
 * references to other files are ignored.
 */
public final class OpmlFile {
  private static final XMLInputFactory XML = xml();

  private final String file;
  private final ReadContext in;
  private final XMLStreamReader xml;
  private final Deque<Optional<Tag>> folders = new ArrayDeque<>();
  private final Map<URI, Draft> feeds = new LinkedHashMap<>();

  private OpmlFile(String file, ReadContext in, XMLStreamReader xml) {
    this.file = file;
    this.in = in;
    this.xml = xml;
  }

  /**
   * Converts the subscriptions to a part of {@code feeds.yml}: the key {@code feeds} and its list.
   *
   * @throws OpmlException if the file cannot be read or contains an invalid address
   */
  public static String toYaml(Path opml) throws OpmlException {
    var in = new ReadContext(Map.of(), _ -> Optional.empty());
    var drafts = drafts(opml, in);
    if (!in.faults().isEmpty()) {
      throw new OpmlException(in.faults());
    }
    return FeedsYaml.write(drafts.stream().map(Draft::feed).toList());
  }

  /** Returns the feeds in the order of the file, and reports faults. */
  static List<Draft> drafts(Path opml, ReadContext in) {
    return in.sparing(() -> SourceText.bytes(opml, in))
        .map(bytes -> parse(NativePath.text(opml), bytes, in))
        .orElse(List.of());
  }

  /** Returns the feeds in the bytes of a file, and reports faults. */
  static List<Draft> parse(String opml, byte[] bytes, ReadContext in) {
    in.content(opml, true, new String(bytes, StandardCharsets.ISO_8859_1));
    var whole = FaultPlace.whole(opml);
    if (bytes.length == 0) {
      in.leaveOut(whole, "is empty; expected OPML");
      return List.of();
    }
    try {
      var reader = XML.createXMLStreamReader(new ByteArrayInputStream(bytes));
      try {
        return new OpmlFile(opml, in, reader).read();
      } finally {
        reader.close();
      }
    } catch (XMLStreamException e) {
      var at = Optional.ofNullable(e.getLocation());
      in.leaveOut(
          at.map(l -> new FaultPlace(whole.file(), l.getLineNumber(), l.getColumnNumber()))
              .orElse(whole),
          problem(e));
      return List.of();
    }
  }

  /**
   * Returns a factory of Woodstox parsers, loaded as a service. Unlike the JDK's parser, Woodstox
   * knows the position where an element begins.
   */
  private static XMLInputFactory xml() {
    var factory = XMLInputFactory.newFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    return factory;
  }

  private static String problem(XMLStreamException e) {
    var message = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    return message.contains("entity")
        ? "not XML: write \"&amp;\" for \"&\""
        : "not XML: " + message.replaceAll("\\p{Cntrl}", " ");
  }

  private List<Draft> read() throws XMLStreamException {
    while (xml.next() != XMLStreamConstants.START_ELEMENT) {
      // Content before the root has no meaning; a file without a root is an XML error.
    }
    if (!xml.getLocalName().equalsIgnoreCase("opml")) {
      in.leaveOut(
          place(), "expected <opml>, but found <" + QuotedText.of(xml.getLocalName()) + ">");
      return List.of();
    }
    while (xml.hasNext()) {
      int event = xml.next();
      if (event == XMLStreamConstants.START_ELEMENT && isOutline()) {
        enter();
      } else if (event == XMLStreamConstants.END_ELEMENT && isOutline()) {
        folders.pop();
      }
    }
    return new ArrayList<>(feeds.values());
  }

  private boolean isOutline() {
    return xml.getLocalName().equalsIgnoreCase("outline");
  }

  private void enter() {
    var label = attribute("title").or(() -> attribute("text"));
    var address = attribute("xmlUrl");
    if (address.isPresent()) {
      add(address.get(), label);
      folders.push(Optional.empty());
    } else {
      folders.push(label.flatMap(this::tag));
    }
  }

  private void add(String address, Optional<String> label) {
    URI url;
    try {
      url = FeedAddress.parse(address);
    } catch (InvalidValue e) {
      var why = e.reason().orElse("cannot be read");
      in.leaveOut(place(), "expected an http or https address in xmlUrl, but it " + why);
      return;
    }
    Set<Tag> tags = new LinkedHashSet<>();
    var earlier = feeds.get(url);
    if (earlier != null) {
      tags.addAll(earlier.feed().tags());
    }
    folders.descendingIterator().forEachRemaining(folder -> folder.ifPresent(tags::add));
    categories().forEach(tags::add);
    var title =
        earlier == null ? label.filter(text -> !text.equals(address)) : earlier.feed().title();
    var at = earlier == null ? place() : earlier.at();
    var reader = new OutlineReader(this::attribute);
    var rules = earlier == null ? valid(reader::rules, PageRules.NONE) : earlier.feed().pageRules();
    var options = earlier == null ? valid(reader::options, FeedOptions.NONE) : earlier.options();
    feeds.put(url, Draft.ofOutline(at, url, title, tags, rules, options));
  }

  /** Reads options of an outline. */
  @FunctionalInterface
  private interface Reading<T> {
    T read() throws InvalidValue;
  }

  private <T> T valid(Reading<T> reading, T otherwise) {
    try {
      return reading.read();
    } catch (InvalidValue e) {
      var why = e.reason().orElse("cannot be read");
      in.leaveOut(place(), "an option of this outline has no effect: a value of it " + why);
      return otherwise;
    }
  }

  /**
   * Returns the tags in {@code category}. They are separated by commas, and each may be a path such
   * as {@code /Weather/Boston} (OPML 2.0).
   */
  private List<Tag> categories() {
    return attribute("category").stream()
        .flatMap(list -> Arrays.stream(list.split(",", -1)))
        .flatMap(category -> tag(category.strip().replaceFirst("^/+", "")).stream())
        .toList();
  }

  private Optional<Tag> tag(String label) {
    try {
      return Optional.of(in.tag(label));
    } catch (InvalidValue e) {
      return Optional.empty();
    }
  }

  /**
   * Returns an attribute. Ignores the case of its name, because old exports write {@code xmlurl} or
   * {@code xmlURL}.
   */
  private Optional<String> attribute(String name) {
    return IntStream.range(0, xml.getAttributeCount())
        .filter(i -> xml.getAttributeLocalName(i).equalsIgnoreCase(name))
        .mapToObj(i -> xml.getAttributeValue(i).strip())
        .filter(value -> !value.isEmpty())
        .findFirst();
  }

  private FaultPlace place() {
    var at = xml.getLocation();
    return new FaultPlace(file, at.getLineNumber(), at.getColumnNumber());
  }

  /** Thrown if a file of subscriptions cannot be converted. */
  public static final class OpmlException extends Exception {
    private static final long serialVersionUID = 1;
    private final transient List<Fault> faults;

    OpmlException(List<Fault> faults) {
      super(faults.stream().map(Fault::toString).collect(Collectors.joining("\n")));
      this.faults = List.copyOf(faults);
    }

    /** Returns all faults in the order of line and column. */
    public List<Fault> faults() {
      return faults;
    }
  }
}

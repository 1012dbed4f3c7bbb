package io.feedloom.config;

import io.feedloom.feed.NativePath;
import io.feedloom.feed.PageRules;
import io.feedloom.feed.Secret;
import io.feedloom.feed.Tag;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
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
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.xml.stream.Location;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.parser.Parser;
import org.jsoup.select.NodeVisitor;

/**
 * Reads a list of subscriptions in OPML 1.0 or 2.0 (opml.org/spec2.opml). The folders of a feed and
 * its {@code category} become tags. A feed in several folders gets the tags of all. DTDs and
 * references to other files are ignored.
 */
public final class OpmlFile {
  private static final XMLInputFactory XML = xml();

  /** Faults of XML that change no outline when they are read as browsers do. */
  private static final Pattern HARMLESS =
      Pattern.compile(
          "(?i).*(?:entity|missing name|prefix|processing instruction target|Invalid"
              + " UTF-8|CTRL-CHAR|Illegal character).*");

  private static final Pattern ENCODING =
      Pattern.compile("^\\s*<\\?xml[^>]*\\sencoding\\s*=\\s*[\"']([A-Za-z0-9._-]+)[\"']");

  private static final int DECLARATION = 256;

  private final String file;
  private final Source source;
  private final ReadContext in;
  private final Deque<Optional<Tag>> folders = new ArrayDeque<>();
  private final Map<URI, Draft> feeds = new LinkedHashMap<>();
  private final List<IncludePattern> includes = new ArrayList<>();
  private final List<Map.Entry<FaultPlace, String>> problems = new ArrayList<>();
  private boolean hasRoot;

  /** How many of the open outlines are comments, or inside one. */
  private int comments;

  private OpmlFile(String file, Source source, ReadContext in) {
    this.file = file;
    this.source = source;
    this.in = in;
  }

  /** Where a list comes from. */
  enum Source {
    /** The admin converts it, and sees the result before it takes effect. */
    IMPORT,
    /** A file that {@code feeds.yml} includes. */
    FILE,
    /** Another server, which may change it at any time. */
    REMOTE
  }

  /** Returns how many feeds a list of another server has. */
  public static int feedsIn(byte[] bytes) {
    var in = new ReadContext(Map.of(), _ -> Optional.empty());
    return content("list", bytes, Source.REMOTE, in).feeds().size();
  }

  /**
   * What a list contains.
   *
   * @param include the further lists that it names
   */
  record Content(List<Draft> feeds, List<IncludePattern> include) {
    static final Content NONE = new Content(List.of(), List.of());
  }

  /**
   * Subscriptions as a part of {@code feeds.yml}.
   *
   * @param yaml the key {@code feeds} and its list
   * @param faults what was left out
   */
  public record Converted(String yaml, List<Fault> faults) {}

  /**
   * Converts the subscriptions to a part of {@code feeds.yml}: the key {@code feeds} and its list.
   *
   * @throws OpmlException if the file cannot be read, or if it has faults and no valid feed
   */
  public static Converted toYaml(Path opml) throws OpmlException {
    var in = new ReadContext(Map.of(), _ -> Optional.empty());
    var drafts = content(opml, Source.IMPORT, in).feeds();
    if (drafts.isEmpty() && !in.faults().isEmpty()) {
      throw new OpmlException(in.faults());
    }
    return new Converted(FeedsYaml.write(drafts.stream().map(Draft::feed).toList()), in.faults());
  }

  /** Returns the feeds in the order of the file, and reports faults. */
  static Content content(Path opml, ReadContext in) {
    return content(opml, Source.FILE, in);
  }

  private static Content content(Path opml, Source source, ReadContext in) {
    return in.sparing(() -> SourceText.bytes(opml, in))
        .map(bytes -> content(NativePath.text(opml), bytes, source, in))
        .orElse(Content.NONE);
  }

  /**
   * Reads a list. If it is not well-formed XML, it is read again as browsers read it.
   *
   * @param name as faults name it
   * @param source decides which options of the list count
   */
  static Content content(String name, byte[] bytes, Source source, ReadContext in) {
    in.content(name, true, new String(bytes, StandardCharsets.ISO_8859_1));
    var list = new OpmlFile(name, source, in);
    if (bytes.length == 0) {
      in.leaveOut(FaultPlace.whole(name), "is empty; expected OPML");
      return Content.NONE;
    }
    try {
      list.readStrictly(bytes);
    } catch (XMLStreamException e) {
      list.readLeniently(bytes, e);
    }
    list.problems.forEach(problem -> in.leaveOut(problem.getKey(), problem.getValue()));
    return new Content(new ArrayList<>(list.feeds.values()), list.includes);
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

  private void readStrictly(byte[] bytes) throws XMLStreamException {
    var xml = XML.createXMLStreamReader(new ByteArrayInputStream(bytes));
    try {
      while (xml.hasNext()) {
        int event = xml.next();
        if (event == XMLStreamConstants.START_ELEMENT) {
          start(xml.getLocalName(), name -> attribute(xml, name), place(xml.getLocation()));
        } else if (event == XMLStreamConstants.END_ELEMENT) {
          end(xml.getLocalName());
        }
      }
    } finally {
      xml.close();
    }
  }

  private void readLeniently(byte[] bytes, XMLStreamException why) {
    folders.clear();
    feeds.clear();
    includes.clear();
    problems.clear();
    hasRoot = false;
    comments = 0;
    var parser = Parser.xmlParser().setTrackPosition(true);
    parser
        .parseInput(decoded(bytes), "")
        .traverse(
            new NodeVisitor() {
              @Override
              public void head(Node node, int depth) {
                if (node instanceof Element element && depth > 0) {
                  var at = element.sourceRange().start();
                  start(
                      local(element.tagName()),
                      name -> attribute(element, name),
                      new FaultPlace(file, at.lineNumber(), at.columnNumber()));
                }
              }

              @Override
              public void tail(Node node, int depth) {
                if (node instanceof Element element && depth > 0) {
                  end(local(element.tagName()));
                }
              }
            });
    var message = String.valueOf(why.getMessage()).lines().findFirst().orElse("");
    if (feeds.isEmpty() || !HARMLESS.matcher(message).matches()) {
      problems.addFirst(
          Map.entry(
              Optional.ofNullable(why.getLocation())
                  .map(this::place)
                  .orElse(FaultPlace.whole(file)),
              problem(message) + (feeds.isEmpty() ? "" : "; what can be read of it is used")));
    }
  }

  private static String problem(String message) {
    return message.contains("entity")
        ? "not XML: write \"&amp;\" for \"&\""
        : "not XML: " + message.replaceAll("\\p{Cntrl}", " ");
  }

  /** Returns the text in the encoding that the file declares; otherwise in UTF-8, if it is that. */
  private static String decoded(byte[] bytes) {
    var start =
        new String(bytes, 0, Math.min(bytes.length, DECLARATION), StandardCharsets.US_ASCII);
    var declared = ENCODING.matcher(start.replaceFirst("^[^<]+", ""));
    var charset =
        bytes.length > 1 && ((bytes[0] & 0xFE) == 0xFE || bytes[0] == 0 || bytes[1] == 0)
            ? bytes[0] == (byte) 0xFF || bytes[1] == 0
                ? StandardCharsets.UTF_16LE
                : StandardCharsets.UTF_16BE
            : declared.find() && Charset.isSupported(declared.group(1))
                ? Charset.forName(declared.group(1))
                : isUtf8(bytes) ? StandardCharsets.UTF_8 : Charset.forName("windows-1252");
    return new String(bytes, charset).replaceFirst("^[\\uFEFF\\s]+", "");
  }

  private static boolean isUtf8(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).hasRemaining();
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  private void start(String element, Function<String, Optional<String>> attributes, FaultPlace at) {
    if (!hasRoot) {
      hasRoot = true;
      if (!element.equalsIgnoreCase("opml")) {
        problems.add(Map.entry(at, "expected <opml>, but found <" + QuotedText.of(element) + ">"));
        comments = 1; // Nothing in this document counts.
      }
    } else if (element.equalsIgnoreCase("outline")) {
      enter(attributes, at);
    }
  }

  private void end(String element) {
    if (element.equalsIgnoreCase("outline")) {
      folders.poll();
      comments -= comments > 0 ? 1 : 0;
    }
  }

  /**
   * Enters an outline. An outline that is a comment counts as little as all below it (OPML 2.0).
   */
  private void enter(Function<String, Optional<String>> attributes, FaultPlace at) {
    boolean comment = attributes.apply("isComment").filter("true"::equalsIgnoreCase).isPresent();
    if (comments > 0 || comment) {
      comments++;
      folders.push(Optional.empty());
      return;
    }
    var label = attributes.apply("title").or(() -> attributes.apply("text"));
    var address = attributes.apply("xmlUrl");
    if (address.isPresent()) {
      add(address.get(), label, attributes, at);
      folders.push(Optional.empty());
      return;
    }
    folders.push(label.flatMap(this::tag));
    if (attributes.apply("type").filter("include"::equalsIgnoreCase).isPresent()) {
      attributes.apply("url").ifPresent(url -> includes.add(new IncludePattern(at, url)));
    }
  }

  private void add(
      String address,
      Optional<String> label,
      Function<String, Optional<String>> attributes,
      FaultPlace place) {
    URI url;
    try {
      url = FeedAddress.parse(address);
    } catch (InvalidValue e) {
      var why = e.reason().orElse("cannot be read");
      report(place, "expected an http or https address in xmlUrl, but it " + why);
      return;
    }
    Set<Tag> tags = new LinkedHashSet<>();
    var earlier = feeds.get(url);
    if (earlier != null) {
      tags.addAll(earlier.feed().tags());
    }
    folders.descendingIterator().forEachRemaining(folder -> folder.ifPresent(tags::add));
    categories(attributes).forEach(tags::add);
    var title =
        earlier == null ? label.filter(text -> !text.equals(address)) : earlier.feed().title();
    var at = earlier == null ? place : earlier.at();
    var reader = new OutlineReader(attributes);
    var rules =
        earlier == null ? valid(place, reader::rules, PageRules.NONE) : earlier.feed().pageRules();
    var options =
        earlier == null
            ? valid(place, () -> reader.options(source == Source.IMPORT), FeedOptions.NONE)
            : earlier.options();
    var was = earlier == null ? former(place, reader) : earlier.feed().was();
    var body = source == Source.IMPORT ? reader.body() : Optional.<Secret>empty();
    feeds.put(url, Draft.ofOutline(at, url, title, tags, rules, options, body, was));
  }

  /** Reads options of an outline. */
  @FunctionalInterface
  private interface Reading<T> {
    T read() throws InvalidValue;
  }

  /**
   * Returns the earlier addresses. A list of another server cannot claim stored entries by them.
   */
  private List<URI> former(FaultPlace at, OutlineReader reader) {
    return source == Source.REMOTE ? List.of() : valid(at, reader::was, List.of());
  }

  private void report(FaultPlace at, String problem) {
    problems.add(Map.entry(at, problem));
  }

  private <T> T valid(FaultPlace at, Reading<T> reading, T otherwise) {
    try {
      return reading.read();
    } catch (InvalidValue e) {
      var why = e.reason().orElse("cannot be read");
      report(at, "an option of this outline has no effect: a value of it " + why);
      return otherwise;
    }
  }

  /**
   * Returns the tags in {@code category}. They are separated by commas, and each may be a path such
   * as {@code /Weather/Boston} (OPML 2.0).
   */
  private List<Tag> categories(Function<String, Optional<String>> attributes) {
    return attributes.apply("category").stream()
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
  private static Optional<String> attribute(XMLStreamReader xml, String name) {
    return IntStream.range(0, xml.getAttributeCount())
        .filter(i -> xml.getAttributeLocalName(i).equalsIgnoreCase(name))
        .mapToObj(i -> xml.getAttributeValue(i).strip())
        .filter(value -> !value.isEmpty())
        .findFirst();
  }

  private static Optional<String> attribute(Element element, String name) {
    return element.attributes().asList().stream()
        .filter(it -> local(it.getKey()).equalsIgnoreCase(name))
        .map(it -> it.getValue().strip())
        .filter(value -> !value.isEmpty())
        .findFirst();
  }

  private static String local(String name) {
    return name.substring(name.indexOf(':') + 1);
  }

  private FaultPlace place(Location at) {
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

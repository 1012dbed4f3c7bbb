package io.feedloom.bench;

import static java.util.Objects.requireNonNull;

import com.rometools.rome.io.FeedException;
import com.rometools.rome.io.SyndFeedInput;
import com.rometools.rome.io.XmlReader;
import io.feedloom.feed.Cleaning;
import io.feedloom.feed.DocumentHeaders;
import io.feedloom.feed.Parsed;
import io.feedloom.parse.FeedParser;
import io.feedloom.parse.FetchedDocument;
import io.feedloom.parse.Unsanitized;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import org.jdom2.JDOMException;
import org.jdom2.input.SAXBuilder;

/**
 * Compares our parser with the XML parser alone, JDOM and plain Rome.
 *
 * <p>All of them read the same bodies from memory, in turns. Bodies that plain Rome cannot read are
 * left out, so that all do the same work. They read bytes of unknown charset and produce:
 *
 * <ul>
 *   <li>StAX events: the length of every text; the limit for every program with this parser
 *   <li>JDOM: a tree, by the SAX parser that Rome uses
 *   <li>plain Rome: {@code SyndFeedInput} with {@code XmlReader}, as in its manual
 *   <li>ours, all known: guid and fingerprint of every item, which is all that a poll needs of
 *       known items
 *   <li>ours, all fields: every field of every entry with its dates, without sanitizing
 *   <li>ours, sanitized too: the same with sanitizing
 *   <li>ours, cleaned too: the same with cleaning, as for a feed whose entries are all new
 * </ul>
 *
 * <p>Rounds are timed only after the compiler has finished, by the CPU time of the thread. Medians
 * are the typical speed. The best rounds show the speed without other programs on the processor.
 *
 * <p>Arguments: the folder (default: {@code feeds} in {@code $FEEDLOOM_CORPUS}), the number of
 * rounds (default 30), the least size of a feed in bytes (default: first 10,000, as real feeds have
 * more, then 0).
 */
public final class ParseBench {
  /** One way to read a body. Returns a number that depends on the whole body. */
  private interface Contender {
    long read(byte[] body) throws Exception;
  }

  private static final XMLInputFactory STAX = stax();
  private static final FeedParser PARSER = new FeedParser();
  private static final FeedParser UNSANITIZED = Unsanitized.parser();
  private static final URI URL = URI.create("http://127.0.0.1/feed");
  private static final int WARM_UP = 40;
  private static final int REAL = 10_000;
  private static final ThreadMXBean CPU = ManagementFactory.getThreadMXBean();

  private ParseBench() {}

  /** Prints a table. */
  public static void main(String[] args) throws Exception {
    var folder =
        args.length > 0 ? Path.of(args[0]) : Path.of(System.getenv("FEEDLOOM_CORPUS"), "feeds");
    int rounds = args.length > 1 ? Integer.parseInt(args[1]) : 30;
    if (args.length > 2) {
      compare(bodies(folder, Integer.parseInt(args[2])), rounds);
    } else {
      compare(bodies(folder, REAL), rounds);
      compare(bodies(folder, 0), rounds);
    }
  }

  private static void compare(List<byte[]> bodies, int rounds) throws Exception {
    long bytes = bodies.stream().mapToLong(b -> b.length).sum();
    System.out.printf(
        Locale.ROOT,
        "%d feeds, %.1f KB each, %d rounds%n",
        bodies.size(),
        bytes / 1e3 / bodies.size(),
        rounds);
    var seconds = measure(contenders(), bodies, rounds);
    System.out.println("                        median of rounds                    best round");
    System.out.println(
        "                          MB/s   feeds/s   of StAX   x Rome     MB/s   of StAX   x Rome");
    var stax = requireNonNull(seconds.get("StAX events"));
    var rome = requireNonNull(seconds.get("plain Rome"));
    seconds.forEach(
        (name, times) ->
            System.out.printf(
                Locale.ROOT,
                "%-22s %7.1f %9.0f %9.2f %8.1f %8.1f %9.2f %8.1f%n",
                name,
                bytes / 1e6 / median(times),
                bodies.size() / median(times),
                median(stax) / median(times),
                median(rome) / median(times),
                bytes / 1e6 / best(times),
                best(stax) / best(times),
                best(rome) / best(times)));
  }

  private static Map<String, Contender> contenders() {
    var contenders = new LinkedHashMap<String, Contender>();
    contenders.put("StAX events", ParseBench::events);
    contenders.put("JDOM", ParseBench::jdom);
    contenders.put("plain Rome", ParseBench::rome);
    contenders.put("ours, all known", body -> ours(PARSER, body, false, Cleaning.NONE));
    contenders.put("ours, all fields", body -> ours(UNSANITIZED, body, true, Cleaning.NONE));
    contenders.put("ours, sanitized too", body -> ours(PARSER, body, true, Cleaning.NONE));
    contenders.put("ours, cleaned too", body -> ours(PARSER, body, true, Cleaning.ALL));
    return contenders;
  }

  private static Map<String, double[]> measure(
      Map<String, Contender> contenders, List<byte[]> bodies, int rounds) throws Exception {
    var seconds = new LinkedHashMap<String, double[]>();
    contenders.keySet().forEach(name -> seconds.put(name, new double[rounds]));
    long sum = 0;
    for (int round = -WARM_UP; round < rounds; round++) {
      for (var contender : contenders.entrySet()) {
        long begin = CPU.getCurrentThreadCpuTime();
        for (var body : bodies) {
          sum += contender.getValue().read(body);
        }
        if (round >= 0) {
          requireNonNull(seconds.get(contender.getKey()))[round] =
              (CPU.getCurrentThreadCpuTime() - begin) / 1e9;
        }
      }
    }
    System.out.println("checksum " + Long.toHexString(sum));
    return seconds;
  }

  private static double median(double[] values) {
    var sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  private static double best(double[] values) {
    return Arrays.stream(values).min().orElseThrow();
  }

  private static List<byte[]> bodies(Path folder, int least) throws IOException {
    var bodies = new ArrayList<byte[]>();
    try (var files = Files.walk(folder)) {
      for (var file : files.filter(Files::isRegularFile).sorted().toList()) {
        var body = Files.readAllBytes(file);
        if (body.length >= least && isReadByAll(body)) {
          bodies.add(body);
        }
      }
    }
    return bodies;
  }

  private static boolean isReadByAll(byte[] body) {
    try {
      return events(body) > 0 && jdom(body) > 0 && rome(body) >= 0;
    } catch (XMLStreamException
        | JDOMException
        | IOException
        | FeedException
        | RuntimeException e) {
      return false;
    }
  }

  private static long events(byte[] body) throws XMLStreamException {
    var reader = STAX.createXMLStreamReader(new ByteArrayInputStream(body));
    long sum = 0;
    while (reader.hasNext()) {
      sum +=
          switch (reader.next()) {
            case XMLStreamConstants.START_ELEMENT -> reader.getAttributeCount() + 1;
            case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> reader.getTextLength();
            default -> 0;
          };
    }
    reader.close();
    return sum;
  }

  private static long jdom(byte[] body) throws JDOMException, IOException {
    return new SAXBuilder().build(new ByteArrayInputStream(body)).getContentSize();
  }

  private static long rome(byte[] body) throws IOException, FeedException {
    try (var reader = new XmlReader(new ByteArrayInputStream(body))) {
      return new SyndFeedInput().build(reader).getEntries().size();
    }
  }

  private static long ours(FeedParser parser, byte[] body, boolean everyEntry, Cleaning cleaning) {
    var headers = DocumentHeaders.of(Optional.empty(), Optional.empty());
    var source = new FetchedDocument(URL, body, headers, cleaning);
    return switch (parser.parse(source)) {
      case Parsed.Feed feed ->
          feed.items().stream()
              .mapToLong(
                  item -> everyEntry ? item.entry().title().length() : item.fingerprint() & 1)
              .sum();
      case Parsed.Page page -> page.feeds().size();
      case Parsed.Index index -> index.sitemaps().size();
      case Parsed.Unreadable unreadable -> unreadable.problem().message().length();
    };
  }

  private static XMLInputFactory stax() {
    var factory = XMLInputFactory.newFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    return factory;
  }
}

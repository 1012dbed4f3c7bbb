package io.feedloom.bench;

import io.feedloom.farm.Answer;
import io.feedloom.farm.Bomb;
import io.feedloom.farm.Publisher;
import io.feedloom.farm.Request;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Publishers on loopback for one Feedloom: feeds that publish entries all the time, and a few that
 * misbehave. Notes when each was asked.
 */
final class LivelyFarm implements AutoCloseable {
  static final int FEEDS = 60;

  /** The guid of an entry of any farm. */
  static final Pattern GUID = Pattern.compile("tag:farm\\.example,2026:[a-z0-9]+-\\d+-\\d+");

  private static final int HOSTS = 10;

  /** How many entries a document has: more than a feed publishes during any outage. */
  private static final int WINDOW = 100;

  /** Between two entries of all feeds. */
  private static final Duration PACE = Duration.ofMillis(250);

  private static final List<Answer> MISCHIEF =
      List.of(
          Answer.silence(),
          Answer.closed(),
          Answer.of(429, Map.of("Retry-After", "15"), ""),
          Answer.of(503, Map.of(), "out of order"),
          Answer.of(200, Map.of("Content-Type", "application/rss+xml"), "Fatal error"),
          Answer.endlessHeaders(),
          Answer.textThenReset("HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n<rss"),
          Bomb.in("gzip"));

  private final String name;
  private final Publisher publisher = Publisher.ofHosts(HOSTS + MISCHIEF.size()).withoutRecording();
  private final List<Feed> feeds = new ArrayList<>();
  private final List<Queue<Long>> misbehaving = new ArrayList<>();

  private static final class Feed {
    private final List<Published> entries = new ArrayList<>();
    private final Queue<Long> asked = new ConcurrentLinkedQueue<>();

    private synchronized void publish(Published entry) {
      entries.add(entry);
    }

    private synchronized List<Published> entries() {
      return List.copyOf(entries);
    }

    private synchronized List<Published> newest() {
      return List.copyOf(entries.subList(Math.max(0, entries.size() - WINDOW), entries.size()));
    }
  }

  /**
   * An entry that was published.
   *
   * @param number within its feed, from 0
   */
  record Published(String farm, int feed, int number, Instant at) {
    private static final String CONSONANTS = "bdfghklmnprstvwz";

    String guid() {
      return "tag:farm.example,2026:%s-%d-%d".formatted(farm, feed, number);
    }

    String title() {
      return "%s %s".formatted(number % 7 == 0 ? "Odd" : "Even", word());
    }

    /** A word that no other entry has. */
    String word() {
      var word = new StringBuilder("qu");
      for (int rest = feed * 100_000 + number + 1; rest > 0; rest /= CONSONANTS.length()) {
        word.append(CONSONANTS.charAt(rest % CONSONANTS.length())).append('a');
      }
      return word.append('k').toString();
    }
  }

  LivelyFarm(String name) {
    this.name = name;
    for (int i = 0; i < FEEDS; i++) {
      var feed = new Feed();
      int number = i;
      feeds.add(feed);
      feed.publish(new Published(name, i, 0, Instant.now()));
      publisher.on("/" + i + ".xml", request -> answer(number, feed, request));
    }
    for (int i = 0; i < MISCHIEF.size(); i++) {
      var mischief = MISCHIEF.get(i);
      var asked = new ConcurrentLinkedQueue<Long>();
      misbehaving.add(asked);
      publisher.on(
          "/bad" + i + ".xml",
          _ -> {
            asked.add(System.nanoTime());
            return mischief;
          });
    }
  }

  /** The address of a feed. */
  String url(int feed) {
    return "http://%s:%d/%d.xml".formatted(Publisher.host(feed % HOSTS), publisher.port(), feed);
  }

  /** The addresses of the feeds that misbehave, each on a host of its own. */
  List<String> misbehavingUrls() {
    return IntStream.range(0, MISCHIEF.size())
        .mapToObj(
            i -> "http://%s:%d/bad%d.xml".formatted(Publisher.host(HOSTS + i), publisher.port(), i))
        .toList();
  }

  /** Publishes as long as the condition holds. */
  void publish(Random random, BooleanSupplier mayContinue) throws InterruptedException {
    while (mayContinue.getAsBoolean()) {
      int number = random.nextInt(FEEDS);
      var feed = feeds.get(number);
      feed.publish(new Published(name, number, feed.entries().size(), Instant.now()));
      Thread.sleep(PACE);
    }
  }

  /** All entries that a feed has published, oldest first. */
  List<Published> published(int feed) {
    return feeds.get(feed).entries();
  }

  /** All entries of all feeds. */
  List<Published> published() {
    return IntStream.range(0, FEEDS).boxed().flatMap(feed -> published(feed).stream()).toList();
  }

  /** When a feed was asked, by {@link System#nanoTime()}. */
  List<Long> asked(int feed) {
    return List.copyOf(feeds.get(feed).asked);
  }

  /** When each of the feeds that misbehave was asked. */
  List<List<Long>> askedMisbehaving() {
    return misbehaving.stream().map(List::copyOf).toList();
  }

  private static Answer answer(int number, Feed feed, Request request) {
    feed.asked.add(System.nanoTime());
    var newest = feed.newest();
    var etag = "\"" + newest.getLast().number() + "\"";
    boolean known = request.header("If-None-Match").filter(etag::equals).isPresent();
    return Answer.feed(
        request, etag, known ? "" : number % 3 == 0 ? atom(number, newest) : rss(number, newest));
  }

  private static String rss(int feed, List<Published> entries) {
    var items = new StringBuilder();
    for (var entry : entries.reversed()) {
      items.append(
          "<item><guid isPermaLink=\"false\">%s</guid><title>%s</title><link>http://farm.example/%s/%d/%d</link><pubDate>%s</pubDate><description>%s</description></item>\n"
              .formatted(
                  entry.guid(),
                  entry.title(),
                  entry.farm(),
                  feed,
                  entry.number(),
                  DateTimeFormatter.RFC_1123_DATE_TIME.format(entry.at().atOffset(ZoneOffset.UTC)),
                  text(entry)));
    }
    return "<rss version=\"2.0\"><channel><title>Feed %d</title><link>http://farm.example/</link><description/>%s</channel></rss>"
        .formatted(feed, items);
  }

  private static String atom(int feed, List<Published> entries) {
    var all = new StringBuilder();
    for (var entry : entries.reversed()) {
      all.append(
          "<entry><id>%s</id><title>%s</title><link href=\"http://farm.example/%s/%d/%d\"/><updated>%s</updated><summary>%s</summary></entry>\n"
              .formatted(
                  entry.guid(),
                  entry.title(),
                  entry.farm(),
                  feed,
                  entry.number(),
                  entry.at(),
                  text(entry)));
    }
    return "<feed xmlns=\"http://www.w3.org/2005/Atom\"><id>urn:farm:%d</id><title>Feed %d</title><updated>%s</updated>%s</feed>"
        .formatted(feed, feed, entries.getLast().at(), all);
  }

  private static String text(Published entry) {
    return "The %s of the farm is number %d. ".formatted(entry.word(), entry.number()).repeat(3);
  }

  @Override
  public void close() {
    publisher.close();
  }
}

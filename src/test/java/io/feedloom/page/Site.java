package io.feedloom.page;

import io.feedloom.farm.Answer;
import io.feedloom.farm.Publisher;
import io.feedloom.farm.RunningFeedloom;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Some publishers and a Feedloom that has read them, to look at in a browser. */
final class Site implements AutoCloseable {
  /** What the admin may do more with. */
  static final String TOKEN = "let-me-in";

  /** What opens the diary. */
  static final String KEY = "for-alice";

  private static final String PICTURE =
      "<svg xmlns='http://www.w3.org/2000/svg' width='800' height='450'><rect width='800'"
          + " height='450' fill='teal'/></svg>";
  private static final String LONG =
      "<p>They were clever, they were short, and nobody could find them. </p>".repeat(12);

  final Publisher publisher = Publisher.start();
  final RunningFeedloom feedloom;
  private final Path config;

  private Site(Path folder) throws IOException, InterruptedException {
    publisher.on("/kestrel", Answer.feed(kestrel()));
    publisher.on("/wave", Answer.feed(wave()));
    publisher.on("/port", Answer.feed(port("")));
    publisher.on("/diary", Answer.feed(diary()));
    publisher.on("/many", Answer.feed(many()));
    publisher.otherwise(
        request ->
            request.path().endsWith(".svg")
                ? Answer.of(200, Map.of("Content-Type", "image/svg+xml"), PICTURE)
                : Answer.of(404, Map.of(), "not here"));
    this.config = folder.resolve("feeds.yml");
    write("");
    this.feedloom = RunningFeedloom.start(config);
    feedloom.await("all entries", () -> count("") == 66);
    feedloom.await("the diary", () -> count("&key=" + KEY) == 67);
  }

  /** One for all who leave it as they found it; it ends with the tests. */
  private static final class Shared {
    static final Site SITE = open();

    static {
      Runtime.getRuntime().addShutdownHook(new Thread(SITE::close));
    }

    private static Site open() {
      try {
        var all = Files.createDirectories(Path.of("target", "sites"));
        return new Site(Files.createTempDirectory(all, "site"));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }
  }

  static Site shared() {
    return Shared.SITE;
  }

  static Site open(Path folder) throws IOException, InterruptedException {
    return new Site(folder);
  }

  /** Writes feeds.yml, with more behind its feeds. */
  void write(String more) throws IOException {
    var text =
        """
        title: The Evening Loom
        server: { admin-token: %s }
        polling: { every: 1h, min: 1s, allow-addresses: [127.0.0.0/8] }
        keys: { alice: %s }
        streams:
          calm: { title: Calm Evening, tags: [news, -podcast] }
        feeds:
          - { id: kestrel, url: %s, tags: [java, jvm] }
          - { id: wave, url: %s, tags: [podcast, news] }
          - { id: port, url: %s, tags: [news, asia] }
          - { id: many, url: %s, tags: [archive] }
          - { id: missing, url: %s, tags: [trouble] }
          - { id: diary, url: %s, tags: [diary], access: key }
        %s
        """
            .formatted(
                TOKEN,
                KEY,
                publisher.uri("/kestrel"),
                publisher.uri("/wave"),
                publisher.uri("/port"),
                publisher.uri("/many"),
                publisher.uri("/missing"),
                publisher.uri("/diary"),
                more);
    Files.writeString(config, text);
  }

  private long count(String more) {
    return Pattern.compile("\"guid\"")
        .matcher(feedloom.get("/api/v1/entries?limit=500" + more).body())
        .results()
        .count();
  }

  String url(String path) {
    return feedloom.uri(path).toString();
  }

  static String rss(String title, String language, String items) {
    return """
    <rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
     xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/">
    <channel><title>%s</title><link>http://x.example/</link><description/><language>%s</language>
    %s</channel></rss>
    """
        .formatted(title, language, items);
  }

  static String item(String guid, String title, String date, String more) {
    return """
    <item><guid isPermaLink="false">%s</guid><title>%s</title><link>http://x.example/%s</link>
    <pubDate>%s GMT</pubDate>%s</item>
    """
        .formatted(guid, title, guid, date, more);
  }

  static String html(String html) {
    return "<content:encoded><![CDATA[" + html + "]]></content:encoded>";
  }

  private String kestrel() {
    var picture = publisher.uri("/hill.svg");
    return rss(
        "Kestrel Notes",
        "en",
        item(
                "k2",
                "Five extension functions I deleted",
                "Tue, 03 Nov 2026 10:02:00",
                "<dc:creator>Marisol Tean</dc:creator><media:thumbnail url=\""
                    + picture
                    + "\"/>"
                    + html(
                        LONG
                            + "<h2>Why</h2><img src=\""
                            + picture
                            + "\" alt=\"A hill\"><iframe"
                            + " src=\"https://www.youtube.com/embed/abc\"></iframe>"
                            + LONG))
            + item(
                "k1",
                "Tom &amp; Jerry &lt;em&gt;return&lt;/em&gt;",
                "Mon, 02 Nov 2026 09:00:00",
                "<description>Fish & chips</description>"));
  }

  private String wave() {
    return rss(
        "Wave Length",
        "en",
        item(
            "w1",
            "An hour by the sea",
            "Tue, 03 Nov 2026 08:00:00",
            "<description>Listen.</description><enclosure url=\""
                + publisher.uri("/sea.mp3")
                + "\" type=\"audio/mpeg\" length=\"12345678\"/>"));
  }

  /** Publishes one more entry, dated now, and has it polled. */
  void publishAtPort(String guid, String title) {
    var now =
        DateTimeFormatter.ofPattern("dd MMM yyyy HH:mm:ss", Locale.ENGLISH)
            .format(OffsetDateTime.now(ZoneOffset.UTC));
    publisher.on("/port", Answer.feed(port(item(guid, title, now, ""))));
    feedloom.post("/api/v1/feeds/port/refresh", "Authorization", "Bearer " + TOKEN);
  }

  private static String port(String more) {
    return rss(
        "صحيفة الميناء",
        "ar",
        more
            + item(
                "p2",
                "العبّارة تعود إلى المرفأ القديم",
                "Tue, 03 Nov 2026 07:00:00",
                "<description>بعد غياب طويل عادت العبّارة.</description>")
            + item("p1", "Harbour <![CDATA[&]]> hill", "Sun, 01 Nov 2026 07:00:00", ""));
  }

  private static String diary() {
    return rss("Diary", "en", item("d1", "Nobody reads this", "Tue, 03 Nov 2026 06:00:00", ""));
  }

  private static String many() {
    var items =
        IntStream.rangeClosed(1, 61)
            .mapToObj(
                n ->
                    item(
                        "m" + n,
                        "Leaf " + n,
                        "%02d Oct 2026 %02d:00:00".formatted(1 + n / 24, n % 24),
                        "<description>One of many leaves.</description>"))
            .collect(Collectors.joining());
    return rss("Archive", "en", items);
  }

  @Override
  public void close() {
    feedloom.close();
    publisher.close();
  }
}

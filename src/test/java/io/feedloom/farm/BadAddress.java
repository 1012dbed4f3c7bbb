package io.feedloom.farm;

import static java.util.stream.Collectors.joining;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;

/**
 * An address that answers slowly, wrongly or elsewhere.
 *
 * @param path the path in the farm
 * @param endsInFeed whether a client finally gets a well-formed feed there
 */
record BadAddress(String path, boolean endsInFeed, Publisher.Handler handler) {
  private static final int HUGE_LENGTH = 11 << 20;

  /** An address that throttles requests. That concerns the whole host, so it has its own. */
  static final BadAddress THROTTLED =
      new BadAddress(
          "/trouble/throttled.xml",
          false,
          request -> Answer.of(429, Map.of("Retry-After", "45"), "Too many requests"));

  /** Returns all bad addresses that may share a host with others. */
  static List<BadAddress> all() {
    return List.of(
        feed("slow", Answer.after(Duration.ofSeconds(4), Answer.feed(small("The Slow Boat")))),
        feed("packed", Answer.bytes(gzipped(small("Packed Lightly")))),
        feed("moved", Answer.redirect(301, "/trouble/new-address.xml")),
        feed("new-address", Answer.feed(small("Under a New Address"))),
        feed("elsewhere", Answer.redirect(302, "/trouble/new-address.xml?for=today")),
        feed("undated", Answer.feed(small("Undated").replaceAll("<pubDate>.*</pubDate>\n", ""))),
        new BadAddress("/trouble/page.html", false, request -> page()),
        broken("missing", Answer.of(404, Map.of(), "Not here")),
        broken("gone", Answer.of(410, Map.of(), "Gone, and not coming back")),
        broken("failing", Answer.of(500, Map.of(), "Something fell over")),
        broken("cut", Answer.feed(cut(small("Cut Short")))),
        broken("entities", Answer.feed(small("Entities&nbsp;&amp;&nbsp;Sons &mdash; tailors"))),
        broken("late-start", Answer.feed("\n  \n" + small("Late to Start"))),
        broken("not-a-feed", Answer.of(200, Map.of("Content-Type", "text/html"), "<h1>Hello</h1>")),
        broken("drip", Answer.drip(plain(small("Drop by Drop")), Duration.ofMillis(20))),
        broken(
            "huge",
            Answer.of(200, Map.of("Content-Type", "text/xml"), "<rss>".repeat(HUGE_LENGTH / 5))),
        broken("reset", Answer.textThenReset("HTTP/1.1 200 OK\r\nContent-Le")),
        broken("silent", Answer.silence()));
  }

  private static BadAddress feed(String name, Answer answer) {
    return new BadAddress("/trouble/" + name + ".xml", true, request -> answer);
  }

  private static BadAddress broken(String name, Answer answer) {
    return new BadAddress("/trouble/" + name + ".xml", false, request -> answer);
  }

  private static Answer page() {
    var link =
        "<link rel=\"alternate\" type=\"application/rss+xml\" title=\"Under a New Address\""
            + " href=\"new-address.xml\">";
    var body = Markup.page("en", "A page that has a feed", link, "<p>Please subscribe.</p>");
    return Answer.of(200, Map.of("Content-Type", "text/html; charset=utf-8"), body);
  }

  private static String small(String title) {
    var items =
        IntStream.rangeClosed(1, 3).mapToObj(number -> item(title, number)).collect(joining());
    return """
    <?xml version="1.0" encoding="UTF-8"?>
    <rss version="2.0">
    <channel>
    <title>%s</title>
    <link>https://example.org/</link>
    <description>A small feed</description>
    %s</channel>
    </rss>
    """
        .formatted(title, items);
  }

  private static String item(String title, int number) {
    return """
    <item>
    <title>%s, no. %d</title>
    <guid isPermaLink="false">%x-%d</guid>
    <pubDate>0%d Nov 2026 08:00:00 GMT</pubDate>
    <description>It arrived after all.</description>
    </item>
    """
        .formatted(title, number, title.hashCode(), number, number + 1);
  }

  private static String cut(String rss) {
    return rss.substring(0, rss.lastIndexOf("<description>") + 20);
  }

  private static byte[] plain(String rss) {
    return Answer.response(
        200, Map.of("Content-Type", "application/rss+xml"), rss.getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] gzipped(String rss) {
    var packed = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(packed)) {
      gzip.write(rss.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Answer.response(
        200,
        Map.of("Content-Type", "application/rss+xml", "Content-Encoding", "gzip"),
        packed.toByteArray());
  }
}

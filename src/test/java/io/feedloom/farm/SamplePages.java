package io.feedloom.farm;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A publisher without usual feeds: a page of news, a JSON document, a news sitemap, and a feed
 * whose entries have only one sentence of their pages.
 */
final class SamplePages {
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("d. MMMM yyyy", Locale.GERMAN);

  private static final List<String> NOTICES =
      List.of(
          "Brücke am Hafen wieder offen",
          "Wochenmarkt zieht in die Halle",
          "Neue Fähre nach Süden",
          "Bücherei öffnet am Sonntag",
          "Stadtrat beschließt Radweg",
          "Schwimmbad bis Mai geschlossen");

  private static final List<String> SHIPS =
      List.of("Aurora", "Seeadler", "Marie", "Nordstern", "Lykke", "Albatros");

  private static final List<String> REPORTS =
      List.of(
          "The lighthouse keeper who counts birds",
          "How the tide mill came back to work",
          "A night on the pilot boat",
          "Why the harbour changed its bells");

  private final String base;
  private final Instant start;

  /**
   * @param base the address of the farm, without a slash at its end
   * @param start the newest texts are a little older than this
   */
  SamplePages(String base, Instant start) {
    this.base = base;
    this.start = start;
  }

  /** Serves the documents. */
  void on(Publisher publisher) {
    publisher.on("/town-hall", html("de", "Rathaus", notices()));
    publisher.on(
        "/harbour.json", Answer.of(200, Map.of("Content-Type", "application/json"), ships()));
    publisher.on(
        "/sitemap.xml", Answer.of(200, Map.of("Content-Type", "application/xml"), sitemap()));
    publisher.on("/reports.xml", Answer.feed(reports()));
    IntStream.range(0, REPORTS.size())
        .forEach(i -> publisher.on("/reports/" + (i + 1), html("en", REPORTS.get(i), report(i))));
  }

  /** Returns the lines of feeds.yml with the options that these documents need. */
  String feedsYml() {
    return """
      - url: "{base}/town-hall"
        title: Town hall
        tags: ["news"]
        page: { item: article.notice, title: h2, link: h2 a, date: .day, date-format: d. MMMM yyyy, date-lang: de, content: .lead }
      - url: "{base}/harbour.json"
        title: Ships in the harbour
        tags: ["harbour"]
        json: { item: "$.data.ships[*]", title: $.name, link: $.url, date: $.arrived, content: $.note }
      - { url: "{base}/sitemap.xml", title: "Archive of the town hall", tags: ["harbour"] }
      - { url: "{base}/reports.xml", tags: ["news", "reports"], full-text: true }
    """
        .replace("{base}", base);
  }

  private Instant time(int number) {
    return start.minus(Duration.ofHours(5L + 20L * number));
  }

  private String notices() {
    return IntStream.range(0, NOTICES.size())
        .mapToObj(
            i ->
                """
                <article class="notice">
                  <h2><a href="/town-hall/%d">%s</a></h2>
                  <span class="day">%s</span>
                  <p class="lead">Das teilte die Stadt mit. Mehr steht am Aushang im Rathaus.</p>
                </article>
                """
                    .formatted(
                        i + 1,
                        NOTICES.get(i),
                        DAY.format(LocalDate.ofInstant(time(i), ZoneOffset.UTC))))
        .collect(Collectors.joining());
  }

  private String ships() {
    return IntStream.range(0, SHIPS.size())
        .mapToObj(
            i ->
                """
                {"name":"%1$s has arrived","url":"%2$s/harbour/%3$d","arrived":"%4$s","note":"<p>Berth %3$d.</p>"}\
                """
                    .formatted(SHIPS.get(i), base, i + 1, time(i)))
        .collect(Collectors.joining(",", "{\"data\":{\"ships\":[", "]}}"));
  }

  private String sitemap() {
    return IntStream.range(0, NOTICES.size())
        .mapToObj(
            i ->
                """
                <url><loc>%s/archive/%d</loc><news:news>
                <news:publication><news:name>Rathaus</news:name><news:language>de</news:language></news:publication>
                <news:publication_date>%s</news:publication_date><news:title>Archiv: %s</news:title>
                </news:news></url>
                """
                    .formatted(base, i + 1, time(i + 1), NOTICES.get(i)))
        .collect(
            Collectors.joining(
                "",
                """
                <urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" \
                xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
                """,
                "</urlset>"));
  }

  private String reports() {
    return IntStream.range(0, REPORTS.size())
        .mapToObj(
            i ->
                """
                <item><title>%s</title><link>%s/reports/%d</link><pubDate>%s</pubDate>
                <description>One sentence of a long report.</description></item>
                """
                    .formatted(
                        REPORTS.get(i),
                        base,
                        i + 1,
                        DateTimeFormatter.RFC_1123_DATE_TIME.format(
                            time(i).atOffset(ZoneOffset.UTC))))
        .collect(
            Collectors.joining(
                "",
                "<rss version=\"2.0\"><channel><title>Harbour reports</title><link>"
                    + base
                    + "/reports</link><description>Long reports</description>",
                "</channel></rss>"));
  }

  private String report(int number) {
    var text =
        """
        <p>The morning began with fog over the harbour, and nobody expected a story to come out of it. Then the first \
        boat returned, and with it came the news that everybody had waited for since the winter.</p>
        <p>“We have kept the old logs since 1911,” says the woman who showed us around, “and in none of them is a week \
        like this one.” She turns the pages slowly, because the paper is thin and the ink has faded.</p>
        <p>Later the sun came out, the market opened, and the talk turned to prices, repairs and the coming season. \
        By noon the quay was as loud as ever, and the fog was only a memory.</p>
        """;
    return "<nav><a href=\"/\">Home</a> <a href=\"/reports\">Reports</a></nav><article><h1>"
        + REPORTS.get(number)
        + "</h1>"
        + text.repeat(2)
        + "</article><footer>Printed in the harbour. All rights reserved.</footer>";
  }

  private static Answer html(String language, String title, String body) {
    return Answer.of(
        200,
        Map.of("Content-Type", "text/html; charset=utf-8"),
        Markup.page(language, title, "", body));
  }
}

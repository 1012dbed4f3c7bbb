package io.feedloom.farm;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A publisher of feeds with short entries, and of a page for each of them, for measurements. It
 * runs in a separate process and prints its port on standard output.
 */
public final class ArticleFarm {
  private static final int PARAGRAPHS = 14;
  private static final int LINKS = 60;
  private static final int TEASERS = 20;
  private static final int SCRIPT_LINES = 150;
  private static final List<Publication> PUBLICATIONS =
      Publication.all().stream()
          .filter(it -> it.kind().equals("text") && it.language().equals("en"))
          .toList();

  private final int entries;
  private final Publisher publisher;

  private ArticleFarm(int feeds, int entries) {
    this.entries = entries;
    this.publisher = Publisher.start().withoutRecording();
    for (int feed = 0; feed < feeds; feed++) {
      var document = Answer.feed(document(feed));
      publisher.on("/feed/" + feed, document);
    }
    publisher.otherwise(ArticleFarm::answer);
  }

  /** Serves until the process ends. Arguments: the number of feeds, and of entries in each. */
  public static void main(String[] args) throws IOException {
    var farm = new ArticleFarm(Integer.parseInt(args[0]), Integer.parseInt(args[1]));
    System.out.println("port " + farm.publisher.port());
    System.out.flush();
    if (System.in.read() >= 0) {
      throw new IllegalStateException("the input must stay empty");
    }
    farm.publisher.close();
  }

  private String document(int feed) {
    return IntStream.range(0, entries)
        .mapToObj(
            entry ->
                "<item><guid>%1$d-%2$d</guid><title>%3$s</title><link>%4$s</link>"
                        .formatted(feed, entry, title(feed, entry), link(feed, entry))
                    + "<description>Two sentences of it. The rest is on the page.</description>"
                    + "</item>\n")
        .collect(
            Collectors.joining(
                "",
                "<rss version=\"2.0\"><channel><title>Feed %d</title>\n".formatted(feed),
                "</channel></rss>"));
  }

  private String link(int feed, int entry) {
    return publisher.uri("/page/" + feed + "/" + entry).toString();
  }

  private static String title(int feed, int entry) {
    return "Article %d of the newspaper number %d".formatted(entry, feed);
  }

  private static Answer answer(Request request) {
    var parts = request.path().split("/", -1);
    return parts.length == 4 && parts[1].equals("page")
        ? Answer.of(
            200,
            Map.of("Content-Type", "text/html; charset=utf-8"),
            page(Integer.parseInt(parts[2]), Integer.parseInt(parts[3])))
        : Answer.of(404, Map.of(), "");
  }

  /** Returns a page of a usual size: an article between navigation, teasers and scripts. */
  public static String page(int feed, int entry) {
    var publication = PUBLICATIONS.get(feed % PUBLICATIONS.size());
    var filler = publication.grammar().filler(new SplittableRandom(feed * 9_973L + entry));
    var html = new StringBuilder("<!DOCTYPE html><html lang=en><head><meta charset=utf-8><title>");
    html.append(title(feed, entry)).append(" | Newspaper</title><script>\n");
    for (int i = 0; i < SCRIPT_LINES; i++) {
      html.append("window.settings[")
          .append(i)
          .append("] = { slot: 'banner', size: [728, 90] };\n");
    }
    html.append("</script></head><body><nav class=menu><ul>\n");
    for (int i = 0; i < LINKS; i++) {
      html.append("<li class=item><a href=/section/").append(i).append(">Section ").append(i);
      html.append("</a></li>\n");
    }
    html.append("</ul></nav><main><article><h1>").append(title(feed, entry)).append("</h1>\n");
    html.append("<p class=byline>By <a rel=author href=/by/x>Ann Lee</a>, ");
    html.append("<time datetime=2026-05-04T10:00:00Z>4 May 2026</time></p>\n");
    for (int i = 0; i < PARAGRAPHS; i++) {
      html.append(Markup.paragraph(filler.one("para")));
    }
    html.append("</article></main><aside class=related><h2>Related</h2>\n");
    for (int i = 0; i < TEASERS; i++) {
      html.append("<div class=teaser><a href=/page/").append(feed).append('/').append(i);
      html.append("><img src=/t/").append(i).append(".jpg alt=''><h3>").append(title(feed, i));
      html.append("</h3></a><p>A teaser of one line.</p></div>\n");
    }
    return html.append("</aside><footer><p>All rights reserved.</p></footer></body></html>")
        .toString();
  }
}

package io.feedloom.farm;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Publishers for hours of load. A third of them misbehave, each in one of many ways, and the others
 * publish now and then. It runs in a separate process and prints its port on standard output.
 */
public final class UnrulyFarm {
  private static final List<Answer> MISCHIEF =
      List.of(
          Answer.silence(),
          Answer.endlessHeaders(),
          Answer.endlessBody("<item/>".repeat(1_000)),
          Bomb.in("gzip"),
          Bomb.in("br"),
          Bomb.in("zstd"),
          Answer.textThenReset("HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n<rss"),
          Answer.closed(),
          Answer.drip(
              "HTTP/1.1 200 OK\r\n\r\n".repeat(99).getBytes(StandardCharsets.US_ASCII),
              Duration.ofMillis(50)),
          Answer.textThenClose("HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n<rss>"),
          Answer.redirect(301, "?again"),
          Answer.redirect(302, "http://10.0.0.1/"),
          Answer.of(200, Map.of("Content-Type", "text/html"), "<h1>Hello</h1>"),
          Answer.of(200, Map.of(), ""),
          Answer.of(200, Map.of("Content-Type", "application/rss+xml"), "Fatal error"),
          Answer.of(429, Map.of("Retry-After", "30"), ""),
          Answer.of(503, Map.of(), "x".repeat(1 << 20)));

  private UnrulyFarm() {}

  /** Serves on this many hosts until the process ends. */
  public static void main(String[] args) throws IOException {
    var publisher = Publisher.ofHosts(Integer.parseInt(args[0])).withoutRecording();
    publisher.on("/count", request -> Answer.of(200, Map.of(), "" + publisher.count()));
    publisher.otherwise(UnrulyFarm::answer);
    System.out.println("port " + publisher.port());
    System.out.flush();
    if (System.in.read() >= 0) {
      throw new IllegalStateException("the input must stay empty");
    }
    publisher.close();
  }

  /** Returns the answer of a path such as {@code /17.xml}. Every third path misbehaves. */
  private static Answer answer(Request request) {
    int number = Integer.parseInt(request.path().replaceAll("\\D", ""));
    return number % 3 == 0
        ? MISCHIEF.get(number / 3 % MISCHIEF.size())
        : feed(request, number, System.nanoTime() / 1_000_000_000L / 60);
  }

  /** Returns a feed that changes once a minute. */
  private static Answer feed(Request request, int number, long minute) {
    var items = new StringBuilder();
    for (long i = minute; i > minute - 10; i--) {
      items.append(
          "<item><guid isPermaLink=\"false\">%d-%d</guid><title>No. %d</title><description>%s</description></item>"
              .formatted(number, i, i, "It was said again and again. ".repeat(20)));
    }
    return Answer.feed(
        request,
        "\"" + minute + "\"",
        "<rss version=\"2.0\"><channel><title>Feed %d</title><link>http://x.example/</link><description/>%s</channel></rss>"
            .formatted(number, items));
  }
}

package io.feedloom.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Compares serving a merged feed with nginx, and measures pages of a large store.
 *
 * <p>The feed has 50 entries and is sent plain, compressed and as 304. With the large store, it
 * measures cold pages, very many different ones, and one with arrivals.
 *
 * <p>{@code --rows 1M} sets the size of that store, which needs about 2 KB per row.
 */
public final class ServeBench {
  private static final int ROUNDS = 5;
  private static final Duration EACH = Duration.ofSeconds(1);

  /** The time until the JVM has compiled the hot code, on a slow machine too. */
  private static final Duration WARM_UP = Duration.ofSeconds(8);

  private static final String PATH = "/feed.atom";
  private static final String GZIP = "Accept-Encoding: gzip";

  /**
   * One kind of request.
   *
   * @param aim the ratio to nginx that we want
   */
  private record Case(String name, List<String> feedloom, List<String> nginx, String aim) {}

  private ServeBench() {}

  /** {@code scripts/bench serve}. */
  public static void main(String[] args) throws Exception {
    beside();
    try (var scratch = Scratch.create()) {
      ManySelections.measure(scratch.folder(), Rows.of(args, "1M").getFirst());
    }
  }

  private static void beside() throws IOException, InterruptedException {
    try (var scratch = Scratch.create();
        var farm = BulkFarmProcess.start(scratch, 10, 25);
        var feedloom = Feedloom.start(scratch.folder(), farm.feedsYml("24h"))) {
      feedloom.awaitReady();
      feedloom.awaitEntries(250, Duration.ofMinutes(1));
      var plain = Http.get(feedloom.url(PATH));
      var gzip = Http.get(feedloom.url(PATH), "Accept-Encoding", "gzip");
      Report.title(
          "Serving %,d bytes (%,d packed), median of %d, %s"
              .formatted(
                  plain.body().length,
                  gzip.body().length,
                  ROUNDS,
                  Load.hasWrk()
                      ? "wrk -t1 -c32"
                      : "32 sockets of a JVM, for lack of wrk: figures are lower"));
      if (Load.installed("nginx")) {
        try (var nginx = Nginx.start(scratch.folder(), plain.body(), gzip.body())) {
          var theirs = Http.get("http://127.0.0.1:" + nginx.port() + PATH);
          measure(feedloom, Optional.of(nginx), etag(plain), etag(theirs));
        }
      } else {
        Report.note("nginx is not installed, so there is nothing to compare with.");
        measure(feedloom, Optional.empty(), etag(plain), "");
      }
    }
  }

  private static String etag(java.net.http.HttpResponse<?> response) {
    return "If-None-Match: " + response.headers().firstValue("ETag").orElseThrow();
  }

  private static void measure(Feedloom feedloom, Optional<Nginx> nginx, String ours, String theirs)
      throws IOException, InterruptedException {
    var cases =
        List.of(
            new Case("200, plain", List.of(), List.of(), "aim ≥ .5"),
            new Case("200, gzip", List.of(GZIP), List.of(GZIP), "aim ≥ .35"),
            new Case("304", List.of(ours), List.of(theirs), "aim ≥ .4"));
    for (var one : cases) {
      new Load(feedloom.port(), PATH, one.feedloom()).run(WARM_UP);
    }
    for (var one : cases) {
      measure(feedloom, nginx, one);
    }
  }

  /** Measures both servers in turns, so that other work of the machine affects both. */
  private static void measure(Feedloom feedloom, Optional<Nginx> nginx, Case one)
      throws IOException, InterruptedException {
    var ours = new ArrayList<Double>();
    var theirs = new ArrayList<Double>();
    for (int round = 0; round < ROUNDS; round++) {
      ours.add(new Load(feedloom.port(), PATH, one.feedloom()).run(EACH));
      if (nginx.isPresent()) {
        theirs.add(new Load(nginx.get().port(), PATH, one.nginx()).run(EACH));
      }
    }
    if (nginx.isPresent()) {
      Report.line(one.name(), median(ours), "answers/s", median(theirs), "nginx; " + one.aim());
    } else {
      Report.line(one.name(), median(ours), "answers/s");
    }
  }

  private static double median(List<Double> values) {
    return Report.median(values.stream().mapToDouble(Double::doubleValue).toArray());
  }
}

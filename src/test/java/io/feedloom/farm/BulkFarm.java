package io.feedloom.farm;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * A publisher of many feeds for measurements. The feeds have the same size, but different entries.
 * It runs in a separate process, so that its CPU time is not counted for the measured program. It
 * prints its port on standard output. The benchmark controls it with {@code /control/…}.
 */
public final class BulkFarm {
  private static final Instant START = Instant.parse("2026-11-01T00:00:00Z");
  private static final int PARAGRAPHS = 2;
  private static final int TENTH = 10;
  private static final int MAX_ADDED = 3;
  private static final List<Publication> PUBLICATIONS =
      Publication.all().stream()
          .filter(it -> it.kind().equals("text") && it.language().equals("en"))
          .toList();

  private final int entries;
  private final Publisher publisher;
  private final Duration delay;
  private final AtomicIntegerArray asked;
  private final AtomicInteger distinct = new AtomicInteger();
  private final AtomicInteger requests = new AtomicInteger();
  private final AtomicLong first = new AtomicLong();
  private final AtomicLong last = new AtomicLong();
  private final AtomicReferenceArray<Edition> editions;

  /**
   * A feed at one time.
   *
   * @param first the number of its oldest entry
   */
  private record Edition(int first, String etag, Answer whole) {}

  private BulkFarm(int feeds, int entries, int hosts, Duration delay) {
    this.entries = entries;
    this.delay = delay;
    this.publisher = Publisher.ofHosts(hosts).withoutRecording();
    this.asked = new AtomicIntegerArray(feeds);
    this.editions = new AtomicReferenceArray<>(feeds);
    for (int feed = 0; feed < feeds; feed++) {
      int number = feed;
      editions.set(feed, edition(feed, 0));
      publisher.on("/bulk/" + feed + ".xml", request -> answer(number, request));
    }
    publisher.on("/control/publish", this::publish);
    publisher.on("/control/add", this::add);
    publisher.on(
        "/control/report",
        request ->
            Answer.of(
                200,
                Map.of(),
                "%d %d %d"
                    .formatted(
                        distinct.get(), requests.get(), Math.max(0, last.get() - first.get()))));
    publisher.on(
        "/control/forget",
        request -> {
          forget();
          return Answer.of(200, Map.of(), "");
        });
  }

  /**
   * Serves feeds until the process ends. Arguments: the number of feeds, the number of entries in
   * each, and optionally the number of hosts and the delay of answers in milliseconds.
   */
  public static void main(String[] args) throws IOException {
    int hosts = args.length > 2 ? Integer.parseInt(args[2]) : 1;
    var delay = Duration.ofMillis(args.length > 3 ? Integer.parseInt(args[3]) : 0);
    var farm = new BulkFarm(Integer.parseInt(args[0]), Integer.parseInt(args[1]), hosts, delay);
    System.out.println("port " + farm.publisher.port());
    System.out.flush();
    if (System.in.read() >= 0) {
      throw new IllegalStateException("the input must stay empty");
    }
    farm.publisher.close();
  }

  /**
   * Returns one feed with about 1 KB for each entry.
   *
   * @param first the number of its oldest entry
   */
  public static String document(int feed, int first, int entries) {
    var publication = PUBLICATIONS.get(feed % PUBLICATIONS.size());
    var stories = new ArrayList<Story>();
    for (int i = entries - 1; i >= 0; i--) {
      int number = first + i;
      int seed = feed * 31 + number / publication.grammar().lines("story").size();
      var story = publication.story(seed, number, START.plusSeconds(number * 600L + feed), "");
      stories.add(longer(story, publication, feed));
    }
    return new Rss(
            new Publication("bulk-" + feed, publication.facts(), publication.grammar()),
            "http://bulk.example")
        .rss20(stories);
  }

  private static Story longer(Story story, Publication publication, int feed) {
    var filler =
        publication
            .grammar()
            .filler(new java.util.SplittableRandom(feed * 9_973L + story.number()));
    var html = new StringBuilder(story.html());
    for (int i = 0; i < PARAGRAPHS; i++) {
      html.append(Markup.paragraph(filler.one("para")));
    }
    html.append("<p>Dispatch ").append(feed).append('-').append(story.number()).append(".</p>\n");
    return new Story(
        story.number(),
        "bulk-" + feed + "-" + story.number(),
        story.title() + " (" + feed + "-" + story.number() + ")",
        "/bulk/" + feed + "/" + story.number(),
        story.summary(),
        html.toString(),
        story.author(),
        story.categories(),
        story.published(),
        story.updated(),
        story.picture());
  }

  private Edition edition(int feed, int first) {
    var etag = "\"from-" + first + "\"";
    var document = document(feed, first, entries).getBytes(StandardCharsets.UTF_8);
    var fields = Map.of("Content-Type", "application/rss+xml", "ETag", etag);
    return new Edition(first, etag, Answer.of(200, fields, document));
  }

  /** Replaces all entries of all feeds. */
  private Answer publish(Request request) {
    int first = number(request) * entries;
    for (int feed = 0; feed < asked.length(); feed++) {
      editions.set(feed, edition(feed, first));
    }
    forget();
    return Answer.of(200, Map.of(), "");
  }

  /** Adds one to three entries to every tenth feed, and answers how many in all. */
  private Answer add(Request request) {
    int added = 0;
    for (int feed = number(request) % TENTH; feed < asked.length(); feed += TENTH) {
      int more = 1 + feed / TENTH % MAX_ADDED;
      editions.set(feed, edition(feed, editions.get(feed).first() + more));
      added += more;
    }
    forget();
    return Answer.of(200, Map.of(), Integer.toString(added));
  }

  private static int number(Request request) {
    return Integer.parseInt(request.target().replaceAll(".*=", ""));
  }

  private void forget() {
    for (int feed = 0; feed < asked.length(); feed++) {
      asked.set(feed, 0);
    }
    distinct.set(0);
    requests.set(0);
    first.set(0);
    last.set(0);
  }

  private Answer answer(int feed, Request request) {
    long now = System.nanoTime();
    requests.incrementAndGet();
    if (asked.getAndSet(feed, 1) == 0) {
      first.compareAndSet(0, now);
      last.accumulateAndGet(now, (a, b) -> a == 0 ? b : Math.max(a, b));
      distinct.incrementAndGet();
    }
    var current = editions.get(feed);
    var answer =
        request.head().contains(current.etag())
            ? Answer.of(304, Map.of("ETag", current.etag()), "")
            : current.whole();
    return delay.isZero() ? answer : Answer.after(delay, answer);
  }
}

package io.feedloom.farm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Publishers on loopback with generated feeds: fictitious publications in every format and many
 * languages, with pages, pictures and sounds, and some addresses that misbehave. Equal seeds and
 * start times give equal feeds, except for the port.
 */
final class SampleFarm implements AutoCloseable {
  private static final Pattern PICTURE = Pattern.compile("/pictures/([\\w-]+)\\.svg");
  private static final Pattern SIZE = Pattern.compile("\\?(\\d{1,4})x(\\d{1,4})");
  private static final Pattern PAGE = Pattern.compile("/([\\w-]+)/(\\d*)(\\.[a-z.]+)?");
  private static final String WIRE = "/asia-pacific-wire/feed.xml";
  private static final Duration BETWEEN_EDITS = Duration.ofSeconds(20);

  private final Publisher publisher = Publisher.start().withoutRecording();
  private final Publisher throttled = Publisher.start().withoutRecording();
  private final Map<String, SampleFeed> feeds = new LinkedHashMap<>();
  private final SamplePages pages;
  private final List<BadAddress> troubles = BadAddress.all();
  private Instant nextEdit;
  private int edits;

  private SampleFarm(long seed, Instant start) {
    nextEdit = start.plus(BETWEEN_EDITS);
    for (var publication : Publication.all()) {
      var carried = publication.fact("carries").map(feeds::get);
      var feed = new SampleFeed(publication, seed, start, base(), carried);
      feeds.put(publication.slug(), feed);
      publisher.on(publication.path(), feed::answer);
    }
    troubles.forEach(trouble -> publisher.on(trouble.path(), trouble.handler()));
    var wire = Answer.feed(resource("asia-pacific-wire.rss").replace("{base}", base()));
    publisher.on(WIRE, wire);
    pages = new SamplePages(base(), start);
    pages.on(publisher);
    publisher.otherwise(this::other);
    throttled.otherwise(BadAddress.THROTTLED.handler());
  }

  /**
   * Starts a farm. It listens when this returns.
   *
   * @param start the newest entries are a little older than this
   */
  static SampleFarm start(long seed, Instant start) {
    return new SampleFarm(seed, start);
  }

  /** Returns the farm's address without a slash at its end. */
  String base() {
    return "http://127.0.0.1:" + publisher.port();
  }

  URI uri(String path) {
    return publisher.uri(path);
  }

  List<SampleFeed> feeds() {
    return List.copyOf(feeds.values());
  }

  List<BadAddress> troubles() {
    return troubles;
  }

  /** Returns the path of the feed whose single entry comes from a news agency. */
  String wire() {
    return WIRE;
  }

  /** Publishes new stories that are due, and sometimes a correction. One thread calls this. */
  void tick(Instant now) {
    feeds.values().forEach(feed -> feed.tick(now));
    if (!now.isBefore(nextEdit)) {
      nextEdit = nextEdit.plus(BETWEEN_EDITS);
      var all = feeds();
      all.get(edits++ * 7 % all.size()).edit(now);
    }
  }

  /** Returns a feeds.yml with all feeds, polled so often that changes appear within seconds. */
  String feedsYml() {
    var yml =
        new StringBuilder(
            """
            title: The Daily Loom
            server: { admin-token: demo }
            storage: { url: "jdbc:h2:./data/feedloom" }
            polling:
              every: 15s
              min: 5s
              max: 2m
              timeout: 10s
              per-host: 8
              allow-addresses: [127.0.0.0/8, "::1/128"]
            rules:
              - { when: { any: "(?i)\\\\b(rain|storm|fog|snow|wind)\\\\b" }, tag: weather }
              - { when: { title: "^Correction" }, drop: true }
              - { when: { feed-tag: releases, title: "(?i)candidate|beta" }, drop: true }
            streams:
              front-page: { title: The front page, tags: [news, -asia] }
              workbench: { title: Workbench, tags: ["java,kotlin,rust,web"] }
              listening: { title: Listening, tags: [podcast] }
            feeds:
            """);
    for (var feed : feeds.values()) {
      var publication = feed.publication();
      yml.append(line(publication.path(), publication.tags(), ""));
    }
    yml.append(line(WIRE, List.of("news", "asia"), ", categories: as-tags"));
    yml.append(pages.feedsYml());
    troubles.forEach(
        trouble -> yml.append(line(trouble.path(), List.of("trouble"), title(trouble))));
    var far = "http://localhost:" + throttled.port() + BadAddress.THROTTLED.path();
    return yml.append(
            "  - { url: \""
                + far
                + "\", tags: [\"trouble\"]"
                + title(BadAddress.THROTTLED)
                + " }\n")
        .toString();
  }

  /** Returns a title for an address without a feed, since no feed gives it one. */
  private static String title(BadAddress trouble) {
    var name = trouble.path().replaceFirst(".*/", "").replaceFirst("[.].*", "").replace('-', ' ');
    return trouble.endsInFeed() ? "" : ", title: \"Trouble: " + name + '"';
  }

  private String line(String path, List<String> tags, String more) {
    var quoted = tags.stream().map(tag -> '"' + tag + '"').collect(Collectors.joining(", "));
    return "  - { url: \"" + base() + path + "\", tags: [" + quoted + "]" + more + " }\n";
  }

  private Answer other(Request request) {
    var picture = PICTURE.matcher(request.path());
    if (picture.matches()) {
      var size = SIZE.matcher(request.target());
      boolean sized = size.find();
      int width = sized ? Integer.parseInt(size.group(1)) : 800;
      int height = sized ? Integer.parseInt(size.group(2)) : 450;
      return Answer.of(
          200,
          Map.of("Content-Type", "image/svg+xml", "Cache-Control", "max-age=86400"),
          Pictures.svg(picture.group(1), width, height));
    }
    var page = PAGE.matcher(request.path());
    return (page.matches()
            ? Optional.ofNullable(feeds.get(page.group(1)))
            : Optional.<SampleFeed>empty())
        .flatMap(feed -> page(feed, page))
        .orElseGet(() -> Answer.of(404, Map.of(), "no such page"));
  }

  private Optional<Answer> page(SampleFeed feed, Matcher path) {
    if (path.group(2).isEmpty()) {
      return path.group(3) == null ? Optional.of(home(feed)) : Optional.empty();
    }
    int number = Integer.parseInt(path.group(2)) - 1;
    return feed.stories().stream()
        .filter(story -> story.number() == number)
        .findAny()
        .map(story -> file(feed, story, path.group(3) == null ? "" : path.group(3)));
  }

  private Answer file(SampleFeed feed, Story story, String suffix) {
    return switch (suffix) {
      case "" -> {
        var page = Markup.page(feed.publication().language(), story.title(), "", story.html());
        yield html(page);
      }
      case ".wav" -> Answer.of(200, Map.of("Content-Type", "audio/wav"), Podcast.SOUND);
      case ".vtt" ->
          Answer.of(
              200,
              Map.of("Content-Type", "text/vtt"),
              "WEBVTT\n\n00:00.000 --> 00:02.000\n" + story.summary() + "\n");
      case ".chapters.json" ->
          Answer.of(
              200,
              Map.of("Content-Type", "application/json+chapters"),
              "{\"version\":\"1.2.0\",\"chapters\":[{\"startTime\":0,\"title\":\"Departure\"}]}");
      default -> Answer.of(404, Map.of(), "no such page");
    };
  }

  private Answer home(SampleFeed feed) {
    var publication = feed.publication();
    var link =
        "<link rel=\"alternate\" type=\""
            + publication.format().type()
            + "\" href=\""
            + publication.path()
            + "\">";
    var list = new ArrayList<String>();
    for (var story : feed.stories()) {
      list.add(
          "<li><a href=\"" + story.path() + "\">" + Markup.escape(story.title()) + "</a></li>");
    }
    var body =
        Markup.paragraph(Markup.escape(publication.subtitle()))
            + "<ul>"
            + String.join("\n", list)
            + "</ul>";
    return html(Markup.page(publication.language(), publication.title(), link, body));
  }

  private static Answer html(String page) {
    return Answer.of(200, Map.of("Content-Type", "text/html; charset=utf-8"), page);
  }

  private static String resource(String name) {
    try (var in = SampleFarm.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("no resource " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    publisher.close();
    throttled.close();
  }
}

package io.feedloom.farm;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A publication in action: the stories so far, and its feed with the newest ones. One thread adds
 * stories, many read them.
 */
final class SampleFeed {
  private static final int WINDOW = 20;

  private final Publication publication;
  private final long seed;
  private final String base;
  private final Optional<SampleFeed> carried;
  private volatile List<Story> stories;
  private Instant next;

  /**
   * @param carried another feed whose stories also appear in this one
   * @param start the newest of the first stories is a little older than this
   */
  SampleFeed(
      Publication publication,
      long seed,
      Instant start,
      String base,
      Optional<SampleFeed> carried) {
    this.publication = publication;
    this.seed = seed;
    this.base = base;
    this.carried = carried;
    this.next = publication.every().map(start::plus).orElse(Instant.MAX);
    var first = new ArrayList<Story>();
    var newest = start.minus(publication.between().dividedBy(3 + publication.slug().length()));
    for (int number = publication.entries() - 1; number >= 0; number--) {
      int age = publication.entries() - 1 - number;
      first.add(
          publication.story(
              seed, number, newest.minus(publication.between().multipliedBy(age)), base));
    }
    stories = List.copyOf(first);
  }

  Publication publication() {
    return publication;
  }

  /** Returns all stories so far, the newest first. */
  List<Story> stories() {
    return stories;
  }

  /** Publishes the next story if it is time. */
  void tick(Instant now) {
    if (!now.isBefore(next)) {
      next = next.plus(publication.every().orElseThrow());
      var story = publication.story(seed, stories.size(), now, base);
      stories = Stream.concat(Stream.of(story), stories.stream()).toList();
    }
  }

  /** Changes the newest story. */
  void edit(Instant when) {
    var corrected =
        "An earlier version gave a wrong figure; it was corrected at "
            + when.toString().substring(11, 19)
            + " UTC.";
    var edited = stories.getFirst().edited(when, corrected);
    stories = Stream.concat(Stream.of(edited), stories.stream().skip(1)).toList();
  }

  /** Returns the present document. */
  byte[] document() {
    var shown =
        Stream.concat(stories.stream(), carried.stream().flatMap(other -> other.stories().stream()))
            .sorted(Comparator.comparing(Story::published).reversed())
            .limit(WINDOW)
            .toList();
    var rss = new Rss(publication, base);
    var atom = new Atom(publication, base);
    var text =
        switch (publication.format()) {
          case RSS_091 -> rss.rss091(shown);
          case RSS_092 -> rss.rss092(shown);
          case RSS_10 -> rss.rss10(shown);
          case RSS_20 -> rss.rss20(shown);
          case ATOM_03 -> atom.atom03(shown);
          case ATOM_10 -> atom.atom10(shown);
          case JSON_10, JSON_11 -> new JsonFeed(publication, base).write(shown);
        };
    return text.getBytes(publication.charset());
  }

  /** Returns a 200 with a validator, or a 304 for a client that has this version. */
  Answer answer(Request request) {
    byte[] document = document();
    var etag = "\"" + Integer.toHexString(java.util.Arrays.hashCode(document)) + "\"";
    if (request.header("If-None-Match").filter(etag::equals).isPresent()) {
      return Answer.of(304, Map.of("ETag", etag), "");
    }
    var type =
        publication.charset().equals(StandardCharsets.UTF_8)
            ? publication.format().type()
            : "text/xml";
    return Answer.of(200, Map.of("Content-Type", type, "ETag", etag), document);
  }
}

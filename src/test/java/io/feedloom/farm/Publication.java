package io.feedloom.farm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * A fictitious publication. It is described in {@code publications/*.txt}: {@code === slug}, then
 * lines of {@code key: value}, then the sections of its {@link Grammar}. The section {@code story}
 * has lines of {@code title | first paragraph}.
 */
record Publication(String slug, Map<String, String> facts, Grammar grammar) {
  private static final List<String> FILES =
      List.of("code.txt", "world.txt", "life.txt", "europe.txt", "asia.txt", "sound.txt");

  Publication {
    facts = Map.copyOf(facts);
  }

  /** Returns all publications in the order of the files. */
  static List<Publication> all() {
    return FILES.stream().flatMap(Publication::read).toList();
  }

  String title() {
    return fact("title").orElseThrow(() -> new IllegalStateException(slug + " has no title"));
  }

  String subtitle() {
    return fact("subtitle").orElse(title());
  }

  String language() {
    return fact("language").orElse("en");
  }

  Format format() {
    return Format.of(fact("format").orElse("rss-2.0"));
  }

  Charset charset() {
    return fact("charset").map(Charset::forName).orElse(StandardCharsets.UTF_8);
  }

  /** Returns the tags for feeds.yml. */
  List<String> tags() {
    return list("tags");
  }

  /** Returns text, podcast or photo. */
  String kind() {
    return fact("kind").orElse("text");
  }

  /** Returns the number of stories at the start. */
  int entries() {
    return fact("entries").map(Integer::parseInt).orElse(8);
  }

  /** Returns the time between two of these stories. */
  Duration between() {
    return Duration.ofMinutes(fact("hours").map(Integer::parseInt).orElse(26) * 60L + 7);
  }

  /** Returns how often a new story appears while the farm runs; empty for never. */
  Optional<Duration> every() {
    return fact("every").map(seconds -> Duration.ofSeconds(Long.parseLong(seconds)));
  }

  /** Returns the path of the feed. */
  String path() {
    return "/" + slug + "/feed." + format().suffix();
  }

  /** Returns the path of the home page. */
  String home() {
    return "/" + slug + "/";
  }

  Optional<String> fact(String key) {
    return Optional.ofNullable(facts.get(key));
  }

  List<String> list(String key) {
    return fact(key).stream().flatMap(value -> Stream.of(value.split(", *"))).toList();
  }

  /**
   * Returns the story with this number, equal for equal arguments.
   *
   * @param base the address of the farm, without a slash at its end
   */
  Story story(long seed, int number, Instant published, String base) {
    var random = new SplittableRandom(seed * 1_000_003 + slug.hashCode() * 31L + number);
    var filler = grammar.filler(random);
    var lines = grammar.lines("story");
    var line = filler.fill(lines.get(number % lines.size()));
    int bar = line.indexOf(" | ");
    var title = line.substring(0, bar);
    var lead = line.substring(bar + 3);
    var picture = "/pictures/" + slug + "-" + number + ".svg";
    boolean illustrated = !kind().equals("text") || random.nextInt(5) < 3;
    var html = new StringBuilder(Markup.paragraph(Markup.escape(lead)));
    if (illustrated && kind().equals("text")) {
      html.append(Markup.figure(base + picture, title, grammar, filler));
    }
    filler.some("para", 1 + random.nextInt(3)).forEach(para -> html.append(Markup.paragraph(para)));
    if (grammar.has("extra") && random.nextInt(4) < 3) {
      html.append(filler.one("extra").replace("\\n", "\n")).append('\n');
    }
    var authors = list("authors");
    return new Story(
        number,
        guid(number),
        title,
        "/" + slug + "/" + (number + 1),
        lead,
        html.toString(),
        authors.isEmpty() ? title() : authors.get(random.nextInt(authors.size())),
        grammar.has("category") ? filler.some("category", 1 + random.nextInt(2)) : List.of(),
        published,
        Optional.empty(),
        illustrated ? Optional.of(picture) : Optional.empty());
  }

  /**
   * Returns a guid. Some publishers only count, so several of them use the same guids for different
   * entries.
   */
  private String guid(int number) {
    return fact("guids").isPresent()
        ? Integer.toString(number + 1)
        : "tag:" + slug + ".example,2026:" + (number + 1);
  }

  private static Stream<Publication> read(String file) {
    try (var in = Publication.class.getResourceAsStream("publications/" + file)) {
      if (in == null) {
        throw new IllegalStateException("no resource publications/" + file);
      }
      var text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return Stream.of(text.split("(?m)^=== ")).skip(1).map(Publication::parse);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Publication parse(String text) {
    var lines = text.lines().filter(line -> !line.isBlank()).toList();
    var facts = new LinkedHashMap<String, String>();
    var sections = new LinkedHashMap<String, List<String>>();
    var section = new ArrayList<String>();
    for (var line : lines.subList(1, lines.size())) {
      if (line.startsWith("[") && line.endsWith("]")) {
        section = new ArrayList<>();
        sections.put(line.substring(1, line.length() - 1), section);
      } else if (sections.isEmpty()) {
        int colon = line.indexOf(": ");
        facts.put(line.substring(0, colon), line.substring(colon + 2));
      } else {
        section.add(line);
      }
    }
    return new Publication(lines.getFirst(), facts, new Grammar(sections));
  }
}

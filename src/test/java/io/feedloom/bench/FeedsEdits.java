package io.feedloom.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.BooleanSupplier;

/** Edits a feeds.yml at random, as an admin does, with faults that are mended soon. */
final class FeedsEdits {
  /** Feeds whose interval is never edited have this or up to three seconds more. */
  static final int EVERY_SECONDS = 5;

  private static final int MAX_OUT = 12;
  private static final long MAX_OUT_NANOS = Duration.ofMinutes(3).toNanos();
  private static final int TAGS = 6;

  private final Path file;
  private final String head;
  private final LivelyFarm farm;
  private final Random random;
  private final List<Listed> feeds = new ArrayList<>();
  private final List<String> rules = new ArrayList<>();
  private int saves;

  /** A well-behaved feed as the file lists it. */
  private static final class Listed {
    private final int number;
    private boolean isIn = true;
    private long outSince;
    private String tags;
    private String title = "";
    private int every;

    private Listed(int number) {
      this.number = number;
      this.tags = tag(number);
      this.every = every(number);
    }

    private static Listed of(int number) {
      return new Listed(number);
    }
  }

  /**
   * @param head the options before {@code feeds}
   */
  FeedsEdits(Path file, String head, LivelyFarm farm, Random random) {
    this.file = file;
    this.head = head;
    this.farm = farm;
    this.random = random;
    restore();
  }

  /** The first tag of a feed in the full form of the file. */
  static String tag(int feed) {
    return "t" + feed % TAGS;
  }

  private static int every(int feed) {
    return EVERY_SECONDS + feed % 4;
  }

  private static boolean mayChangePace(int feed) {
    return feed % 3 == 0;
  }

  /** The least time between two requests to a feed that any of the edits allows. */
  static Duration leastInterval(int feed) {
    return Duration.ofSeconds(mayChangePace(feed) ? EVERY_SECONDS : every(feed));
  }

  private void restore() {
    feeds.clear();
    rules.clear();
    for (int i = 0; i < LivelyFarm.FEEDS; i++) {
      feeds.add(Listed.of(i));
    }
  }

  /** Returns how often the file was saved. */
  int saves() {
    return saves;
  }

  /** Saves the full form: all feeds as at the beginning, no rules, no faults. */
  void saveFullForm() throws IOException {
    restore();
    save(text());
  }

  /** Edits as long as the condition holds. */
  void edit(BooleanSupplier mayContinue) throws IOException, InterruptedException {
    while (mayContinue.getAsBoolean()) {
      pause(2_000, 15_000);
      change();
      save(text());
      if (random.nextInt(5) == 0) {
        pause(500, 3_000);
        save(faulty());
        pause(1_500, 8_000);
        save(text());
      }
    }
  }

  private void pause(int least, int most) throws InterruptedException {
    Thread.sleep(random.nextInt(least, most));
  }

  private void change() {
    var feed = feeds.get(random.nextInt(feeds.size()));
    switch (random.nextInt(7)) {
      case 0, 1 -> takeOut(1 + random.nextInt(6));
      case 2 -> putIn(1 + random.nextInt(6));
      case 3 -> feed.tags = random.nextBoolean() ? tag(feed.number) : randomTags();
      case 4 -> changePace(feed);
      case 5 -> feed.title = random.nextBoolean() ? "" : "Title " + random.nextInt(1_000);
      default -> changeRules();
    }
    for (var listed : feeds) {
      if (!listed.isIn && System.nanoTime() - listed.outSince > MAX_OUT_NANOS) {
        listed.isIn = true;
      }
    }
  }

  private void takeOut(int count) {
    for (int i = 0; i < count; i++) {
      var feed = feeds.get(random.nextInt(feeds.size()));
      if (feed.isIn && feeds.stream().filter(listed -> !listed.isIn).count() < MAX_OUT) {
        feed.isIn = false;
        feed.outSince = System.nanoTime();
      }
    }
  }

  private void putIn(int count) {
    feeds.stream().filter(feed -> !feed.isIn).limit(count).forEach(feed -> feed.isIn = true);
  }

  private String randomTags() {
    return "t%d, extra%d".formatted(random.nextInt(TAGS), random.nextInt(3));
  }

  private void changePace(Listed feed) {
    if (mayChangePace(feed.number)) {
      feed.every = EVERY_SECONDS + random.nextInt(8);
    }
  }

  private void changeRules() {
    if (rules.size() > 3 || (!rules.isEmpty() && random.nextBoolean())) {
      rules.remove(random.nextInt(rules.size()));
      return;
    }
    rules.add(
        switch (random.nextInt(3)) {
          case 0 -> "{ when: { title: \"^Odd\" }, tag: odd }";
          case 1 ->
              "{ when: { title: \"^Odd\", feed-tag: t%d }, drop: true }"
                  .formatted(random.nextInt(TAGS));
          default ->
              "{ when: { any: \"number %d\\\\d\\\\.\" }, tag: tens }".formatted(random.nextInt(10));
        });
  }

  private String text() {
    var yml = new StringBuilder(head);
    yml.append("feeds:\n");
    var bad = farm.misbehavingUrls();
    for (int i = 0; i < bad.size(); i++) {
      yml.append(
          "  - { id: bad%d, url: \"%s\", every: %ds, tags: [bad] }\n"
              .formatted(i, bad.get(i), EVERY_SECONDS));
    }
    for (var feed : feeds) {
      if (feed.isIn) {
        yml.append(
            "  - { id: f%d, url: \"%s\", every: %ds, tags: [%s]%s }\n"
                .formatted(
                    feed.number,
                    farm.url(feed.number),
                    feed.every,
                    feed.tags,
                    feed.title.isEmpty() ? "" : ", title: \"" + feed.title + "\""));
      }
    }
    if (!rules.isEmpty()) {
      yml.append("rules:\n");
      rules.forEach(rule -> yml.append("  - ").append(rule).append('\n'));
    }
    return yml.toString();
  }

  private String faulty() {
    var text = text();
    return switch (random.nextInt(5)) {
      case 0 -> text + "colour: red\n";
      case 1 -> text.substring(0, text.length() * (3 + random.nextInt(7)) / 10);
      case 2 -> text.replaceFirst("(id: f\\d+, .*, every: )\\d+s", "$1soon");
      case 3 -> text + "include: [missing.yml]\n";
      default -> "";
    };
  }

  /** Saves as editors do: in place, or by a new file that takes the place of the old one. */
  private void save(String text) throws IOException {
    saves++;
    if (random.nextBoolean()) {
      Files.writeString(file, text);
    } else {
      var next = Files.writeString(file.resolveSibling("feeds.yml~"), text);
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
    }
  }
}

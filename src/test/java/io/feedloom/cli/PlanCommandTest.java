package io.feedloom.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.feedloom.config.FeedsFile;
import io.feedloom.config.Loaded;
import io.feedloom.config.Settings;
import io.feedloom.feed.Declared;
import io.feedloom.feed.Digest;
import io.feedloom.feed.Entry;
import io.feedloom.feed.FeedId;
import io.feedloom.feed.PollState;
import io.feedloom.feed.SampleUpdate;
import io.feedloom.feed.Update;
import io.feedloom.parse.SafeHtml;
import io.feedloom.rules.Rulebook;
import io.feedloom.select.Selections;
import io.feedloom.store.Store;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code feedloom plan}, while another process has the database. */
class PlanCommandTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  private static final String NOW =
      """
      feeds:
        - { url: https://java.example/s3cret, id: java, tags: [Java] }
        - { url: https://news.example/, id: news, tags: [News] }
      rules: [{ when: { title: Kotlin }, tag: kotlin }]
      streams: { jvm: { tags: "java,kotlin" } }
      """;

  @TempDir private Path folder;
  private Store store;

  @BeforeEach
  void fill() {
    var settings = settings();
    store = Store.open(settings.storage(), folder);
    store.feeds().subscribe(settings.subscriptions(), NOON);
    arrive(settings, "java", "Java 26", "[ad] Buy now");
    arrive(settings, "news", "Kotlin 3", "Weather", "More weather");
  }

  @AfterEach
  void close() {
    store.close();
  }

  private Path write(String name, String yaml) {
    try {
      return Files.writeString(folder.resolve(name), yaml);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Settings settings() {
    var file = write("feeds.yml", NOW);
    return ((Loaded.Valid) FeedsFile.read(file, Map.of(), Selections::fault)).settings();
  }

  private void arrive(Settings settings, String feed, String... titles) {
    var rules = new Rulebook(settings.rules(), SafeHtml::of);
    var subscription =
        settings.subscriptions().stream().filter(s -> s.id().value().equals(feed)).findFirst();
    List<Update.Change> changes =
        Arrays.stream(titles)
            .map(
                title -> {
                  var entry = Entry.builder(title).title(title).build();
                  return new Update.Change(
                      Digest.of(title),
                      1,
                      NOON,
                      true,
                      entry,
                      rules.judge(subscription.orElseThrow(), entry, Declared.NOTHING));
                })
            .toList();
    var due = store.leases().take(new FeedId(feed), NOON, Duration.ofMinutes(5)).orElseThrow();
    var state = PollState.unpolled(NOON);
    store.updates().apply(SampleUpdate.of(due, state, Optional.empty(), List.of(), changes, NOON));
  }

  private record Ended(int code, String out, String err) {}

  private Ended plan(String... arguments) {
    var out = new StringWriter();
    var err = new StringWriter();
    var environment =
        new Environment(
            InstantSource.fixed(NOON),
            "test",
            Map.of(),
            new PrintWriter(out),
            new PrintWriter(err));
    var all = new java.util.ArrayList<>(List.of("plan", "--config", folder + "/feeds.yml"));
    all.addAll(List.of(arguments));
    int code = FeedloomCommand.run(environment, all.toArray(String[]::new));
    return new Ended(code, out.toString(), err.toString());
  }

  @Test
  void fileThatMatchesTheStoreChangesNothing() {
    assertThat(plan()).isEqualTo(new Ended(0, "Nothing would change.\n", ""));
  }

  @Test
  void feedWithAnEditedAddressKeepsItsEntries() {
    var next =
        write(
            "next.yml",
            """
            feeds:
              - { url: https://java.example/moved, id: java, tags: [Java] }
              - { url: https://news.example/, id: news, tags: [News] }
            """);

    assertThat(plan(next.toString()).out())
        .contains("> java moves to another address and keeps its entries")
        .doesNotContain("all entries", "tag java", "moved", "s3cret");
  }

  @Test
  void gainsAndLossesOfFeedsTagsAndStreamsAreShown() {
    var next =
        write(
            "next.yml",
            """
            feeds:
              - { url: https://java.example/s3cret, id: java, tags: [Java, dev] }
              - { url: https://more.example/, id: more }
            rules: [{ when: { title: "^.ad" }, drop: true }]
            streams: { jvm: { tags: java }, dev: { tags: dev } }
            """);

    var ended = plan(next.toString());

    assertThat(ended.err()).isEmpty();
    assertThat(ended.code()).isZero();
    assertThat(ended.out())
        .isEqualTo(
            """
            ~ java is tagged dev, Java, not Java
            + more is added
            - news is removed, with 3 entries
            all entries: 0 more, 4 fewer
                - [ad] Buy now
                - Weather
                - More weather
            tag dev: 1 more, 0 fewer
                + Java 26
            tag java: 0 more, 1 fewer
                - [ad] Buy now
            tag kotlin: 0 more, 1 fewer
                - Kotlin 3
            tag news: 0 more, 3 fewer
                - Weather
                - More weather
                - Kotlin 3
            stream dev: 1 more, 0 fewer
                + Java 26
            stream jvm: 0 more, 2 fewer
                - [ad] Buy now
                - Kotlin 3
            """);
  }

  @Test
  void changesByRulesAreShownWithExamples() {
    var next =
        write(
            "next.yml",
            NOW.replace(
                "rules: [{ when: { title: Kotlin }, tag: kotlin }]",
                "rules: [{ when: { title: eather }, title-prefix: '[{feed}] ', set: { language: de"
                    + " } }, { when: { title: Kotlin }, tag: kotlin }]"));

    assertThat(plan(next.toString()).out())
        .isEqualTo(
            """
            changed by rules: 2
                ~ Weather
                    title: "Weather" → "[news] Weather"
                    language: (nothing) → "de"
                ~ More weather
                    title: "More weather" → "[news] More weather"
                    language: (nothing) → "de"
            """);
  }

  @Test
  void removedRuleMakesItsDroppedEntriesAppearAgain() {
    var next =
        write("next.yml", NOW.replace("rules: [{ when: { title: Kotlin }, tag: kotlin }]", ""));

    assertThat(plan(next.toString()).out())
        .isEqualTo(
            """
            tag kotlin: 0 more, 1 fewer
                - Kotlin 3
            stream jvm: 0 more, 1 fewer
                - Kotlin 3
            """);
  }

  @Test
  void movedFeedIsShownWithoutItsAddress() {
    var next = write("next.yml", NOW.replace("https://java.example/s3cret", "https://j.example/"));

    assertThat(plan(next.toString()).out())
        .contains("> java moves to another address and keeps its entries")
        .doesNotContain("s3cret");
  }

  private Map<String, Integer> stored() {
    return store.webhooks().settings();
  }

  @Test
  void addedChangedAndRemovedWebhooksAreShown() {
    var notify =
        """
        notify:
          chat: { url: "https://chat.example/t0ps3cret", tags: java }
          phone: { url: "https://phone.example/", tags: news }
        """;
    var next = write("next.yml", NOW + notify);
    assertThat(plan(next.toString()).out())
        .isEqualTo(
            """
            webhook chat: new, gets what arrives from now on (https://chat.example)
            webhook phone: new, gets what arrives from now on (https://phone.example)
            """);

    store.webhooks().sync(Map.of("chat", -1, "mail", -1), NOON);
    assertThat(stored()).containsOnlyKeys("chat", "mail");
    assertThat(plan(next.toString()).out())
        .isEqualTo(
            """
            webhook chat: changed; a failed message is sent again at once
            webhook mail: removed, with what waits for it
            webhook phone: new, gets what arrives from now on (https://phone.example)
            """);
  }

  @Test
  void withFaultsOnlyTheFaultsAreShown() {
    var next = write("next.yml", "feeds: [ftp://x]");

    var ended = plan(next.toString());

    assertThat(ended.code()).isEqualTo(1);
    assertThat(ended.out()).isEmpty();
    assertThat(ended.err()).contains("next.yml:1:");
  }

  @Test
  void withoutAStoreEveryFeedIsNew() throws IOException {
    var elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
    var file = Files.writeString(elsewhere.resolve("feeds.yml"), NOW).toString();
    var out = new StringWriter();
    var writer = new PrintWriter(out);
    var environment = new Environment(InstantSource.fixed(NOON), "test", Map.of(), writer, writer);

    assertThat(FeedloomCommand.run(environment, "plan", "--config", file)).isZero();
    assertThat(out.toString()).isEqualTo("+ java is added\n+ news is added\n");
  }

  @Test
  void storeStaysUnchanged() {
    plan(write("next.yml", "feeds: []").toString());

    assertThat(store.feeds().all()).hasSize(2);
    assertThat(store.feeds().byId(new FeedId("news")).orElseThrow().entries()).isEqualTo(3);
  }
}

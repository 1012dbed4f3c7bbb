package io.feedloom.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.feedloom.feed.AddressBlock;
import io.feedloom.feed.Cleaning;
import io.feedloom.feed.Credentials;
import io.feedloom.feed.EntryFilter;
import io.feedloom.feed.FeedId;
import io.feedloom.feed.FullText;
import io.feedloom.feed.Retention;
import io.feedloom.feed.Secret;
import io.feedloom.feed.Subscription;
import io.feedloom.feed.Tag;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FeedsFileTest {
  @TempDir private Path temporary;
  private AdminFolder folder;

  @BeforeEach
  void open() {
    folder = new AdminFolder(temporary);
  }

  private Settings read(String yaml) {
    return folder.write("feeds.yml", yaml).settings();
  }

  private Subscription only(String item) {
    return read("feeds:\n  - " + item.replace("\n", "\n    ")).subscriptions().getFirst();
  }

  @Test
  void emptyListOfFeedsIsValid() {
    assertThat(read("feeds: []"))
        .isEqualTo(
            new Settings(
                "Feedloom",
                Optional.empty(),
                ServerSettings.DEFAULT,
                StorageSettings.ofUrl("jdbc:h2:" + temporary + "/data/feedloom"),
                PollingSettings.DEFAULT,
                RetentionSettings.DEFAULT,
                List.of(),
                List.of(),
                Map.of(),
                Map.of()));
  }

  @Test
  void everyOptionIsRead() {
    var settings =
        read(
            """
            title: Planet Example
            public-url: https://planet.example.org/river/
            server: { host: 0.0.0.0, port: 0, admin-token: "s3cret" }
            storage: { url: "jdbc:postgresql://db/feedloom", user: loom, password: warp }
            polling:
              every: 30m
              min: 90s
              max: 1d
              timeout: 1m30s
              max-size: 512KiB
              per-host: 4
              spacing: 2s
              hosts: { Example.org: { per-host: 1, spacing: 5s } }
              allow-addresses: [127.0.0.0/8, "::1"]
            retention: { keep: 30d, per-feed: 200 }
            feeds: []
            """);

    assertThat(settings)
        .isEqualTo(
            new Settings(
                "Planet Example",
                Optional.of(URI.create("https://planet.example.org/river")),
                new ServerSettings(
                    "0.0.0.0", 0, Optional.of(new Secret("s3cret")), List.of(), true),
                new StorageSettings(
                    "jdbc:postgresql://db/feedloom",
                    Optional.of("loom"),
                    Optional.of(new Secret("warp"))),
                new PollingSettings(
                    Duration.ofMinutes(30),
                    Duration.ofSeconds(90),
                    Duration.ofDays(1),
                    Duration.ofSeconds(90),
                    512 << 10,
                    4,
                    Duration.ofSeconds(2),
                    Map.of(
                        "example.org",
                        new HostSettings(Optional.of(1), Optional.of(Duration.ofSeconds(5)))),
                    List.of(AddressBlock.parse("127.0.0.0/8"), AddressBlock.parse("::1"))),
                new RetentionSettings(Duration.ofDays(30), 200),
                List.of(),
                List.of(),
                Map.of(),
                Map.of()));
  }

  @Test
  void fullTextIsAWordOrAMapping() {
    assertThat(only("url: https://a.example/").fullText()).isEqualTo(FullText.OFF);
    assertThat(only("{ url: https://a.example/, full-text: true }").fullText())
        .isEqualTo(FullText.of(FullText.Mode.ON));
    assertThat(only("{ url: https://a.example/, full-text: wait }").fullText().waits()).isTrue();
    assertThat(
            only("""
            url: https://a.example/
            full-text: { keep: "article .body", remove: ".ad, aside", wait: true, robots: false }
            """)
                .fullText())
        .isEqualTo(
            new FullText(
                FullText.Mode.WAIT,
                Optional.of("article .body"),
                Optional.of(".ad, aside"),
                false));
  }

  @Test
  void defaultsApplyToFeedsWithATagAndToFeedsWithoutTheirOwnOption() {
    var feeds =
        read("""
        defaults:
          - { tags: [Comics, "C++"], full-text: false }
          - tags: news
          - full-text: wait
        feeds:
          - https://a.example/
          - { url: https://b.example/, tags: comics }
          - { url: https://c.example/, tags: comics, full-text: true }
          - { url: https://d.example/, tags: news }
        """)
            .subscriptions();
    assertThat(feeds)
        .extracting(feed -> feed.fullText().mode())
        .containsExactly(
            FullText.Mode.WAIT, FullText.Mode.OFF, FullText.Mode.ON, FullText.Mode.WAIT);
  }

  @Test
  void defaultsMayHaveMostOptionsOfAFeed() {
    var settings =
        read(
            """
            clean: { pixels: false }
            defaults:
              - tags: news
                every: 30m
                clean: { share: false }
                retention: { keep: 30d }
                headers: { Accept-Language: de, Authorization: x }
              - every: 2h
                categories: as-tags
                access: key
                withdrawn: remove
                include: { title: a }
                exclude: { title: b }
                retention: { per-feed: 9 }
            keys: { me: 0123456789abcdef0123456789abcdef }
            feeds:
              - { url: https://a.example/, tags: news, auth: { bearer: t } }
              - { url: https://b.example/, access: public, exclude: { title: c }, withdrawn: keep }
            """);
    var news = settings.subscriptions().getFirst();
    var other = settings.subscriptions().getLast();

    assertThat(news.every()).contains(Duration.ofMinutes(30));
    assertThat(news.cleaning().does(Cleaning.Part.SHARE)).isFalse();
    assertThat(news.cleaning().does(Cleaning.Part.PIXELS)).isFalse();
    assertThat(news.retention())
        .isEqualTo(new Retention(Optional.of(Duration.ofDays(30)), OptionalInt.empty(), true));
    assertThat(news.headers()).containsOnlyKeys("Accept-Language");
    assertThat(news.keyed()).isTrue();
    assertThat(news.adoptsCategories()).isTrue();
    assertThat(other.every()).contains(Duration.ofHours(2));
    assertThat(other.headers()).isEmpty();
    assertThat(other.keyed()).isFalse();
    assertThat(other.retention())
        .isEqualTo(new Retention(Optional.empty(), OptionalInt.of(9), false));
    assertThat(other.include().conditions()).singleElement().matches(it -> it.test().test("a"));
    assertThat(other.exclude().conditions()).singleElement().matches(it -> it.test().test("c"));
  }

  @Test
  void feedIsAnAddressOrAMapping() {
    var feeds =
        read("""
        feeds:
          - https://inside.java/feed.xml
          - url: https://example.com/
            id: example
            title: Example
            tags: [Java, "C++"]
            every: 15m
            categories: as-tags
            auth: { basic: { user: reader, password: pass } }
            headers: { X-Api-Key: key }
            include: { title: "(?i)release", url: "^https:" }
            exclude: { category: sponsored }
        """)
            .subscriptions();

    assertThat(feeds.getFirst())
        .isEqualTo(Subscription.of(URI.create("https://inside.java/feed.xml"), Set.of()));
    assertThat(feeds.getLast())
        .usingRecursiveComparison()
        .ignoringFields("include", "exclude")
        .isEqualTo(
            new Subscription(
                new FeedId("example"),
                URI.create("https://example.com/"),
                Optional.of("Example"),
                Set.of(Tag.of("Java"), Tag.of("C++")),
                true,
                Optional.of(Duration.ofMinutes(15)),
                Optional.of(new Credentials.Basic("reader", new Secret("pass"))),
                Map.of("X-Api-Key", new Secret("key")),
                EntryFilter.NONE,
                EntryFilter.NONE));
    assertThat(feeds.getLast().include().conditions())
        .extracting(EntryFilter.Condition::part, EntryFilter.Condition::pattern)
        .containsExactly(
            tuple(EntryFilter.Part.TITLE, "(?i)release"), tuple(EntryFilter.Part.URL, "^https:"));
  }

  @Test
  void tagsMayStandInOneTextWithCommas() {
    assertThat(only("{ url: https://a.example/, tags: \"Java, Asia & Pacific\" }").tags())
        .extracting(Tag::label)
        .containsExactly("Java", "Asia & Pacific");
  }

  @Test
  void categoriesAreNoTagsByDefault() {
    assertThat(only("url: https://a.example/").adoptsCategories()).isFalse();
    assertThat(only("url: https://a.example/\ncategories: apart").adoptsCategories()).isFalse();
  }

  @Test
  void feedMayHaveItsOwnRetention() {
    var retention = only("{ url: https://a.example/, retention: { keep: 7d } }").retention();

    assertThat(retention.keep()).contains(Duration.ofDays(7));
    assertThat(retention.perFeed()).isEmpty();
    assertThat(only("{ url: https://a.example/, retention: { per-feed: 9 } }").retention())
        .isEqualTo(new Retention(Optional.empty(), OptionalInt.of(9), false));
  }

  @Test
  void missingEntriesAreKeptByDefault() {
    assertThat(only("url: https://a.example/").retention()).isEqualTo(Retention.GENERAL);
    assertThat(only("{ url: https://a.example/, withdrawn: keep }").retention().removesMissing())
        .isFalse();
    assertThat(only("{ url: https://a.example/, withdrawn: remove }").retention().removesMissing())
        .isTrue();
  }

  @Test
  void bearerTokenIsKeptSecret() {
    var feed = only("{ url: https://a.example/, auth: { bearer: tok3n } }");

    assertThat(feed.auth()).contains(new Credentials.Bearer(new Secret("tok3n")));
    assertThat(feed.toString()).doesNotContain("tok3n");
  }

  @Test
  void numberOrBooleanIsATextIfATextIsExpected() {
    var feed = only("{ url: https://a.example/, title: 2024, tags: [true, 007] }");

    assertThat(feed.title()).contains("2024");
    assertThat(feed.tags()).extracting(Tag::label).containsExactly("true", "007");
  }

  @Test
  void conditionFindsItsPatternAnywhereInAText() {
    var title = only("{ url: https://a.example/, include: { title: \"(?i)release\" } }").include();

    assertThat(title.conditions().getFirst().test())
        .accepts("The Release of 2.0")
        .rejects("Postponed");
  }

  @ParameterizedTest
  @CsvSource({
    "sponsored, Sponsored, true",
    "sponsored, sponsored post, true",
    "Asia & Pacific, asia-pacific, true",
    "sponsored, sport, false",
  })
  void categoryMatchesByPatternOrComparedLikeATag(String wanted, String category, boolean held) {
    var yaml = "{ url: https://a.example/, exclude: { category: \"%s\" } }".formatted(wanted);
    assertThat(only(yaml).exclude().conditions().getFirst().test().test(category)).isEqualTo(held);
  }

  @Test
  void patternThatIsSlowInOtherEnginesIsFast() {
    var test =
        only("{ url: https://a.example/, include: { title: \"(a+)+$\" } }")
            .include()
            .conditions()
            .getFirst()
            .test();

    assertThat(test).rejects("a".repeat(50_000) + "b");
  }

  @Test
  void idsMadeFromAddressesDoNotDependOnOrder() {
    var plain = URI.create("http://a.example/feed");
    var secure = URI.create("https://a.example/feed");

    assertThat(
            read("feeds: [\"" + plain + "\", \"" + secure + "\", https://b.example/]")
                .subscriptions())
        .extracting(Subscription::id)
        .containsExactly(FeedId.distinct(plain), FeedId.distinct(secure), new FeedId("b-example"));
  }

  @Test
  void writtenIdComesBeforeAnIdMadeFromAnAddress() {
    var made = URI.create("https://a.example/feed");

    assertThat(
            read("feeds: [https://a.example/feed, {url: https://b.example/, id: a-example-feed}]")
                .subscriptions())
        .extracting(Subscription::id)
        .containsExactly(FeedId.distinct(made), new FeedId("a-example-feed"));
  }

  @Test
  void byteOrderMarkIsNotPartOfTheText() {
    assertThat(read("\uFEFFfeeds: []").subscriptions()).isEmpty();
  }

  @Test
  void anchorsSaveRepetition() {
    var feeds =
        read("""
        feeds:
          - { url: https://a.example/, tags: &mine [java, jvm] }
          - { url: https://b.example/, tags: *mine }
        """)
            .subscriptions();

    assertThat(feeds.getLast().tags()).isEqualTo(feeds.getFirst().tags()).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource({
    "jdbc:h2:./data/loom, jdbc:h2:FOLDER/data/loom",
    "jdbc:h2:data/loom;CACHE_SIZE=1, jdbc:h2:FOLDER/data/loom;CACHE_SIZE=1",
    "jdbc:h2:file:../loom, jdbc:h2:FOLDER/../loom",
    "jdbc:h2:/var/lib/loom, jdbc:h2:/var/lib/loom",
    "jdbc:h2:~/loom, jdbc:h2:~/loom",
    "jdbc:h2:mem:loom, jdbc:h2:mem:loom",
    "jdbc:h2:tcp://db/loom, jdbc:h2:tcp://db/loom",
    "jdbc:postgresql://db/loom, jdbc:postgresql://db/loom",
  })
  void relativePathOfH2IsResolvedAgainstTheFolderOfTheFile(String written, String taken) {
    var expected =
        taken
            .replace("FOLDER/..", temporary.resolve("..").normalize().toString())
            .replace("FOLDER", temporary.toString());

    assertThat(read("feeds: []\nstorage: { url: \"" + written + "\" }").storage().url())
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"'::1',::1", "'[::1]',::1", "'[2001:db8::7]',2001:db8::7", "my_host,my_host"})
  void serverListensOnAnIpv6AddressWithOrWithoutBrackets(String written, String host) {
    assertThat(read("feeds: []\nserver: { host: \"" + written + "\" }").server().host())
        .isEqualTo(host);
    assertThat(ServerSettings.inLink(host)).isEqualTo(host.contains(":") ? "[" + host + "]" : host);
  }

  @Test
  void hostsAreNamedWithUnderscoresAndAddressesWithOrWithoutBrackets() {
    assertThat(
            read("feeds: []\npolling: { hosts: { my_host.example: { per-host: 1 }, \"[::1]\": {"
                    + " per-host: 1 } } }")
                .polling()
                .hosts())
        .containsOnlyKeys("my_host.example", "::1");
  }
}

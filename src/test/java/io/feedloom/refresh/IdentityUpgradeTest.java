package io.feedloom.refresh;

import static io.feedloom.refresh.PolledFeed.added;
import static io.feedloom.refresh.PolledFeed.edited;
import static io.feedloom.refresh.PolledFeed.nothing;
import static org.assertj.core.api.Assertions.assertThat;

import io.feedloom.farm.Answer;
import io.feedloom.feed.Digest;
import io.feedloom.feed.Due;
import io.feedloom.feed.FeedId;
import io.feedloom.feed.Item;
import io.feedloom.feed.Parsed;
import io.feedloom.feed.RuleResult;
import io.feedloom.feed.SampleUpdate;
import io.feedloom.feed.Update.Change;
import io.feedloom.parse.FeedParser;
import io.feedloom.parse.FetchedDocument;
import io.feedloom.refresh.PolledFeed.Seen;
import io.feedloom.refresh.Post.Format;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Opens stores of an older version. It identified items with the same guid by their order: the
 * first had the guid as its id; the others had the guid with a hash of title and date, or of
 * everything.
 */
class IdentityUpgradeTest {
  @TempDir private Path folder;
  private PolledFeed polledFeed;

  @BeforeEach
  void open() throws Exception {
    polledFeed = new PolledFeed(folder);
  }

  @AfterEach
  void close() {
    polledFeed.close();
  }

  private static Post byLink(int n) {
    return Post.of("none", "P " + n, "https://example.org/p/" + n)
        .dated("2026-11-%02dT10:00:00Z".formatted(n));
  }

  /** All of one link, title and date. */
  private static Post byText(int n) {
    return Post.of("", "P", "https://example.org/")
        .saying("Text " + n)
        .dated("2026-11-01T10:00:00Z");
  }

  private static Answer document(IntFunction<Post> posts, int... numbers) {
    return Format.RSS_2.answer(IntStream.of(numbers).mapToObj(posts).toArray(Post[]::new));
  }

  private Seen poll(Post... posts) throws InterruptedException {
    return polledFeed.poll(Format.RSS_2.answer(posts));
  }

  /** Fills the store as the older version did when it read these posts. */
  private void storeByOrder(IntFunction<Post> posts, int... numbers) throws Exception {
    polledFeed.answer(Format.RSS_2.answer(Post.of("urn:example:o", "Other", "")));
    var running = polledFeed.running();
    var due = take(running);
    var written = IntStream.of(numbers).mapToObj(posts).map(Format.RSS_2::item).toList();
    var read =
        parsed("<rss><channel><title>F</title>" + String.join("", written) + "</channel></rss>");
    var changes = changes(read.items(), posts, numbers, running.now());
    running
        .store()
        .updates()
        .apply(
            SampleUpdate.of(
                due,
                due.state(),
                Optional.of(read.info()),
                List.of(),
                changes,
                Optional.of(changes.stream().mapToLong(Change::id).toArray()),
                RuleResult.NO_RULES,
                running.now(),
                Duration.ZERO));
    running.restart(this::dropAliases);
    polledFeed.rememberStored();
  }

  /** Waits for the end of the lease, which comes a moment after what was polled is stored. */
  private static Due take(Running running) throws InterruptedException {
    var taken = new AtomicReference<Optional<Due>>(Optional.empty());
    running.await(
        "the end of the lease",
        () -> {
          taken.set(
              running
                  .store()
                  .leases()
                  .take(new FeedId("feed"), running.now(), Duration.ofMinutes(5)));
          return taken.get().isPresent();
        });
    return taken.get().orElseThrow();
  }

  private static Parsed.Feed parsed(String document) {
    var source =
        new FetchedDocument(
            URI.create("http://feed.test/feed"),
            document.getBytes(StandardCharsets.UTF_8),
            Optional.empty(),
            Optional.empty());
    return (Parsed.Feed) new FeedParser().parse(source);
  }

  private static List<Change> changes(
      List<Item> items, IntFunction<Post> posts, int[] numbers, Instant now) {
    var used = new HashSet<String>();
    var changes = new ArrayList<Change>();
    for (int i = 0; i < items.size(); i++) {
      var item = items.get(i);
      var id = item.guid();
      if (!used.add(id)) {
        id = item.guid() + "#" + hash(posts.apply(numbers[i]));
      }
      if (!id.equals(item.guid()) && !used.add(id)) {
        id = item.guid() + "#" + Long.toHexString(item.fingerprint());
      }
      changes.add(new Change(Digest.of(id), item.fingerprint(), now, true, item.entry()));
    }
    return changes;
  }

  private static String hash(Post post) {
    var text = post.title() + "\n" + post.mailDate().orElse("");
    return "urn:sha256:" + Digest.hex(text.getBytes(StandardCharsets.UTF_8));
  }

  private void dropAliases() {
    try (var c = DriverManager.getConnection("jdbc:h2:" + folder.resolve("data/feedloom"));
        var statement = c.createStatement()) {
      statement.execute("DROP TABLE entry_alias");
      statement.execute(
          """
          DELETE FROM "flyway_schema_history" WHERE CAST("version" AS INTEGER) >= 10
          """);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void nothingThatIsStoredIsOverwrittenOrDoubled() throws Exception {
    storeByOrder(IdentityUpgradeTest::byLink, 3, 2, 1);

    assertThat(polledFeed.poll(document(IdentityUpgradeTest::byLink, 4, 3, 2, 1)))
        .isEqualTo(added("P 4"));
    assertThat(polledFeed.poll(document(IdentityUpgradeTest::byLink, 1, 3, 2, 4)))
        .isEqualTo(nothing());
    assertThat(polledFeed.titles()).containsExactly("Other", "P 1", "P 2", "P 3", "P 4");
  }

  @Test
  void itemEditedInTheFirstDocumentIsFoundByItsLink() throws Exception {
    storeByOrder(IdentityUpgradeTest::byLink, 3, 2, 1);

    assertThat(poll(byLink(4), byLink(1).titled("P 1, again"), byLink(3)))
        .isEqualTo(new Seen(Set.of("P 4"), Set.of("P 1, again")));
    assertThat(poll(byLink(2).titled("P 2, again"))).isEqualTo(edited("P 2, again"));
    assertThat(polledFeed.titles())
        .containsExactly("Other", "P 1, again", "P 2, again", "P 3", "P 4");
  }

  @Test
  void oneNewItemAloneIsNoEdit() throws Exception {
    storeByOrder(IdentityUpgradeTest::byLink, 3, 2, 1);

    assertThat(polledFeed.poll(document(IdentityUpgradeTest::byLink, 4))).isEqualTo(added("P 4"));
    assertThat(polledFeed.poll(document(IdentityUpgradeTest::byLink, 2))).isEqualTo(nothing());
  }

  @Test
  void itemsThatDifferOnlyInTheirTextAreFound() throws Exception {
    storeByOrder(IdentityUpgradeTest::byText, 3, 2, 1);

    assertThat(polledFeed.poll(document(IdentityUpgradeTest::byText, 4, 1, 2, 3)))
        .isEqualTo(added("P"));
    assertThat(polledFeed.poll(document(IdentityUpgradeTest::byText, 2, 4, 1)))
        .isEqualTo(nothing());
    assertThat(polledFeed.titles()).containsExactly("Other", "P", "P", "P", "P");
  }

  @Test
  void idsThatAreTheirOwnStayAsTheyAre() throws Exception {
    IntFunction<Post> posts =
        n -> Post.of("http://example.org/" + n, "P " + n, "http://example.org/" + n);
    storeByOrder(posts, 2, 1);

    assertThat(poll(posts.apply(3), posts.apply(1).with("https"), posts.apply(2)))
        .isEqualTo(new Seen(Set.of("P 3"), Set.of("P 1")));
  }
}

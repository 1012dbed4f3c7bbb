package io.feedloom.refresh;

import static io.feedloom.refresh.PolledFeed.added;
import static io.feedloom.refresh.PolledFeed.edited;
import static io.feedloom.refresh.PolledFeed.nothing;
import static org.assertj.core.api.Assertions.assertThat;

import io.feedloom.feed.Due;
import io.feedloom.feed.FeedId;
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
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tracking parameters in links do not change which entry an item is. */
class TrackedLinksTest {
  private static final String PAGE = "https://example.org/p/";
  private static final String UTM = "?utm_source=rss&utm_medium=feed";

  @TempDir private Path folder;
  private PolledFeed feed;

  @BeforeEach
  void open() throws Exception {
    feed = new PolledFeed(folder);
  }

  @AfterEach
  void close() {
    feed.close();
  }

  private static Post post(int n, String query) {
    return Post.of("", "P " + n, PAGE + n + query.replace("&", "&amp;"));
  }

  private static Post shared(int n, String query) {
    return Post.of("none", "P " + n, PAGE + n + query.replace("&", "&amp;"));
  }

  private Seen poll(Post... posts) throws InterruptedException {
    return feed.poll(Format.RSS_2.answer(posts));
  }

  /** Stores these posts as a version did that removed no parameters. */
  private void storeUnclean(Post... posts) throws Exception {
    feed.answer(Format.RSS_2.answer(Post.of("urn:example:o", "Other", "")));
    var running = feed.running();
    var due = take(running);
    var document = new StringBuilder("<rss><channel><title>F</title>");
    for (var post : posts) {
      document.append(Format.RSS_2.item(post));
    }
    var source =
        new FetchedDocument(
            URI.create("http://feed.test/feed"),
            document.append("</channel></rss>").toString().getBytes(StandardCharsets.UTF_8),
            Optional.empty(),
            Optional.empty());
    var read = (Parsed.Feed) new FeedParser().parse(source);
    var changes =
        read.items().stream()
            .map(
                item ->
                    new Change(
                        Guid.id(item.guid()),
                        item.fingerprint(),
                        running.now(),
                        true,
                        item.entry()))
            .toList();
    assertThat(changes.getFirst().entry().link().orElseThrow()).contains("utm_source");
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
    feed.rememberStored();
  }

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

  @Test
  void storedLinksHaveNoTrackingParameters() throws Exception {
    assertThat(poll(post(1, UTM + "&id=4#c"))).isEqualTo(added("P 1"));
    assertThat(feed.links()).containsExactly(PAGE + "1?id=4#c");
  }

  @Test
  void entryOfAnOlderVersionIsNeitherNewNorChanged() throws Exception {
    storeUnclean(post(1, UTM), post(2, UTM));

    assertThat(poll(post(1, UTM), post(2, UTM))).isEqualTo(nothing());
    assertThat(poll(post(2, UTM), post(1, UTM))).isEqualTo(nothing());
    assertThat(feed.links()).contains(PAGE + "1" + UTM);
  }

  @Test
  void editOfAnEntryOfAnOlderVersionIsOneEdit() throws Exception {
    storeUnclean(post(1, UTM), post(2, UTM));

    assertThat(poll(post(1, UTM).saying("more"), post(2, UTM))).isEqualTo(edited("P 1"));
    assertThat(poll(post(1, UTM).saying("more"), post(2, UTM))).isEqualTo(nothing());
    assertThat(feed.links()).contains(PAGE + "1", PAGE + "2" + UTM);
  }

  @Test
  void entryOfAnOlderVersionIsFoundWhenItsParametersChange() throws Exception {
    storeUnclean(post(1, UTM), post(2, UTM));

    assertThat(poll(post(1, UTM), post(2, UTM))).isEqualTo(nothing());
    assertThat(poll(post(1, "?utm_source=atom"), post(2, ""))).isEqualTo(edited("P 1", "P 2"));
    assertThat(poll(post(1, "?utm_source=atom"), post(2, ""))).isEqualTo(nothing());
    assertThat(feed.titles()).containsExactly("Other", "P 1", "P 2");
  }

  @Test
  void parametersThatComeAndGoMakeNoNewEntry() throws Exception {
    assertThat(poll(post(1, ""), post(2, UTM))).isEqualTo(added("P 1", "P 2"));
    assertThat(poll(post(1, UTM), post(2, "?fbclid=7"))).isEqualTo(edited("P 1", "P 2"));
    assertThat(poll(post(1, "?gclid=1"), post(2, ""))).isEqualTo(edited("P 1", "P 2"));
    assertThat(poll(post(3, UTM), post(1, "?gclid=1"), post(2, ""))).isEqualTo(added("P 3"));
    assertThat(poll(post(3, UTM), post(1, "?gclid=1"), post(2, ""))).isEqualTo(nothing());
  }

  @Test
  void parametersDistinguishItemsOfOnePage() throws Exception {
    var one = post(1, "?utm_content=a").titled("A");
    var other = post(1, "?utm_content=b").titled("B");
    assertThat(poll(one, other)).isEqualTo(added("A", "B"));
    assertThat(poll(other, one, post(1, "?utm_content=c").titled("C"))).isEqualTo(added("C"));
    assertThat(poll(other, one)).isEqualTo(nothing());
  }

  @Test
  void otherParametersMakeOtherEntries() throws Exception {
    assertThat(poll(post(1, "?id=1" + UTM.replace('?', '&')))).isEqualTo(added("P 1"));
    assertThat(poll(post(1, "?id=2" + UTM.replace('?', '&')).titled("Q"))).isEqualTo(added("Q"));
  }

  @Test
  void itemsWithASharedGuidAreFoundByTheirPage() throws Exception {
    assertThat(poll(shared(1, UTM), shared(2, UTM))).isEqualTo(added("P 1", "P 2"));
    assertThat(poll(shared(2, "?utm_source=x").titled("P 2, again"), shared(1, UTM)))
        .isEqualTo(edited("P 2, again"));
    assertThat(poll(shared(2, "").titled("P 2, again"), shared(1, UTM), shared(3, "")))
        .isEqualTo(new Seen(Set.of("P 3"), Set.of("P 2, again")));
  }
}

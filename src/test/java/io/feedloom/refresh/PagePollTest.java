package io.feedloom.refresh;

import static io.feedloom.refresh.PolledFeed.added;
import static io.feedloom.refresh.PolledFeed.edited;
import static io.feedloom.refresh.PolledFeed.nothing;
import static org.assertj.core.api.Assertions.assertThat;

import io.feedloom.farm.Answer;
import io.feedloom.feed.FeedStatus;
import io.feedloom.feed.PageRules;
import io.feedloom.feed.PageRules.Fields;
import io.feedloom.feed.PollState.Outcome;
import io.feedloom.feed.Problem;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Polls of a page whose entries are found by the selectors of the admin. */
class PagePollTest {
  private static final String NOTHING_NOW =
      "the selector `article` matched nothing; it matched 12 on 20 November";

  @TempDir private Path folder;
  private PolledFeed feed;

  @BeforeEach
  void open() throws Exception {
    feed = new PolledFeed(folder);
    useId(Optional.empty());
  }

  @AfterEach
  void close() {
    feed.close();
  }

  private void useId(Optional<String> id) {
    var second = Duration.ofSeconds(1);
    var rules =
        new PageRules(
            Optional.of(
                new Fields(
                    "article",
                    Optional.of("h2"),
                    Optional.of("a"),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    false,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    id)),
            Optional.empty(),
            Optional.empty());
    feed.running()
        .prepare(
            Running.polling(Duration.ofSeconds(50), second, second),
            subscription -> subscription.withPageRules(rules));
  }

  private static String article(int n) {
    return "<article data-n=%d><h2>P %d</h2><a href=/p/%d>more</a></article>".formatted(n, n, n);
  }

  private static String articles(int from, int to) {
    return IntStream.rangeClosed(from, to)
        .mapToObj(n -> article(from + to - n))
        .collect(Collectors.joining());
  }

  private static Answer page(String body) {
    return Answer.of(
        200,
        Map.of("Content-Type", "text/html; charset=utf-8", "ETag", "\"" + body.hashCode() + "\""),
        "<!DOCTYPE html><title>News</title>" + body);
  }

  private FeedStatus status() {
    return feed.running().feed("feed");
  }

  @Test
  void selectorThatMatchesNothingAnyMoreIsAFailureThatSaysWhenItLastMatched() throws Exception {
    feed.answer(page(articles(1, 12)));
    assertThat(status().state().outcome()).isEqualTo(Outcome.FRESH);
    feed.rememberStored();

    for (int failures = 1; failures <= 3; failures++) {
      assertThat(feed.poll(page("<p>new design " + failures))).isEqualTo(nothing());
      assertThat(status().state().outcome()).isEqualTo(Outcome.FAILED);
      assertThat(status().state().failures()).isEqualTo(failures);
      assertThat(status().state().message()).isEqualTo(NOTHING_NOW);
      feed.running().restart();
      assertThat(status().state().message()).isEqualTo(NOTHING_NOW);
    }
    assertThat(feed.poll(page(articles(2, 13)))).isEqualTo(added("P 13"));
    assertThat(status().state().failures()).isZero();
  }

  @Test
  void itemsThatAreLeftOutCountAsMatchedAlsoAfterARestart() throws Exception {
    feed.answer(page(articles(1, 9) + "<article>1</article><article><h2>2</h2></article>"));
    assertThat(status().entries()).isEqualTo(9);
    feed.rememberStored();
    feed.running().restart();

    feed.poll(Answer.of(304, Map.of(), ""));
    feed.poll(page("<p>new design"));
    assertThat(status().state().message())
        .isEqualTo("the selector `article` matched nothing; it matched 11 on 20 November");
  }

  @Test
  void selectorThatNeverMatchedIsAFailureWithoutADate() throws Exception {
    feed.answer(page("<p>no articles"));

    assertThat(status().state().outcome()).isEqualTo(Outcome.FAILED);
    assertThat(status().state().message()).isEqualTo("the selector `article` matched nothing");
  }

  @Test
  void notModifiedPageChangesNothing() throws Exception {
    feed.answer(page(articles(1, 12) + "<article>"));
    feed.rememberStored();
    var before = status();

    assertThat(feed.poll(Answer.of(304, Map.of(), ""))).isEqualTo(nothing());
    assertThat(status().state().outcome()).isEqualTo(Outcome.UNCHANGED);
    assertThat(status().state().message()).isEqualTo("not modified");
    assertThat(status().entries()).isEqualTo(12);
    assertThat(status().problems()).isEqualTo(before.problems()).hasSize(1);

    feed.answer(page("<p>new design"));
    assertThat(status().state().message()).startsWith("the selector `article` matched nothing; it");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "link", "@data-n", "xpath:@data-n"})
  void itemOnTopOfThePageIsTheOnlyNewOne(String id) throws Exception {
    useId(Optional.of(id).filter(text -> !text.isEmpty()));
    feed.answer(page(articles(1, 12)));
    feed.rememberStored();

    assertThat(feed.poll(page(articles(1, 13)))).isEqualTo(added("P 13"));
    assertThat(feed.poll(page(articles(3, 14)))).isEqualTo(added("P 14"));
    assertThat(status().entries()).isEqualTo(14);
  }

  @Test
  void itemKeepsItsIdentityByTheIdWhenTheLinkChanges() throws Exception {
    useId(Optional.of("@data-n"));
    feed.answer(page(articles(1, 12)));
    feed.rememberStored();

    var moved = articles(1, 12).replace("/p/7>", "/archive/7>");
    assertThat(feed.poll(page(moved))).isEqualTo(edited("P 7"));
  }

  @Test
  void itemWithoutTitleOrLinkIsLeftOutAndNoted() throws Exception {
    var incomplete =
        "<article><h2>No link</h2></article><article><a href=/p/8></a></article>"
            + "<article><h2> </h2><a href=/p/9>more</a></article>";
    feed.answer(page(articles(1, 2) + incomplete));

    assertThat(status().state().outcome()).isEqualTo(Outcome.FRESH);
    assertThat(status().entries()).isEqualTo(2);
    assertThat(status().problems())
        .containsExactly(new Problem("", "3 of 5 items have no title or no link and are left out"));

    feed.answer(page(articles(1, 2)));
    assertThat(status().problems()).isEmpty();
  }
}

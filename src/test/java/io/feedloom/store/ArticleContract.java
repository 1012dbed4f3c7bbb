package io.feedloom.store;

import static io.feedloom.store.Sample.LEASE;
import static io.feedloom.store.Sample.NOON;
import static io.feedloom.store.Sample.TOOK;
import static io.feedloom.store.Sample.change;
import static io.feedloom.store.Sample.info;
import static io.feedloom.store.Sample.polled;
import static io.feedloom.store.Sample.subscription;
import static org.assertj.core.api.Assertions.assertThat;

import io.feedloom.feed.Arrival;
import io.feedloom.feed.Entry;
import io.feedloom.feed.FeedId;
import io.feedloom.feed.Problem;
import io.feedloom.feed.RuleResult;
import io.feedloom.feed.Update;
import io.feedloom.feed.Update.Change;
import io.feedloom.feed.text.HtmlText;
import io.feedloom.store.api.ArticleDelay;
import io.feedloom.store.api.ArticleJob;
import io.feedloom.store.api.ArticleResult;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The entries whose pages are to be fetched. */
abstract class ArticleContract extends StoreContract {
  private static final FeedId FEED = new FeedId("a");

  @BeforeEach
  void subscribeToOne() {
    subscribe(subscription("a", "news"));
  }

  private List<Arrival> arriveWanted(Optional<Instant> heldUntil, Change... changes) {
    var wanted = Arrays.stream(changes).collect(Collectors.toMap(Change::id, _ -> NOON));
    return store
        .updates()
        .apply(
            new Update(
                take("a"),
                polled(NOON),
                Optional.of(info("Feed")),
                List.of(),
                List.of(changes),
                Optional.empty(),
                RuleResult.NO_RULES,
                NOON,
                TOOK,
                Update.Withdrawal.NONE,
                Update.Aliases.NONE,
                new Update.Articles(true, wanted, heldUntil)));
  }

  private List<ArticleJob> due(Instant now) {
    return store.articles().take(now, 10, LEASE);
  }

  private static ArticleResult result(UnaryOperator<Entry> change, String... problems) {
    return new ArticleResult(
        change,
        (_, _) -> RuleResult.NONE,
        RuleResult.NO_RULES,
        Arrays.stream(problems).map(text -> new Problem("there", text)).findFirst(),
        NOON.plusSeconds(60));
  }

  private static Entry full(Entry entry) {
    return entry.withFullText(HtmlText.of("<p>Full</p>"), Optional.of("http://x.test/i.jpg"));
  }

  @Test
  void leasedEntryIsLeasedOnce() {
    arriveWanted(Optional.empty(), change(1, "1"), change(2, "2"));

    assertThat(due(NOON.minusSeconds(1))).isEmpty();
    assertThat(due(NOON)).hasSize(2).allMatch(job -> job.tries() == 1);
    assertThat(due(NOON)).isEmpty();
    assertThat(store.articles().nextDue()).contains(NOON.plus(LEASE));
    assertThat(due(NOON.plus(LEASE))).hasSize(2).allMatch(job -> job.tries() == 2);
    assertThat(store.articles().waiting()).containsExactly(java.util.Map.entry(FEED, 2L));
  }

  @Test
  void resultOfALostLeaseIsNotStored() {
    arriveWanted(Optional.empty(), change(1, "1"));
    var lost = due(NOON).getFirst();
    var valid = due(NOON.plus(LEASE)).getFirst();

    assertThat(store.articles().finish(lost, result(ArticleContract::full))).isEmpty();
    store.articles().postpone(List.of(new ArticleDelay(lost, NOON, 0)));
    assertThat(due(NOON.plus(LEASE))).isEmpty();
    assertThat(store.articles().finish(valid, result(ArticleContract::full))).hasSize(1);
    assertThat(store.articles().nextDue()).isEmpty();
  }

  @Test
  void fullTextIsOneChange() {
    arriveWanted(Optional.empty(), change(1, "1"));
    var job = due(NOON).getFirst();
    var arrivals = store.articles().finish(job, result(ArticleContract::full));

    assertThat(arrivals).singleElement().matches(arrival -> !arrival.isNew());
    var stored = store.entries().newest(Sample.scan(5, ofGroup(group("a")))).getFirst();
    assertThat(stored.entry().content()).contains("<p>Full</p>");
    assertThat(stored.entry().summary()).contains("<p>Text of 1</p>");
    assertThat(stored.entry().image()).contains("http://x.test/i.jpg");
    assertThat(stored.entry().withoutFullText().content()).contains("<p>Text of 1</p>");
    assertThat(stored.lastChanged()).isEqualTo(NOON.plusSeconds(60));
    assertThat(stored.river()).isEqualTo(NOON.plusSeconds(1));
  }

  @Test
  void heldEntryIsHiddenUntilItIsReleased() {
    var until = NOON.plus(Duration.ofHours(1));
    assertThat(arriveWanted(Optional.of(until), change(1, "1"))).isEmpty();
    assertThat(newest(ofGroup(group("a")))).isEmpty();
    var job = due(NOON).getFirst();
    assertThat(job.heldUntil()).contains(until);

    assertThat(store.articles().release(job)).singleElement().matches(Arrival::isNew);
    assertThat(newest(ofGroup(group("a")))).containsExactly("1");
    assertThat(store.articles().release(job)).isEmpty();
    assertThat(store.articles().finish(job, result(ArticleContract::full))).hasSize(1);
  }

  @Test
  void heldEntryStaysHiddenWhenOtherRulesApply() {
    arriveWanted(Optional.of(NOON.plus(Duration.ofHours(1))), change(1, "1"));
    var tagged = new RuleResult(false, Sample.tags("Java"), List.of("tag"));
    var update = store.rules().update(FEED, 7, NOON, (_, _) -> tagged);
    while (update.hasMore()) {
      assertThat(update.next()).isEmpty();
    }

    assertThat(newest(ofGroup(group("a")))).isEmpty();
    store.articles().drop(due(NOON).getFirst());
    assertThat(newest(ofGroup(group("a")))).containsExactly("1");
  }

  @Test
  void heldEntryIsDueAtTheEndOfItsHold() {
    var until = NOON.plus(Duration.ofHours(1));
    arriveWanted(Optional.of(until), change(1, "1"));
    var job = due(NOON).getFirst();
    store.articles().postpone(List.of(new ArticleDelay(job, until.plusSeconds(5), 1)));

    assertThat(store.articles().nextDue()).contains(until);
    assertThat(due(until).getFirst().nextTry()).isEqualTo(until.plusSeconds(5));
  }

  @Test
  void changeByThePublisherEndsTheLease() {
    arriveWanted(Optional.empty(), change(1, "1"));
    var job = due(NOON).getFirst();
    arriveWanted(
        Optional.empty(),
        change(1, Entry.builder("1").title("Edited").link("http://x.test/").build()));

    assertThat(store.articles().finish(job, result(ArticleContract::full))).isEmpty();
    assertThat(due(NOON)).singleElement().matches(again -> again.tries() == 1);
  }

  @Test
  void entryWhoseContentWasDeletedEndsItsJob() {
    arriveWanted(Optional.empty(), change(1, "1"), change(2, "2"));
    store.retention().trim(store.feeds().byId(FEED).orElseThrow().number(), 1, 10);

    assertThat(due(NOON)).singleElement().matches(job -> job.entry().guid().equals("2"));
    assertThat(store.articles().waiting()).containsValue(1L);
  }

  @Test
  void problemIsShownOnceAndForgottenWhenThePageIsFetchedAgain() {
    arriveWanted(Optional.empty(), change(1, "1"), change(2, "2"));
    for (var job : due(NOON)) {
      store.articles().finish(job, result(entry -> entry, "is a PDF"));
    }
    arrive("a", change(3, "3"));

    assertThat(store.feeds().byId(FEED).orElseThrow().problems())
        .containsExactly(new Problem("there", "is a PDF"));
    assertThat(store.articles().refetch(FEED, Optional.of(NOON.plusSeconds(2)), NOON)).isEqualTo(2);
    assertThat(store.feeds().byId(FEED).orElseThrow().problems()).isEmpty();
    assertThat(due(NOON)).hasSize(2);
    assertThat(store.articles().refetch(new FeedId("other"), Optional.empty(), NOON)).isZero();
  }

  @Test
  void jobsSurviveARestart() {
    arriveWanted(Optional.of(NOON.plusSeconds(60)), change(1, "1"));
    reopen();

    assertThat(due(NOON)).singleElement().matches(job -> job.heldUntil().isPresent());
  }
}

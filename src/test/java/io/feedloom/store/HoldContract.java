package io.feedloom.store;

import static io.feedloom.store.Sample.LEASE;
import static io.feedloom.store.Sample.NOON;
import static io.feedloom.store.Sample.change;
import static io.feedloom.store.Sample.polled;
import static io.feedloom.store.Sample.subscription;
import static io.feedloom.store.Sample.update;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.feedloom.feed.FeedId;
import io.feedloom.feed.Hold;
import io.feedloom.feed.PollState.Outcome;
import io.feedloom.feed.Polled;
import io.feedloom.feed.Postponed;
import io.feedloom.feed.SampleUpdate;
import io.feedloom.store.api.LeaseLost;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Holds of hosts, postponed feeds, and the history of polls. */
abstract class HoldContract extends StoreContract {
  private static final Instant LATER = NOON.plus(Duration.ofHours(3));
  private static final FeedId A = new FeedId("a");

  @Test
  void holdSurvivesARestartUntilItExpires() {
    store.holds().add(new Hold("*.example.org", LATER, "asked"), NOON);

    reopen();

    assertThat(store.holds().current(NOON))
        .containsExactly(new Hold("*.example.org", LATER, "asked"));
    assertThat(store.holds().current(LATER)).isEmpty();
  }

  @Test
  void longerOfTwoHoldsIsKept() {
    store.holds().add(new Hold("a.example", LATER, "long"), NOON);
    store.holds().add(new Hold("a.example", NOON.plusSeconds(5), "short"), NOON);
    assertThat(store.holds().current(NOON)).containsExactly(new Hold("a.example", LATER, "long"));

    var longest = new Hold("a.example", LATER.plusSeconds(1), "longest");
    store.holds().add(longest, NOON);
    assertThat(store.holds().current(NOON)).containsExactly(longest);
  }

  @Test
  void postponedFeedIsDueLaterAndHasTheReason() {
    subscribe(subscription("a"));
    store.updates().apply(update(take("a"), NOON, change(1, "one")));
    var due = take("a");

    store.leases().postpone(List.of(new Postponed(due, LATER, "its host is busy")));

    assertThat(store.leases().nextDue()).contains(LATER);
    var state = store.feeds().byId(A).orElseThrow().state();
    assertThat(state).isEqualTo(due.state().due(LATER, "its host is busy"));
    assertThat(store.leases().takeDue(LATER, 9, LEASE)).hasSize(1);
  }

  @Test
  void feedWithALostLeaseIsNotPostponed() {
    subscribe(subscription("a"));
    var lost = take("a");
    var taken = store.leases().takeDue(NOON.plus(LEASE), 1, LEASE).getFirst();

    store.leases().postpone(List.of(new Postponed(lost, LATER, "late")));

    assertThat(store.updates().apply(update(taken, NOON, change(1, "one")))).hasSize(1);
  }

  @Test
  void plansOfAWrongClockAreReinedIn() {
    subscribe(subscription("a"), subscription("b"), subscription("c"));
    var year2040 = Instant.parse("2040-01-01T00:00:00Z");
    store.updates().apply(update(take("a"), year2040));
    store.updates().apply(update(take("b"), NOON));
    var leased = store.leases().take(new FeedId("c"), year2040, LEASE).orElseThrow();
    store.holds().add(new Hold("a.example", year2040, "asked"), NOON);

    int reined = store.leases().reinIn(NOON, Duration.ofDays(2), Duration.ofHours(1));

    assertThat(reined).isEqualTo(2);
    assertThat(store.holds().current(NOON)).isEmpty();
    assertThat(store.leases().takeDue(NOON.plus(Duration.ofHours(1)), 9, LEASE))
        .extracting(due -> due.id().value())
        .containsExactlyInAnyOrder("a", "b", "c");
    assertThatThrownBy(() -> store.updates().apply(update(leased, NOON)))
        .isInstanceOf(LeaseLost.class);
  }

  @Test
  void lastFiftyPollsAreKeptNewestFirst() {
    subscribe(subscription("a"), subscription("b"));
    for (int i = 0; i < 60; i++) {
      var at = NOON.plusSeconds(i);
      store
          .updates()
          .apply(
              SampleUpdate.of(
                  take("a"),
                  i == 59 ? polled(Outcome.FAILED, at) : polled(at),
                  Optional.empty(),
                  List.of(),
                  i == 58 ? List.of(change(1, "one"), change(2, "two")) : List.of(),
                  at,
                  i == 57 ? Duration.ofMillis(70_000) : Duration.ofMillis(i)));
    }

    var history = store.feeds().history(List.of(A, new FeedId("b"), new FeedId("c")));

    assertThat(history).containsOnlyKeys(A, new FeedId("b"));
    assertThat(history.get(new FeedId("b"))).isEmpty();
    assertThat(history.get(A))
        .hasSize(50)
        .startsWith(
            new Polled(NOON.plusSeconds(59), Outcome.FAILED, 200, Duration.ofMillis(59), 0),
            new Polled(NOON.plusSeconds(58), Outcome.FRESH, 200, Duration.ofMillis(58), 2),
            new Polled(NOON.plusSeconds(57), Outcome.FRESH, 200, Duration.ofMillis(70_000), 0))
        .endsWith(new Polled(NOON.plusSeconds(10), Outcome.FRESH, 200, Duration.ofMillis(10), 0));
  }
}

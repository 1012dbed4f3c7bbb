package io.feedloom.store;

import static io.feedloom.store.Sample.LEASE;
import static io.feedloom.store.Sample.NOON;
import static io.feedloom.store.Sample.change;
import static io.feedloom.store.Sample.subscription;
import static io.feedloom.store.Sample.update;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.feedloom.feed.Due;
import io.feedloom.feed.FeedId;
import io.feedloom.feed.PollState;
import io.feedloom.feed.SampleUpdate;
import io.feedloom.feed.Update;
import io.feedloom.store.api.LeaseLost;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Leases of feeds. */
abstract class LeaseContract extends StoreContract {
  @Test
  void dueFeedGoesToOneTaker() {
    subscribe(subscription("a"), subscription("b"), subscription("c"));

    var first = store.leases().takeDue(NOON, 2, LEASE);
    var second = store.leases().takeDue(NOON, 2, LEASE);

    assertThat(first).hasSize(2);
    assertThat(second).hasSize(1);
    assertThat(Stream.concat(first.stream(), second.stream()).map(Due::id)).doesNotHaveDuplicates();
    assertThat(store.leases().takeDue(NOON, 2, LEASE)).isEmpty();
    assertThat(store.leases().take(new FeedId("a"), NOON, LEASE)).isEmpty();
    assertThat(store.leases().nextDue()).contains(NOON.plus(LEASE));
  }

  @Test
  void feedIsDueAgainWhenItsLeaseEnds() {
    subscribe(subscription("a"));
    var late = take("a");
    var then = NOON.plus(LEASE);

    var taken = store.leases().takeDue(then, 10, LEASE);

    assertThat(taken).hasSize(1);
    assertThatThrownBy(() -> store.updates().apply(update(late, then, change(1, "late"))))
        .isInstanceOf(LeaseLost.class);
    assertThat(newest(ofFeed("a"))).isEmpty();
    assertThat(store.updates().apply(update(taken.getFirst(), then, change(1, "one")))).hasSize(1);
  }

  @Test
  void expiredLeaseIsValidUntilAnotherTakesTheFeed() {
    subscribe(subscription("a"));
    var due = take("a");

    assertThat(
            store.updates().apply(update(due, NOON.plus(LEASE.multipliedBy(2)), change(1, "one"))))
        .hasSize(1);
  }

  @Test
  void updateEndsTheLeaseAndIsNotAppliedTwice() {
    subscribe(subscription("a"));
    var update = update(take("a"), NOON, change(1, "one"));
    store.updates().apply(update);

    assertThatThrownBy(() -> store.updates().apply(update)).isInstanceOf(LeaseLost.class);
    assertThat(store.leases().nextDue()).contains(update.next().nextPoll());
    assertThat(store.leases().takeDue(update.next().nextPoll().minusMillis(1), 1, LEASE)).isEmpty();
    assertThat(store.leases().takeDue(update.next().nextPoll(), 1, LEASE))
        .singleElement()
        .satisfies(due -> assertThat(due.state()).isEqualTo(update.next()));
  }

  @Test
  void longestDueFeedsAreTakenFirst() {
    subscribe(subscription("a"), subscription("b"), subscription("c"));
    for (var feed : List.of("c", "a", "b")) {
      int hours = List.of("c", "a", "b").indexOf(feed);
      store.updates().apply(update(take(feed), NOON.plus(Duration.ofHours(hours))));
    }

    assertThat(store.leases().takeDue(NOON.plus(Duration.ofDays(1)), 2, LEASE))
        .extracting(due -> due.id().value())
        .containsExactlyInAnyOrder("c", "a");
  }

  @Test
  void goneFeedIsPolledOnlyOnRequest() {
    subscribe(subscription("a"));
    store
        .updates()
        .apply(
            SampleUpdate.of(
                take("a"),
                Sample.polled(PollState.Outcome.GONE, Instant.MAX),
                Optional.empty(),
                List.of(),
                List.of(),
                NOON,
                Sample.TOOK));

    assertThat(store.leases().nextDue()).isEmpty();
    assertThat(store.leases().takeDue(Instant.MAX, 10, Duration.ZERO)).isEmpty();
    assertThat(store.leases().take(new FeedId("a"), NOON, LEASE)).isPresent();
  }

  @Test
  void leaseOfAnUnsubscribedFeedDoesNotCount() {
    subscribe(subscription("a"));
    take("a");

    subscribe();

    assertThat(store.leases().nextDue()).isEmpty();
    assertThat(store.leases().takeDue(NOON.plus(LEASE), 1, LEASE)).isEmpty();
  }

  @Test
  void takenFeedHasTheStateOfItsLastPoll() {
    int feeds = 5;
    int polls = 200;
    store
        .feeds()
        .subscribe(
            IntStream.range(0, feeds).mapToObj(i -> subscription("feed-" + i)).toList(), NOON);
    var left = new ConcurrentHashMap<FeedId, Instant>();
    var begun = new AtomicInteger();
    Runnable taker =
        () -> {
          while (begun.get() < polls) {
            for (var due : store.leases().takeDue(NOON.plus(LEASE), 2, LEASE)) {
              begun.incrementAndGet();
              var next = left.getOrDefault(due.id(), NOON);
              assertThat(due.state().nextPoll()).isEqualTo(next);
              left.put(due.id(), next.plusMillis(1));
              store.updates().apply(unchanged(due, next.plusMillis(1)));
            }
          }
        };

    var takers =
        IntStream.range(0, 4)
            .mapToObj(_ -> CompletableFuture.runAsync(taker, Thread::startVirtualThread))
            .toList();

    takers.forEach(CompletableFuture::join);
    assertThat(store.feeds().all())
        .allSatisfy(feed -> assertThat(feed.state().nextPoll()).isEqualTo(left.get(feed.id())));
  }

  private static Update unchanged(Due due, Instant next) {
    return SampleUpdate.of(
        due,
        Sample.polled(PollState.Outcome.UNCHANGED, next),
        Optional.empty(),
        List.of(),
        List.of(),
        NOON,
        Sample.TOOK);
  }
}

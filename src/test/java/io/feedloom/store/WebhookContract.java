package io.feedloom.store;

import static io.feedloom.store.Sample.NOON;
import static io.feedloom.store.Sample.change;
import static io.feedloom.store.Sample.subscription;
import static org.assertj.core.api.Assertions.assertThat;

import io.feedloom.feed.EntryKey;
import io.feedloom.store.api.WaitingEntry;
import io.feedloom.store.api.WebhookLease;
import io.feedloom.store.api.WebhookMessage;
import io.feedloom.store.api.WebhookState;
import io.feedloom.store.push.Webhooks;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What is still to be sent to webhooks. */
abstract class WebhookContract extends StoreContract {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private static WaitingEntry entry(long id) {
    return new WaitingEntry(0, new EntryKey(1, id), NOON, NOON);
  }

  private static WebhookMessage message(String id) {
    return WebhookMessage.of(id, "text/plain", id.getBytes(StandardCharsets.UTF_8), NOON);
  }

  private WebhookState state(String name) {
    return store.webhooks().states().stream()
        .filter(state -> state.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private WebhookLease lease(String name) {
    return store.webhooks().lease(name, NOON, NOON.plus(MINUTE)).orElseThrow();
  }

  private void queue(String name, long... ids) {
    long place = state(name).place();
    var entries = LongStream.of(ids).mapToObj(WebhookContract::entry).toList();
    assertThat(store.webhooks().arrived(name, place, place + 1, entries)).isTrue();
  }

  private List<Long> waiting(String name) {
    return store.webhooks().waiting(name, Instant.MAX, 100).stream()
        .map(entry -> entry.key().id())
        .toList();
  }

  @Test
  void newWebhookStartsAtTheEndOfTheLog() {
    subscribe(subscription("a", "news"));
    arrive("a", change(1, "1"));

    store.webhooks().sync(Map.of("chat", 1), NOON);
    arrive("a", change(2, "2"));

    var news = store.arrivals().updatesAfter(state("chat").place(), 10);
    assertThat(news.updates()).singleElement().matches(update -> update.arrivals().size() == 1);
  }

  @Test
  void webhookKeepsItsPlaceAndItsMessagesWhenTheProcessRestarts() {
    store.webhooks().sync(Map.of("chat", 1), NOON);
    queue("chat", 1, 2);
    store.webhooks().add("chat", message("m"));
    var before = state("chat");
    reopen();

    store.webhooks().sync(Map.of("chat", 1), NOON);

    assertThat(state("chat")).isEqualTo(before);
    assertThat(waiting("chat")).containsExactly(1L, 2L);
    assertThat(store.webhooks().first("chat").orElseThrow().id()).isEqualTo("m");
  }

  @Test
  void removedWebhookLosesWhatItWasToBeSent() {
    store.webhooks().sync(Map.of("chat", 1, "other", 1), NOON);
    queue("chat", 1);
    queue("other", 2);
    store.webhooks().add("chat", message("m"));

    store.webhooks().sync(Map.of("other", 1), NOON);
    store.webhooks().sync(Map.of("chat", 1, "other", 1), NOON);

    assertThat(waiting("chat")).isEmpty();
    assertThat(store.webhooks().first("chat")).isEmpty();
    assertThat(waiting("other")).containsExactly(2L);
  }

  @Test
  void onlyOneProcessQueuesAnArrival() {
    store.webhooks().sync(Map.of("chat", 1), NOON);
    long place = state("chat").place();

    assertThat(store.webhooks().arrived("chat", place, place + 5, List.of(entry(1)))).isTrue();
    assertThat(store.webhooks().arrived("chat", place, place + 5, List.of(entry(1)))).isFalse();

    assertThat(waiting("chat")).containsExactly(1L);
    assertThat(state("chat").place()).isEqualTo(place + 5);
  }

  @Test
  void entryThatChangesWhileAMessageIsMadeWaitsAgain() {
    store.webhooks().sync(Map.of("chat", 1), NOON);
    queue("chat", 1, 2);
    var lease = lease("chat");
    var read = store.webhooks().waiting("chat", Instant.MAX, 100);
    queue("chat", 1);

    assertThat(store.webhooks().compose(lease, read, Optional.of(message("m")))).isTrue();

    assertThat(waiting("chat")).containsExactly(1L);
    assertThat(state("chat").messages()).isEqualTo(1);
  }

  @Test
  void onlyEntriesFromBeforeATimeWaitForADigest() {
    store.webhooks().sync(Map.of("chat", 1), NOON);
    queue("chat", 1);

    assertThat(store.webhooks().waiting("chat", NOON, 100)).isEmpty();
    assertThat(store.webhooks().waiting("chat", NOON.plusMillis(1), 100)).hasSize(1);
    assertThat(state("chat").oldest()).contains(NOON);
  }

  @Test
  void leaseExcludesOthersUntilItEnds() {
    store.webhooks().sync(Map.of("chat", 1), NOON);
    var first = lease("chat");

    assertThat(store.webhooks().lease("chat", NOON, NOON.plus(MINUTE))).isEmpty();
    var second = store.webhooks().lease("chat", first.until(), first.until().plus(MINUTE));

    assertThat(second).isPresent();
    assertThat(store.webhooks().extend(first, first.until().plus(MINUTE))).isEmpty();
    store.webhooks().release(first);
    assertThat(state("chat").leasedUntil()).isEqualTo(second.get().until());
    store.webhooks().release(second.get());
    assertThat(lease("chat")).isNotNull();
  }

  @Test
  void lostLeaseChangesNothing() {
    store.webhooks().sync(Map.of("chat", 1), NOON);
    queue("chat", 1);
    store.webhooks().add("chat", message("m"));
    var lost = new WebhookLease("chat", NOON.minusSeconds(1));
    var first = store.webhooks().first("chat").orElseThrow();
    var before = state("chat");

    var none = Optional.<WebhookMessage>empty();
    assertThat(
            store.webhooks().compose(lost, store.webhooks().waiting("chat", Instant.MAX, 9), none))
        .isFalse();
    assertThat(store.webhooks().accepted(lost, first, "200", NOON)).isFalse();
    assertThat(store.webhooks().later(lost, first, "500", NOON, NOON)).isFalse();
    assertThat(store.webhooks().giveUp(lost, first, "400", NOON)).isFalse();
    assertThat(store.webhooks().switchOff(lost, "410", NOON)).isFalse();

    assertThat(state("chat")).isEqualTo(before);
  }

  @Test
  void messagesAreSentInTheirOrder() {
    store.webhooks().sync(Map.of("chat", 1), NOON);
    store.webhooks().add("chat", message("one"));
    store.webhooks().add("chat", message("two"));
    var lease = lease("chat");
    var one = store.webhooks().first("chat").orElseThrow();

    store.webhooks().later(lease, one, "answered 500", NOON, NOON.plusSeconds(5));
    var again = store.webhooks().first("chat").orElseThrow();
    assertThat(again.id()).isEqualTo("one");
    assertThat(again.failures()).isEqualTo(1);
    assertThat(again.nextTry()).isEqualTo(NOON.plusSeconds(5));
    assertThat(again.body()).isEqualTo(one.body());
    assertThat(state("chat").answer()).contains("answered 500");
    store.webhooks().accepted(lease, again, "answered 204", NOON.plusSeconds(6));

    assertThat(store.webhooks().first("chat").orElseThrow().id()).isEqualTo("two");
    var state = state("chat");
    assertThat(state.delivered()).isEqualTo(1);
    assertThat(state.lastDelivery()).contains(NOON.plusSeconds(6));
    assertThat(state.lastFailure()).contains(NOON);
  }

  @Test
  void refusedMessageMakesRoomForTheNextOne() {
    store.webhooks().sync(Map.of("chat", 1), NOON);
    store.webhooks().add("chat", message("one"));
    store.webhooks().add("chat", message("two"));

    var one = store.webhooks().first("chat").orElseThrow();
    store.webhooks().giveUp(lease("chat"), one, "answered 400", NOON);

    assertThat(store.webhooks().first("chat").orElseThrow().id()).isEqualTo("two");
    assertThat(state("chat").givenUp()).isEqualTo(1);
  }

  @Test
  void webhookThatIsGoneIsOffUntilItsSettingsChange() {
    store.webhooks().sync(Map.of("chat", 1), NOON);
    queue("chat", 1);
    store.webhooks().add("chat", message("m"));
    store.webhooks().switchOff(lease("chat"), "answered 410", NOON);

    store.webhooks().sync(Map.of("chat", 1), NOON);
    assertThat(state("chat").offSince()).contains(NOON);
    assertThat(store.webhooks().add("chat", message("n"))).isFalse();
    assertThat(store.webhooks().lease("chat", NOON, NOON.plus(MINUTE))).isEmpty();
    queue("chat", 2);
    assertThat(waiting("chat")).isEmpty();

    store.webhooks().sync(Map.of("chat", 2), NOON);
    assertThat(state("chat").offSince()).isEmpty();
    assertThat(store.webhooks().add("chat", message("n"))).isTrue();
    queue("chat", 3);
    assertThat(waiting("chat")).containsExactly(3L);
  }

  @Test
  void changedSettingsSendFailedMessagesNow() {
    store.webhooks().sync(Map.of("chat", 1), NOON);
    store.webhooks().add("chat", message("m"));
    var first = store.webhooks().first("chat").orElseThrow();
    store.webhooks().later(lease("chat"), first, "no answer", NOON, NOON.plus(Duration.ofHours(8)));

    store.webhooks().sync(Map.of("chat", 2), NOON.plusSeconds(9));

    assertThat(state("chat").nextTry()).contains(NOON.plusSeconds(9));
  }

  @Test
  void messageWithTheSameIdIsAddedOnce() {
    store.webhooks().sync(Map.of("chat", 1), NOON);

    assertThat(store.webhooks().add("chat", message("m"))).isTrue();
    assertThat(store.webhooks().add("chat", message("m"))).isTrue();
    assertThat(store.webhooks().add("nobody", message("m"))).isFalse();

    assertThat(state("chat").messages()).isEqualTo(1);
  }

  @Test
  void queuesAreBounded() {
    store.webhooks().sync(Map.of("chat", 1), NOON);
    int more = 5;
    queue("chat", LongStream.rangeClosed(1, Webhooks.MAX_WAITING).toArray());
    queue("chat", LongStream.rangeClosed(1, more).map(id -> -id).toArray());
    IntStream.rangeClosed(1, Webhooks.MAX_MESSAGES + more)
        .forEach(number -> store.webhooks().add("chat", message("m" + number)));

    assertThat(waiting("chat").getFirst()).isEqualTo(more + 1L);
    var state = state("chat");
    assertThat(state.waiting()).isEqualTo(Webhooks.MAX_WAITING);
    assertThat(state.messages()).isEqualTo(Webhooks.MAX_MESSAGES);
    assertThat(state.dropped()).isEqualTo(2L * more);
    assertThat(store.webhooks().first("chat").orElseThrow().id()).isEqualTo("m1");
  }

  @Test
  void leasesOfAProcessThatEndedAreFreeWhenOnlyOneCanRun() {
    store.webhooks().sync(Map.of("chat", 1), NOON);
    lease("chat");

    store.webhooks().endLeases();

    boolean isFree = store.webhooks().lease("chat", NOON, NOON.plus(MINUTE)).isPresent();
    assertThat(isFree).isEqualTo(!store.storage().isShared());
  }
}

package io.feedloom.refresh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.feedloom.refresh.Hosts.Place;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HostsTest {
  private final PriorityQueue<Alarm> alarms =
      new PriorityQueue<>(Comparator.comparingLong(Alarm::at));
  private final ArrayList<String> begun = new ArrayList<>();
  private final Map<String, Place> places = new HashMap<>();
  private long now = 1_000;
  private final Hosts hosts =
      new Hosts(
          Duration.ofSeconds(30),
          () -> now,
          (time, task) -> alarms.add(new Alarm(now + time.toNanos(), task)));

  private record Alarm(long at, Runnable task) {}

  private static Site site(String host, Duration spacing) {
    return new Site(host, Optional.empty(), host, 2, spacing);
  }

  private Optional<Duration> enter(String host, String name) {
    return enter(site(host, Duration.ZERO), name);
  }

  private Optional<Duration> enter(Site site, String name) {
    return hosts.enter(
        site,
        place -> {
          begun.add(name);
          places.put(name, place);
        });
  }

  private void leave(String name) {
    hosts.leave(Objects.requireNonNull(places.get(name)));
  }

  private void pass(Duration time) {
    now += time.toNanos();
    while (!alarms.isEmpty() && alarms.peek().at() <= now) {
      alarms.remove().task().run();
    }
  }

  @Test
  void requestThatMayWaitEntersOnlyANearlyEmptyQueue() {
    var site = site("a", Duration.ofSeconds(1));
    enter(site, "poll 1");
    enter(site, "poll 2");
    assertThat(hosts.enterIfFree(site, _ -> begun.add("page 1"))).isEmpty();
    var second = hosts.enterIfFree(site, _ -> begun.add("page 2"));
    var third = hosts.enterIfFree(site, _ -> begun.add("page 3"));
    assertThat(enter(site, "poll 3")).isEmpty();

    assertThat(second).contains(Duration.ofSeconds(2));
    assertThat(third).contains(Duration.ofSeconds(3));
    assertThat(hosts.enterIfFree(site("b", Duration.ZERO), _ -> begun.add("other"))).isEmpty();
    leave("poll 1");
    pass(Duration.ofSeconds(1));
    leave("poll 2");
    pass(Duration.ofSeconds(1));
    assertThat(begun).containsExactly("poll 1", "other", "poll 2", "page 1");
  }

  @Test
  void oneHostGetsOnlyItsNumber() {
    enter("a", "1");
    enter("a", "2");
    enter("a", "3");
    assertThat(begun).containsExactly("1", "2");
  }

  @Test
  void afterOneLeavesTheNextBeginsInOrder() {
    enter("a", "1");
    enter("a", "2");
    enter("a", "3");
    enter("a", "4");
    leave("1");
    assertThat(begun).containsExactly("1", "2", "3");
    leave("2");
    assertThat(begun).containsExactly("1", "2", "3", "4");
  }

  @Test
  void busyHostDoesNotDelayAnother() {
    enter("a", "1");
    enter("a", "2");
    enter("a", "3");
    enter("b", "4");
    assertThat(begun).containsExactly("1", "2", "4");
  }

  @Test
  void afterAllHaveLeftTheHostHasRoomAgainAndNothingOfItIsKept() {
    enter("a", "1");
    leave("1");
    assertThat(hosts.size()).isZero();
    enter("a", "2");
    enter("a", "3");
    assertThat(begun).containsExactly("1", "2", "3");
  }

  @Test
  void leavingTwiceIsABug() {
    enter("a", "1");
    leave("1");
    assertThatThrownBy(() -> leave("1")).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void requestsToOneHostBeginApart() {
    var spaced = site("a", Duration.ofSeconds(5));
    enter(spaced, "1");
    enter(spaced, "2");
    enter(spaced, "3");
    leave("1");
    assertThat(begun).containsExactly("1");
    pass(Duration.ofMillis(4_999));
    assertThat(begun).containsExactly("1");
    pass(Duration.ofMillis(1));
    assertThat(begun).containsExactly("1", "2");
    pass(Duration.ofSeconds(5));
    assertThat(begun).containsExactly("1", "2", "3");
  }

  @Test
  void spacingHoldsAfterEveryoneHasLeftAndIsForgottenThen() {
    var spaced = site("a", Duration.ofSeconds(5));
    enter(spaced, "1");
    leave("1");
    enter(spaced, "2");
    assertThat(begun).containsExactly("1");
    pass(Duration.ofSeconds(5));
    assertThat(begun).containsExactly("1", "2");
    leave("2");
    pass(Duration.ofSeconds(5));
    assertThat(hosts.size()).isZero();
  }

  @Test
  void timeAloneStartsNoRequestWithoutAFreePlace() {
    var spaced = site("a", Duration.ofSeconds(1));
    enter(spaced, "1");
    enter(spaced, "2");
    enter(spaced, "3");
    pass(Duration.ofSeconds(1));
    pass(Duration.ofSeconds(60));
    assertThat(begun).containsExactly("1", "2");
    leave("2");
    assertThat(begun).containsExactly("1", "2", "3");
  }

  @Test
  void requestThatWouldWaitTooLongIsPostponed() {
    var spaced = site("a", Duration.ofSeconds(5));
    var away =
        IntStream.range(0, 10)
            .mapToObj(i -> enter(spaced, "" + i))
            .flatMap(Optional::stream)
            .map(Duration::toSeconds)
            .toList();

    assertThat(away).containsExactly(30L, 35L, 40L);
    assertThat(begun).containsExactly("0");
  }

  @Test
  void slowHostRefusesRequestsSooner() {
    for (int i = 0; i < 60; i++) {
      enter("dead", "" + i);
    }
    for (int i = 0; i < 20; i++) {
      pass(Duration.ofSeconds(30));
      leave("" + 2 * i);
      leave("" + (2 * i + 1));
    }
    assertThat(begun).hasSize(42);
    assertThat(enter("dead", "one more")).isPresent();
    assertThat(enter("alive", "other")).isEmpty();
  }
}

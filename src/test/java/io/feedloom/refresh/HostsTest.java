package io.feedloom.refresh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import org.junit.jupiter.api.Test;

class HostsTest {
  private final Hosts hosts = new Hosts();
  private final ArrayList<String> begun = new ArrayList<>();

  private void enter(String host, String name) {
    hosts.enter(host, 2, () -> begun.add(name));
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
    hosts.leave("a");
    assertThat(begun).containsExactly("1", "2", "3");
    hosts.leave("a");
    assertThat(begun).containsExactly("1", "2", "3", "4");
  }

  @Test
  void aFullHostDoesNotHoldUpAnother() {
    enter("a", "1");
    enter("a", "2");
    enter("a", "3");
    enter("b", "4");
    assertThat(begun).containsExactly("1", "2", "4");
  }

  @Test
  void afterAllHaveLeftTheHostHasRoomAgain() {
    enter("a", "1");
    hosts.leave("a");
    enter("a", "2");
    enter("a", "3");
    assertThat(begun).containsExactly("1", "2", "3");
  }

  @Test
  void leavingWithoutHavingEnteredIsABug() {
    assertThatThrownBy(() -> hosts.leave("a")).isInstanceOf(IllegalStateException.class);
  }
}

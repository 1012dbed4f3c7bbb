package io.feedloom.store.update;

import static io.feedloom.store.Sample.NOON;
import static io.feedloom.store.Sample.change;
import static io.feedloom.store.Sample.update;
import static org.assertj.core.api.Assertions.assertThat;

import io.feedloom.feed.Due;
import io.feedloom.feed.FeedId;
import io.feedloom.feed.PollState;
import io.feedloom.feed.Update;
import io.feedloom.feed.Update.Change;
import java.net.URI;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Splitting an update into transactions. */
class UpdatePartTest {
  private static Update of(Change... changes) {
    var due =
        new Due(
            1,
            new FeedId("a"),
            URI.create("https://a.example/"),
            NOON.plusSeconds(300),
            PollState.unpolled(NOON));
    return update(due, NOON, changes);
  }

  private static Change[] changes(int count, String... categories) {
    return IntStream.range(0, count)
        .mapToObj(i -> change(i, "e" + i, categories))
        .toArray(Change[]::new);
  }

  @Test
  void usualUpdateHasOnePart() {
    var parts = UpdatePart.of(of(changes(100, "a", "b", "c")));

    assertThat(parts).hasSize(1);
    assertThat(parts.getFirst().last()).isTrue();
  }

  @Test
  void updateWithoutChangesHasOnePart() {
    assertThat(UpdatePart.of(of())).singleElement().matches(UpdatePart::last);
  }

  @Test
  void largeUpdateIsSplitInOrderAndOnlyTheLastPartEndsIt() {
    var changes = changes(5_000, "a", "b", "c", "d");
    var parts = UpdatePart.of(of(changes));

    assertThat(parts).hasSizeGreaterThan(10);
    assertThat(parts).allMatch(part -> part.weight() <= UpdatePart.MAX_ROWS);
    assertThat(parts.stream().flatMap(part -> part.changed().stream())).containsExactly(changes);
    assertThat(parts.stream().filter(UpdatePart::last)).containsExactly(parts.getLast());
  }
}

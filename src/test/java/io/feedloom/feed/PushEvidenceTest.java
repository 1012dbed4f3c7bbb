package io.feedloom.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class PushEvidenceTest {
  private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");

  @Test
  void threeEntriesInARowProveAHub() {
    var two = PushEvidence.NONE.delivered(List.of(1L, 2L), List.of(1L, 2L, 9L));

    assertThat(two.isProven()).isFalse();
    assertThat(two.delivered(List.of(3L), List.of(3L)).isProven()).isTrue();
  }

  @Test
  void lateEntryEndsTheProof() {
    var proven = PushEvidence.NONE.delivered(List.of(1L, 2L, 3L), List.of(1L, 2L, 3L));

    var suspected = proven.polled(List.of(4L), NOON);
    assertThat(suspected.isProven()).isTrue();
    var missed = suspected.polled(List.of(), NOON.plus(PushEvidence.GRACE));
    assertThat(missed).isEqualTo(new PushEvidence(3, 1, 0, List.of()));
  }

  @Test
  void deliveryInTimeClearsASuspect() {
    var suspected = PushEvidence.NONE.polled(List.of(4L, 5L), NOON);

    var delivered = suspected.delivered(List.of(), List.of(4L));

    assertThat(delivered.brought()).isEqualTo(1);
    assertThat(delivered.suspects()).containsExactly(new PushEvidence.Suspect(5, NOON));
  }

  @Test
  void hubThatMissesThreeEntriesAndBringsNoneIsSilent() {
    var silent =
        PushEvidence.NONE
            .polled(List.of(1L, 2L, 3L), NOON)
            .polled(List.of(), NOON.plus(PushEvidence.GRACE));

    assertThat(silent.isSilent()).isTrue();
    assertThat(silent.delivered(List.of(4L), List.of(4L)).isSilent()).isFalse();
  }

  @Test
  void suspectsAreLimited() {
    var many = LongStream.range(0, 1_000).boxed().toList();

    assertThat(PushEvidence.NONE.polled(many, NOON).suspects()).hasSize(100);
  }
}

package io.feedloom.refresh;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ByteBudgetTest {
  private final ByteBudget room = new ByteBudget(10);

  /** Enters on a thread of its own, and leaves at once. */
  private CompletableFuture<Void> entering(int bytes) throws InterruptedException {
    var begun = new CountDownLatch(1);
    var entered = new CompletableFuture<Void>();
    Thread.ofVirtual()
        .start(
            () -> {
              begun.countDown();
              try (var _ = room.enter(bytes)) {
                entered.complete(null);
              }
            });
    begun.await();
    return entered;
  }

  @Test
  void documentsWaitUntilThereIsRoom() throws Exception {
    room.enter(4);
    var place = room.enter(5);
    var waiting = entering(2);

    assertThat(waiting).isNotDone();
    place.close();
    waiting.get(10, TimeUnit.SECONDS);
  }

  @Test
  void documentLargerThanTheBudgetIsReadAlone() throws Exception {
    var place = room.enter(1_000_000);
    var waiting = entering(1);

    assertThat(waiting).isNotDone();
    place.close();
    waiting.get(10, TimeUnit.SECONDS);
  }

  @Test
  void leavingTwiceGivesThePlaceUpOnce() throws Exception {
    var place = room.enter(10);
    place.leave();
    place.close();
    room.enter(6);

    assertThat(entering(6)).isNotDone();
  }

  @Test
  void nothingEntersAlways() {
    room.enter(10);
    room.enter(0).close();
  }
}

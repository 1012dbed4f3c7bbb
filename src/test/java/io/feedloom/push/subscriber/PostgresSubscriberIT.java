package io.feedloom.push.subscriber;

import static io.feedloom.push.subscriber.Topics.entry;
import static org.assertj.core.api.Assertions.assertThat;

import io.feedloom.config.StorageSettings;
import io.feedloom.feed.TopicSubscription.State;
import io.feedloom.store.Postgres;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Subscriptions in a real PostgreSQL, which several processes share. */
class PostgresSubscriberIT {

  @Nested
  class Subscribing extends SubscribeContract {
    @Override
    StorageSettings freshDatabase() {
      return Postgres.freshDatabase();
    }
  }

  @Nested
  class Delivering extends DeliverContract {
    @Override
    StorageSettings freshDatabase() {
      return Postgres.freshDatabase();
    }
  }

  @Nested
  class SeveralNodes extends Scene {
    @Override
    StorageSettings freshDatabase() {
      return Postgres.freshDatabase();
    }

    /** Returns the address of a callback at another node. */
    private static URI at(Node node, URI callback) {
      return URI.create("http://127.0.0.1:" + node.port() + callback.getPath());
    }

    private Node another(Path at, Node first) throws Exception {
      return node(at, Optional.of("http://127.0.0.1:" + first.port()), feed());
    }

    @Test
    void anyNodeAnswersAVerificationAndTakesADelivery() throws Exception {
      publishEntries("1");
      var first = start();
      var second = another(folder.resolve("second"), first);
      var asked = awaitAsked(first);

      var elsewhere =
          new LocalHub.Asked(
              java.util.Map.of(
                  "hub.mode", asked.mode(),
                  "hub.topic", asked.topic(),
                  "hub.secret", asked.secret(),
                  "hub.callback", at(second, asked.callback()).toString()));
      assertThat(hub.verify(elsewhere, TEN_DAYS).statusCode()).isEqualTo(200);
      assertThat(first.topic("feed").state()).isEqualTo(State.ACTIVE);
      assertThat(LocalHub.deliver(elsewhere, document(entry("2", "two"))).statusCode())
          .isEqualTo(202);
      awaitRead(first);
      assertThat(first.titles("feed")).contains("two");
      assertThat(hub.asked()).hasSize(1);
    }

    @Test
    void onlyOneNodeRenewsASubscription() throws Exception {
      publishEntries("1");
      var first = start();
      another(folder.resolve("second"), first);
      another(folder.resolve("third"), first);
      hub.verify(awaitAsked(first), 1000);

      for (int renewals = 1; renewals <= 5; renewals++) {
        pass(Duration.ofSeconds(500));
        var renewal = awaitAsked(first, hub, renewals + 1);
        assertThat(hub.verify(renewal, 1000).statusCode()).isEqualTo(200);
        assertThat(hub.asked()).hasSize(renewals + 1);
      }
    }

    @Test
    void renewalOfAKilledNodeIsRepeatedByAnother() throws Exception {
      publishEntries("1");
      var first = start();
      hub.verify(awaitAsked(first), 4000);
      pass(Duration.ofSeconds(2000));
      // The lease of a node that was killed before it sent the request.
      var now = time.get();
      var path = first.topic("feed").path();
      first.await(
          "the lease or the renewal",
          () ->
              !first
                      .store()
                      .topics()
                      .takeDue(now, 1, it -> Courses.asked(it, now, now.plusSeconds(600)))
                      .isEmpty()
                  || hub.asked().size() > 1);
      var second = another(folder.resolve("second"), first);
      stop(first);

      pass(Duration.ofSeconds(601));

      second.await("the renewal", () -> hub.asked().size() > 1);
      assertThat(second.store().topics().find(path)).isPresent();
    }
  }
}

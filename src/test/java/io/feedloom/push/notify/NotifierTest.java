package io.feedloom.push.notify;

import static org.assertj.core.api.Assertions.assertThat;

import io.feedloom.farm.Answer;
import io.feedloom.feed.Entry;
import io.feedloom.fetch.UserAgent;
import io.feedloom.fetch.WebClient;
import io.feedloom.health.Health;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The loop, with its threads and the real time. */
class NotifierTest {
  private static final String CHAT =
      "notify:\n  chat: { url: SERVER/hook, tags: news, body: \"{title}\" }\n";
  private static final String TWO =
      CHAT + "  late: { url: SERVER/late, tags: news, body: \"{title}\" }\n";
  private static final Notice NOTICE =
      new Notice("k", "Alpha fails", "Why", Optional.empty(), Notice.Severity.WARNING);
  private static final long PATIENCE = 60_000_000_000L;

  @TempDir private Path folder;

  @SuppressWarnings("NullAway.Init") // in start
  private Hooks hooks;

  @SuppressWarnings("NullAway.Init") // in start
  private Notifier notifier;

  @BeforeEach
  void start() {
    hooks = new Hooks(folder, CHAT);
    hooks.server.on("/hook", Answer.of(200, Map.of(), ""));
    notifier =
        new Notifier(
            hooks.store(),
            new WebClient(() -> new UserAgent("test", Optional.empty(), 1)),
            hooks.served.notifyEntries(),
            hooks.allSettings(),
            InstantSource.system(),
            new Health(InstantSource.system(), _ -> {}));
    notifier.start();
  }

  @AfterEach
  void close() {
    notifier.close();
    hooks.close();
  }

  private List<String> bodies(String path) {
    return hooks.server.requests(path).stream().map(Hooks::body).toList();
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE;
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("in time").isLessThan(end);
      Thread.sleep(5);
    }
  }

  private void arrive(Entry entry) {
    hooks.arrive("a", entry);
    notifier.arrived();
  }

  @Test
  void arrivalIsSentAndForgotten() throws InterruptedException {
    arrive(Hooks.entry("1"));

    await(() -> hooks.state("chat").delivered() == 1);
    assertThat(bodies("/hook")).containsExactly("Title 1");
    assertThat(hooks.state("chat").waiting() + hooks.state("chat").messages()).isZero();
  }

  @Test
  void webhookThatIsAddedAtAReloadGetsWhatArrivesLater() throws InterruptedException {
    hooks.server.on("/late", Answer.of(200, Map.of(), ""));
    arrive(Hooks.entry("1"));
    await(() -> bodies("/hook").size() == 1);

    hooks.served.reload(hooks.yml(TWO));
    notifier.use(hooks.served.settings(hooks.yml(TWO)));
    await(() -> hooks.store().webhooks().states().size() == 2);
    arrive(Hooks.entry("2"));

    await(() -> bodies("/late").size() == 1 && bodies("/hook").size() == 2);
    assertThat(bodies("/late")).containsExactly("Title 2");
  }

  @Test
  void hangingWebhookDelaysNoOther() throws InterruptedException {
    var end = new CountDownLatch(1);
    hooks.server.on(
        "/late",
        _ -> {
          try {
            end.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          return Answer.of(200, Map.of(), "");
        });
    hooks.served.reload(hooks.yml(TWO));
    notifier.use(hooks.served.settings(hooks.yml(TWO)));
    await(() -> hooks.store().webhooks().states().size() == 2);

    arrive(Hooks.entry("1"));
    await(() -> bodies("/late").size() == 1 && bodies("/hook").size() == 1);
    arrive(Hooks.entry("2"));
    await(() -> bodies("/hook").size() == 2);

    assertThat(bodies("/late")).hasSize(1);
    end.countDown();
    await(() -> bodies("/late").size() == 2);
  }

  @Test
  void noticeIsQueuedForAKnownWebhook() throws InterruptedException {
    assertThat(notifier.enqueue("nobody", NOTICE)).isFalse();
    assertThat(notifier.enqueue("chat", NOTICE)).isTrue();

    await(() -> hooks.state("chat").delivered() == 1);
    assertThat(bodies("/hook")).containsExactly("Alpha fails");
  }

  @Test
  void noticeCanBeSentWithoutTheStore() {
    assertThat(notifier.sendUnstored("nobody", NOTICE)).isFalse();
    assertThat(notifier.sendUnstored("chat", NOTICE)).isTrue();
    hooks.server.on("/hook", Answer.of(500, Map.of(), ""));
    assertThat(notifier.sendUnstored("chat", NOTICE)).isFalse();

    assertThat(hooks.server.requests("/hook"))
        .extracting(request -> request.header("webhook-id").orElse(""))
        .containsOnly(StandardWebhooks.idOf("chat", "k"));
  }
}

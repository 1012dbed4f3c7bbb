package io.feedloom.push.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.feedloom.push.notify.Notice;
import io.feedloom.push.notify.Outbox;
import io.feedloom.store.api.Finding;
import io.feedloom.store.api.Incident;
import io.feedloom.store.api.Incident.Kind;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class WebhookMessagesTest {
  private static final Instant NOW = Instant.parse("2026-05-10T12:00:00Z");
  private static final List<String> BOTH = List.of("ops", "me");

  private final List<String> queued = new ArrayList<>();
  private final List<String> tried = new ArrayList<>();
  private final List<Notice> notices = new ArrayList<>();
  private String refusing = "";
  private final WebhookMessages messages =
      new WebhookMessages(
          new Outbox() {
            @Override
            public boolean enqueue(String webhook, Notice notice) {
              queued.add(webhook);
              notices.add(notice);
              return true;
            }

            @Override
            public boolean sendUnstored(String webhook, Notice notice) {
              tried.add(webhook);
              notices.add(notice);
              return !webhook.equals(refusing);
            }
          },
          () -> Optional.of(URI.create("https://planet.example/x")));

  private static Incident open(Kind kind) {
    var finding =
        new Finding(
            UUID.randomUUID(),
            "subject",
            kind,
            Optional.empty(),
            "Sea",
            "cause",
            "reason",
            NOW,
            Duration.ZERO,
            Optional.empty());
    return Incident.suspected(finding).opened(finding, NOW, finding.id());
  }

  private static AlertMessage message(Incident... incidents) {
    return AlertMessage.of(List.of(incidents)).getFirst();
  }

  @Test
  void everyWebhookGetsTheMessageWithALink() {
    var message = message(open(Kind.GONE));
    messages.send(BOTH, message);
    assertThat(queued).containsExactly("ops", "me");
    assertThat(notices)
        .allSatisfy(
            notice -> {
              assertThat(notice.key()).isEqualTo("alert " + message.id());
              assertThat(notice.title()).isEqualTo("Gone: Sea");
              assertThat(notice.text()).isEqualTo("reason");
              assertThat(notice.link()).contains("https://planet.example/x/status/admin");
              assertThat(notice.severity()).isEqualTo(Notice.Severity.WARNING);
            });
  }

  @Test
  void programIsMoreSeriousThanASourceAndAnEndIsASuccess() {
    messages.send(BOTH.subList(0, 1), message(open(Kind.STORE)));
    messages.send(
        BOTH.subList(0, 1),
        message(open(Kind.GONE).announcedAll().resolved(NOW, "over", UUID.randomUUID())));
    assertThat(notices)
        .extracting(Notice::severity)
        .containsExactly(Notice.Severity.FAILURE, Notice.Severity.SUCCESS);
  }

  @Test
  void webhookThatAcceptedAMessageWithoutTheStoreDoesNotGetItAgain() {
    refusing = "me";
    var message = message(open(Kind.STORE));
    assertThat(messages.sendUnstored(BOTH, message)).isFalse();
    assertThat(messages.sendUnstored(BOTH, message)).isFalse();
    assertThat(tried).containsExactly("ops", "me", "me");
    messages.send(BOTH, message);
    assertThat(queued).containsExactly("me");
  }
}

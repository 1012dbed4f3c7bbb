package io.feedloom.push.alert;

import io.feedloom.push.notify.Notice;
import io.feedloom.push.notify.Notice.Severity;
import io.feedloom.push.notify.Outbox;
import io.feedloom.store.api.Incident;
import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends messages about incidents to webhooks. For one thread. */
public final class WebhookMessages implements Messages {
  private static final Logger log = LoggerFactory.getLogger(WebhookMessages.class);

  private final Outbox outbox;
  private final Supplier<Optional<URI>> publicUrl;

  /** What webhooks accepted while the store did not work. */
  private final Set<Accepted> accepted = new HashSet<>();

  private record Accepted(String webhook, UUID message) {}

  /**
   * @param publicUrl returns the address of this server, without a slash at its end
   */
  public WebhookMessages(Outbox outbox, Supplier<Optional<URI>> publicUrl) {
    this.outbox = outbox;
    this.publicUrl = publicUrl;
  }

  @Override
  public void send(List<String> names, AlertMessage message) {
    var notice = notice(message);
    for (var name : names) {
      boolean done = accepted.contains(new Accepted(name, message.id()));
      if (!done && !outbox.enqueue(name, notice)) {
        log.warn("The webhook {} is off and gets no message: {}", name, message.title());
      }
    }
    accepted.removeIf(each -> each.message().equals(message.id()));
  }

  @Override
  public boolean sendUnstored(List<String> names, AlertMessage message) {
    var notice = notice(message);
    boolean all = true;
    for (var name : names) {
      var key = new Accepted(name, message.id());
      if (!accepted.contains(key) && outbox.sendUnstored(name, notice)) {
        accepted.add(key);
      }
      all &= accepted.contains(key);
    }
    return all;
  }

  private Notice notice(AlertMessage message) {
    return new Notice(
        "alert " + message.id(),
        message.title(),
        message.text(),
        publicUrl.get().map(url -> url + "/status/admin"),
        severity(message));
  }

  /** Returns the severity of the worst event. */
  private static Severity severity(AlertMessage message) {
    var open =
        message.news().stream()
            .filter(news -> news.event().type() != Incident.Step.RESOLVED)
            .map(AlertMessage.News::incident)
            .toList();
    if (open.isEmpty()) {
      return Severity.SUCCESS;
    }
    return open.stream().anyMatch(incident -> incident.kind().isOfProgram())
        ? Severity.FAILURE
        : Severity.WARNING;
  }
}

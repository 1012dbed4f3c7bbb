package io.feedloom.push.alert;

import io.feedloom.store.api.Incident;
import io.feedloom.store.api.Incident.Event;
import io.feedloom.store.api.Incident.Step;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * A message about incidents that were opened or resolved at the same time.
 *
 * @param id stays the same however often it is sent
 * @param at when they were opened or resolved
 * @param news at least one
 */
public record AlertMessage(UUID id, Instant at, List<News> news) {
  /** The most incidents that the text lists. */
  private static final int MAX_LISTED = 20;

  public AlertMessage {
    news = List.copyOf(news);
  }

  /** An event of an incident that is announced. */
  public record News(Incident incident, Event event) {
    /** Returns one line that says what happened. */
    public String title() {
      return AlertText.title(incident, event.type() == Step.RESOLVED);
    }

    /** Returns the reason, and for a resolved incident how long it lasted. */
    public String text() {
      return AlertText.text(incident, event);
    }
  }

  /** Returns the messages about all events that were not announced yet, in order. */
  static List<AlertMessage> of(List<Incident> incidents) {
    Map<UUID, List<News>> byMessage = new LinkedHashMap<>();
    for (var incident : incidents) {
      for (var event : incident.unannounced()) {
        if (event.type() != Step.CHANGED) {
          byMessage
              .computeIfAbsent(event.message(), _ -> new ArrayList<>())
              .add(new News(incident, event));
        }
      }
    }
    return byMessage.entrySet().stream()
        .map(each -> new AlertMessage(each.getKey(), latest(each.getValue()), each.getValue()))
        .sorted(Comparator.comparing(AlertMessage::at))
        .toList();
  }

  private static Instant latest(List<News> news) {
    return news.stream()
        .map(each -> each.event().at())
        .max(Comparator.naturalOrder())
        .orElse(Instant.EPOCH);
  }

  /** Returns one line: what happened, or how many incidents there are. */
  public String title() {
    if (news.size() == 1) {
      return news.getFirst().title();
    }
    long over = news.stream().filter(each -> each.event().type() == Step.RESOLVED).count();
    return counts(news.size() - over, over);
  }

  private static String counts(long open, long over) {
    var parts = new ArrayList<String>();
    if (open > 0) {
      parts.add(open == 1 ? "1 incident" : open + " incidents");
    }
    if (over > 0) {
      parts.add(over + " resolved");
    }
    return String.join(", ", parts);
  }

  /** Returns the whole message as plain text. */
  public String text() {
    if (news.size() == 1) {
      return news.getFirst().text();
    }
    var lines =
        news.stream()
            .limit(MAX_LISTED)
            .map(each -> each.title() + "\n" + each.text())
            .collect(Collectors.joining("\n\n"));
    int more = news.size() - MAX_LISTED;
    return more > 0 ? lines + "\n\nand " + more + " more" : lines;
  }
}

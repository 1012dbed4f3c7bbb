package io.feedloom.push.notify;

import io.feedloom.config.MessageTemplate;
import io.feedloom.config.WebhookSettings;
import io.feedloom.push.notify.NotifyEntries.Batch;
import io.feedloom.store.api.WebhookMessage;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Makes the bodies of messages. The same values give the same bytes. */
final class MessageWriter {
  /** The types of messages in JSON. */
  private static final String ARRIVED = "entries.arrived";

  private static final String TEST = "webhook.test";
  private static final String ALERT = "alert";

  /** The most characters of an entry's text in a template. */
  private static final int MAX_TEXT = 4_000;

  private static final String JSON = "application/json";
  private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm");

  private final ZoneId zone;

  /**
   * @param zone in which templates show dates
   */
  MessageWriter(ZoneId zone) {
    this.zone = zone;
  }

  /** Returns a message with entries. */
  WebhookMessage entries(WebhookSettings webhook, Batch batch, String id, Instant now) {
    return entries(webhook, batch, id, now, ARRIVED);
  }

  /** Returns a message with a made-up entry. */
  WebhookMessage test(WebhookSettings webhook, Batch sample, String id, Instant now) {
    return entries(webhook, sample, id, now, TEST);
  }

  private WebhookMessage entries(
      WebhookSettings webhook, Batch batch, String id, Instant now, String type) {
    if (webhook.template().isEmpty()) {
      var entries =
          batch.entries().stream().map(NotifiedEntry::json).collect(Collectors.joining(","));
      var data =
          "{\"selection\":"
              + JsonText.quoted(batch.selection())
              + ",\"entries\":["
              + entries
              + "]}";
      return message(id, JSON, envelope(type, now, data), now);
    }
    var template = webhook.template().get();
    var writer = new TemplateWriter(template);
    var list =
        batch.entries().stream().map(entry -> writer.entry(value -> of(entry, value))).toList();
    return message(
        id, template.contentType(), writer.body(value -> of(batch, value, id), list), now);
  }

  /** Returns a message with a notice. */
  WebhookMessage notice(WebhookSettings webhook, Notice notice, String id, Instant now) {
    if (webhook.template().isEmpty()) {
      var data =
          "{\"title\":"
              + JsonText.quoted(notice.title())
              + ",\"text\":"
              + JsonText.quoted(notice.text())
              + notice.link().map(link -> ",\"link\":" + JsonText.quoted(link)).orElse("")
              + ",\"severity\":"
              + JsonText.quoted(notice.severity().word())
              + "}";
      return message(id, JSON, envelope(ALERT, now, data), now);
    }
    var template = webhook.template().get();
    var writer = new TemplateWriter(template);
    var listed =
        writer.entry(
            value ->
                value == MessageTemplate.Value.TITLE
                    ? notice.title() + (notice.text().isEmpty() ? "" : ": " + notice.text())
                    : of(notice, value, id, now));
    return message(
        id,
        template.contentType(),
        writer.body(value -> of(notice, value, id, now), List.of(listed)),
        now);
  }

  private static String envelope(String type, Instant now, String data) {
    return "{\"type\":"
        + JsonText.quoted(type)
        + ",\"timestamp\":"
        + JsonText.quoted(now.toString())
        + ",\"data\":"
        + data
        + "}";
  }

  private static WebhookMessage message(String id, String type, String body, Instant now) {
    return WebhookMessage.of(id, type, body.getBytes(StandardCharsets.UTF_8), now);
  }

  private String of(NotifiedEntry entry, MessageTemplate.Value value) {
    return switch (value) {
      case TITLE -> title(entry);
      case LINK -> entry.link().orElse("");
      case TEXT -> TemplateWriter.cut(entry.text(), MAX_TEXT);
      case SOURCE -> entry.source();
      case AUTHOR -> entry.author();
      case TAGS -> String.join(", ", entry.tags());
      case PUBLISHED -> date(entry.published());
      case ENTRIES, COUNT, NAME, SEVERITY, PRIORITY, ID -> "";
    };
  }

  /** Returns the entry's title; one without a title is named by its text or link. */
  private static String title(NotifiedEntry entry) {
    int enough = 100;
    if (!entry.title().isBlank()) {
      return entry.title();
    }
    return entry.text().isBlank()
        ? entry.link().orElse("")
        : TemplateWriter.cut(entry.text().strip(), enough);
  }

  private String date(Instant time) {
    return DATE.format(time.atZone(zone));
  }

  private String of(Batch batch, MessageTemplate.Value value, String id) {
    var entries = batch.entries();
    boolean single = entries.size() == 1;
    return switch (value) {
      case TITLE ->
          single ? title(entries.getFirst()) : entries.size() + " new entries: " + batch.name();
      case LINK -> single ? entries.getFirst().link().orElse("") : batch.page();
      case TEXT -> single ? TemplateWriter.cut(entries.getFirst().text(), MAX_TEXT) : "";
      case SOURCE -> joined(batch, entry -> List.of(entry.source()));
      case AUTHOR -> joined(batch, entry -> List.of(entry.author()));
      case TAGS -> joined(batch, NotifiedEntry::tags);
      case PUBLISHED ->
          entries.stream()
              .map(NotifiedEntry::published)
              .max(Instant::compareTo)
              .map(this::date)
              .orElse("");
      case ENTRIES -> "";
      case COUNT -> String.valueOf(entries.size());
      case NAME -> batch.name();
      case SEVERITY -> Notice.Severity.INFO.word();
      case PRIORITY -> String.valueOf(Notice.Severity.INFO.priority());
      case ID -> id;
    };
  }

  private static String joined(Batch batch, Function<NotifiedEntry, List<String>> texts) {
    return batch.entries().stream()
        .flatMap(entry -> texts.apply(entry).stream())
        .filter(text -> !text.isEmpty())
        .distinct()
        .collect(Collectors.joining(", "));
  }

  private String of(Notice notice, MessageTemplate.Value value, String id, Instant now) {
    return switch (value) {
      case TITLE -> notice.title();
      case LINK -> notice.link().orElse("");
      case TEXT -> notice.text();
      case SOURCE, NAME -> "Feedloom";
      case AUTHOR, TAGS, ENTRIES -> "";
      case PUBLISHED -> date(now);
      case COUNT -> "1";
      case SEVERITY -> notice.severity().word();
      case PRIORITY -> String.valueOf(notice.severity().priority());
      case ID -> id;
    };
  }
}

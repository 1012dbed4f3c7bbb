package io.feedloom.config;

import io.feedloom.config.WebhookSettings.Template;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The options that make the body of a message. */
final class TemplateOptions {
  private static final String TYPE = "[A-Za-z0-9.+-]+/[A-Za-z0-9.+-]+(\\s*;[\\x20-\\x7e]*)?";
  private static final Pattern TYPE_FORM = Pattern.compile(TYPE);
  private static final String JSON = "application/json";
  private static final String TEXT = "text/plain; charset=utf-8";

  private static final JsonMapper STRICT =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  static final ScalarKind<MessageTemplate> BODY =
      ScalarKind.of(
          "a text with placeholders such as {title}",
          Kinds.texts("\\S"),
          text -> template(text, EnumSet.allOf(MessageTemplate.Value.class)));

  static final ScalarKind<MessageTemplate> ENTRY =
      ScalarKind.of(
          "a text with placeholders such as {title}",
          Kinds.texts("\\S"),
          text -> template(text, MessageTemplate.Value.OF_ENTRY));

  static final ScalarKind<String> CONTENT_TYPE =
      ScalarKind.of(
          "a media type such as text/markdown", Kinds.matching(TYPE), TemplateOptions::contentType);

  private TemplateOptions() {}

  private static MessageTemplate template(String text, java.util.Set<MessageTemplate.Value> values)
      throws InvalidValue {
    if (text.isBlank()) {
      throw new InvalidValue("is empty");
    }
    return MessageTemplate.parse(text, values);
  }

  private static String contentType(String text) throws InvalidValue {
    if (!TYPE_FORM.matcher(text.strip()).matches()) {
      throw new InvalidValue();
    }
    return text.strip();
  }

  /** Reads the three options. Reports a fault if they do not fit together. */
  static Optional<Template> read(
      MappingValues fields,
      Option<MessageTemplate> body,
      Option<MessageTemplate> entry,
      Option<String> contentType) {
    var written = fields.get(body);
    var single = fields.get(entry).orElseGet(TemplateOptions::usualEntry);
    var type = fields.get(contentType);
    var place = fields.place(body);
    if (place.isEmpty()) {
      fields.place(entry).ifPresent(at -> fields.fault(at, "\"entry\" needs the key \"body\""));
      fields
          .place(contentType)
          .ifPresent(at -> fields.fault(at, "\"content-type\" needs the key \"body\""));
    }
    if (written.isEmpty()) {
      return Optional.empty();
    }
    var fault = jsonFault(written.get());
    var chosen = type.orElseGet(() -> fault.isEmpty() ? JSON : TEXT);
    if (isJson(chosen) && fault.isPresent()) {
      place.ifPresent(
          at ->
              fields.fault(
                  at,
                  "the body is not JSON ("
                      + fault.get()
                      + "); write placeholders of texts inside quotes"));
    }
    return Optional.of(new Template(written.get(), single, chosen));
  }

  private static MessageTemplate usualEntry() {
    try {
      return MessageTemplate.parse("{title} – {source}\n{link}", MessageTemplate.Value.OF_ENTRY);
    } catch (InvalidValue e) {
      throw new IllegalStateException(e);
    }
  }

  private static boolean isJson(String contentType) {
    var type = contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    return type.endsWith("/json") || type.endsWith("+json");
  }

  /** Returns why a body made by the template is not JSON; empty if it is an object or array. */
  private static Optional<String> jsonFault(MessageTemplate template) {
    var sample =
        template.fill(
            placeholder ->
                switch (placeholder.value()) {
                  case COUNT, PRIORITY -> "1";
                  default -> "x";
                });
    try {
      var tree = STRICT.readTree(sample);
      return tree.isContainer() ? Optional.empty() : Optional.of("it has no braces");
    } catch (JacksonException e) {
      return Optional.of(String.valueOf(e.getOriginalMessage()));
    }
  }
}

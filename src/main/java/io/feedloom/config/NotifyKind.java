package io.feedloom.config;

import io.feedloom.feed.Credentials;
import io.feedloom.feed.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The mapping {@code notify}: names and their webhooks. */
record NotifyKind() implements Kind<Map<String, WebhookSettings>> {
  /** The form of the names of webhooks and streams. */
  static final String NAME = "[a-z0-9][a-z0-9_-]{0,99}";

  private static final Pattern FORM = Pattern.compile(NAME);
  private static final int MAX_ENTRIES = 500;
  private static final int USUAL_ENTRIES = 50;

  private static final Option<URI> URL =
      Option.required(
          "url",
          new SecretKind<>(Kinds.ADDRESS, () -> "https://" + Kinds.unguessable() + ".invalid/"),
          "The address to which messages are sent, best as `${NAME}` if it contains a secret. Only"
              + " its scheme and host are ever shown. An address in your own network must be"
              + " allowed by `polling.allow-addresses`.");
  private static final Option<String> STREAM =
      Option.optional(
          "stream",
          ScalarKind.of("the name of a stream", Kinds.matching(NAME), NotifyKind::name),
          "The stream whose new entries are sent, instead of a selection below. A stream can also"
              + " name webhooks itself, see `streams.{name}.notify`.");
  private static final Option<List<Secret>> SECRET =
      Option.optional(
          "secret",
          new SigningSecretsKind(),
          "The secret that signs messages (Standard Webhooks), best as `${NAME}`. A list while"
              + " secrets are exchanged: then each message has a signature with each.");
  private static final Option<Credentials> AUTH =
      Option.optional("auth", FeedKind.CREDENTIALS, "The credentials that the receiver requires.");
  private static final Option<Map<String, Secret>> HEADERS =
      Option.optional(
          "headers", new HeadersKind(), "Further header fields of each message. Never shown.");
  private static final Option<MessageTemplate> BODY =
      Option.optional(
          "body",
          TemplateOptions.BODY,
          "The body of a message, with placeholders such as `{title}`. Without it, the body is JSON"
              + " with the entries as in `/api/v1/entries`.");
  private static final Option<MessageTemplate> ENTRY =
      Option.optional(
          "entry",
          TemplateOptions.ENTRY,
          "The text of one entry where `body` lists several. By default the title, the source and,"
              + " on a new line, the link.");
  private static final Option<String> CONTENT_TYPE =
      Option.optional(
          "content-type",
          TemplateOptions.CONTENT_TYPE,
          "The type of `body`. By default `application/json` if it is JSON, else `text/plain`. It"
              + " decides how values are escaped.");
  private static final Option<Duration> EVERY =
      Option.optional(
          "every",
          Kinds.duration(Duration.ofMinutes(1), Duration.ofDays(7)),
          "Collects entries and sends them at fixed times: `1h` every full hour, `1d` at midnight,"
              + " `7d` on Monday. Without it, entries are sent at once.");
  private static final Option<Integer> MOST =
      Option.of(
          "max-entries",
          Kinds.integer(1, MAX_ENTRIES),
          USUAL_ENTRIES,
          "The most entries in a message. More are sent as further messages. With 1, each entry is"
              + " a message.");
  private static final Option<Boolean> CHANGED =
      Option.of(
          "changed", Kinds.BOOLEAN, false, "Whether entries are sent again when they change.");
  private static final Option<Boolean> ACCESS =
      Option.of(
          "access",
          Kinds.either("key", "public"),
          false,
          "`key`: also sends entries of feeds with `access: key`.");

  /** The options that select entries, as in {@code streams}. */
  private static final List<Option<List<String>>> SELECTING =
      List.of(
          StreamsKind.TAGS,
          StreamsKind.CATEGORY,
          StreamsKind.SOURCE,
          StreamsKind.Q,
          StreamsKind.AUTHOR,
          StreamsKind.LANG,
          StreamsKind.SINCE,
          StreamsKind.MERGE);

  private static final Shape<WebhookSettings> SHAPE =
      Shape.of("a mapping of webhook options", all(), NotifyKind::webhook);

  private static List<Option<?>> all() {
    var options = new ArrayList<Option<?>>(List.of(URL, STREAM));
    options.addAll(SELECTING);
    options.addAll(
        List.of(SECRET, AUTH, HEADERS, BODY, ENTRY, CONTENT_TYPE, EVERY, MOST, CHANGED, ACCESS));
    return List.copyOf(options);
  }

  private static String name(String text) throws InvalidValue {
    if (!FORM.matcher(text.strip()).matches()) {
      throw new InvalidValue();
    }
    return text.strip();
  }

  @Override
  public String expected() {
    return "a mapping of names to webhooks";
  }

  @Override
  public Optional<Map<String, WebhookSettings>> read(YamlNode node, ReadContext in) {
    if (!(node instanceof YamlNode.Mapping mapping)) {
      return unexpected(node, in);
    }
    var webhooks = new TreeMap<String, WebhookSettings>();
    for (var pair : mapping.pairs()) {
      var webhook = SHAPE.read(pair.value(), in);
      var name = key(pair.key(), in);
      name.ifPresent(in.references()::declareWebhook);
      if (name.isPresent() && webhooks.containsKey(name.get())) {
        in.fault(pair.key().at(), "the webhook \"" + name.get() + "\" appears here a second time");
      } else if (name.isPresent() && webhook.isPresent()) {
        mentioned(pair.value())
            .ifPresent(
                value ->
                    webhook.get().selections().stream()
                        .filter(stream -> !stream.name().equals(WebhookSettings.OWN))
                        .forEach(stream -> in.references().useStream(stream.name(), value.at())));
        webhooks.put(name.get(), webhook.get().named(name.get()));
      }
    }
    return Optional.of(Collections.unmodifiableMap(webhooks));
  }

  /** Returns the value of the key {@code stream}. */
  private static Optional<YamlNode> mentioned(YamlNode webhook) {
    return webhook instanceof YamlNode.Mapping mapping
        ? mapping.pairs().stream()
            .filter(
                pair ->
                    pair.key() instanceof YamlNode.Scalar key && key.text().equals(STREAM.key()))
            .map(YamlNode.Pair::value)
            .findFirst()
        : Optional.empty();
  }

  private static Optional<String> key(YamlNode key, ReadContext in) {
    if (key instanceof YamlNode.Scalar name && FORM.matcher(name.text()).matches()) {
      return Optional.of(name.text());
    }
    in.fault(
        key.at(),
        "expected the name of a webhook: 1 to 100 characters of a-z 0-9 _ - that begin with a"
            + " letter or digit");
    return Optional.empty();
  }

  private static Optional<WebhookSettings> webhook(MappingValues fields) {
    var url = fields.get(URL);
    var template = TemplateOptions.read(fields, BODY, ENTRY, CONTENT_TYPE);
    var selections = selections(fields);
    var every = fields.get(EVERY);
    every
        .filter(span -> span.toDays() > 0 && !span.equals(Duration.ofDays(span.toDays())))
        .flatMap(_ -> fields.place(EVERY))
        .ifPresent(at -> fields.fault(at, "more than a day must be whole days"));
    var credentials = fields.get(AUTH);
    var headers = fields.get(HEADERS).orElse(Map.of());
    var secrets = fields.get(SECRET).orElse(List.of());
    int most = fields.get(MOST).orElse(USUAL_ENTRIES);
    boolean changed = fields.get(CHANGED).orElse(false);
    boolean keyed = fields.get(ACCESS).orElse(false);
    return url.map(
        address ->
            new WebhookSettings(
                "",
                new Secret(address.toString()),
                credentials,
                headers,
                secrets,
                template,
                every,
                most,
                changed,
                keyed,
                selections));
  }

  /** Returns the webhook's own selection, or its stream without parameters. */
  private static List<StreamSettings> selections(MappingValues fields) {
    var parameters = new LinkedHashMap<String, List<String>>();
    for (var option : SELECTING) {
      fields.get(option).ifPresent(values -> parameters.put(StreamsKind.parameter(option), values));
    }
    var stream = fields.get(STREAM);
    if (stream.isPresent() && SELECTING.stream().anyMatch(o -> fields.place(o).isPresent())) {
      fields
          .place(STREAM)
          .ifPresent(at -> fields.fault(at, "expected either a stream or options that select"));
    }
    if (stream.isPresent()) {
      return List.of(of(stream.get(), Map.of()));
    }
    return parameters.isEmpty() ? List.of() : List.of(of(WebhookSettings.OWN, parameters));
  }

  private static StreamSettings of(String name, Map<String, List<String>> parameters) {
    return new StreamSettings(name, Optional.empty(), parameters, List.of());
  }

  /** Returns the webhooks with the streams that they name, and those that name them. */
  static Map<String, WebhookSettings> resolved(
      Map<String, WebhookSettings> webhooks, Map<String, StreamSettings> streams) {
    return webhooks.values().stream()
        .map(webhook -> resolved(webhook, streams))
        .collect(Collectors.toMap(WebhookSettings::name, webhook -> webhook));
  }

  private static WebhookSettings resolved(
      WebhookSettings read, Map<String, StreamSettings> streams) {
    var selections = new ArrayList<StreamSettings>();
    read.selections().forEach(each -> selections.add(streams.getOrDefault(each.name(), each)));
    streams.values().stream()
        .filter(each -> each.webhooks().contains(read.name()) && !selections.contains(each))
        .forEach(selections::add);
    return read.sending(selections);
  }

  @Override
  public Map<String, Object> schema() {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("type", "object");
    schema.put("propertyNames", Map.of("pattern", "^" + NAME + "$"));
    schema.put("additionalProperties", SHAPE.schema());
    return schema;
  }

  @Override
  public List<Option<?>> options() {
    return SHAPE.options();
  }

  @Override
  public String step() {
    return ".{name}";
  }
}

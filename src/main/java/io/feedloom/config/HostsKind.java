package io.feedloom.config;

import java.net.IDN;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Settings of single hosts, by name. */
record HostsKind() implements Kind<Map<String, HostSettings>> {
  private static final String NAME =
      "[^\\s/:@?#*\\[\\]]*[^\\s/:@?#*.\\[\\]]|[0-9a-fA-F:]*:[0-9a-fA-F:]*"
          + "|\\[[0-9a-fA-F:]*:[0-9a-fA-F:.]*\\]";
  private static final Pattern FORM = Pattern.compile(NAME);

  private static final Option<Integer> PER_HOST =
      Option.optional(
          "per-host", Kinds.integer(1, 100), "Replaces `polling.per-host` for this host.");
  private static final Option<Duration> SPACING =
      Option.optional(
          "spacing", PollingKind.SPACING_KIND, "Replaces `polling.spacing` for this host.");

  private static final Shape<HostSettings> HOST =
      Shape.counted(
          "per-host, spacing or both",
          1,
          2,
          List.of(PER_HOST, SPACING),
          fields -> Optional.of(new HostSettings(fields.get(PER_HOST), fields.get(SPACING))));

  @Override
  public String expected() {
    return "a mapping of host names to their settings";
  }

  @Override
  public Optional<Map<String, HostSettings>> read(YamlNode node, ReadContext in) {
    if (!(node instanceof YamlNode.Mapping mapping)) {
      return unexpected(node, in);
    }
    Map<String, HostSettings> hosts = new LinkedHashMap<>();
    for (var pair : mapping.pairs()) {
      var settings = HOST.read(pair.value(), in);
      var name = name(pair.key(), in);
      if (name.isPresent() && hosts.containsKey(name.get())) {
        in.fault(pair.key().at(), "the host \"" + name.get() + "\" appears here a second time");
      } else if (name.isPresent() && settings.isPresent()) {
        hosts.put(name.get(), settings.get());
      }
    }
    return Optional.of(hosts);
  }

  private static Optional<String> name(YamlNode key, ReadContext in) {
    if (key instanceof YamlNode.Scalar scalar && FORM.matcher(scalar.text().strip()).matches()) {
      try {
        return Optional.of(
            IDN.toASCII(scalar.text().strip().replaceAll("[\\[\\]]", ""), IDN.ALLOW_UNASSIGNED)
                .toLowerCase(Locale.ROOT));
      } catch (IllegalArgumentException e) {
        // The fault is reported below.
      }
    }
    in.fault(
        key.at(),
        "expected a host, or a domain such as example.org, which includes all hosts below it");
    return Optional.empty();
  }

  @Override
  public Map<String, Object> schema() {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("type", "object");
    schema.put("propertyNames", Map.of("pattern", "^\\s*(?:" + NAME + ")\\s*$"));
    schema.put("additionalProperties", HOST.schema());
    return schema;
  }

  @Override
  public Object written(Map<String, HostSettings> value) {
    return value;
  }

  @Override
  public List<Option<?>> options() {
    return HOST.options();
  }

  @Override
  public String step() {
    return ".{host}";
  }
}

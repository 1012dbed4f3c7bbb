package io.feedloom.config;

import io.feedloom.feed.Secret;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Header fields of a request. Their values may be secret. */
record HeadersKind() implements Kind<Map<String, Secret>> {
  /** Matches the name of a header field (RFC 9110 section 5.6.2). */
  private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]+");

  /** Header fields that Feedloom sets itself. With another value, requests would not work. */
  private static final List<String> OURS =
      List.of(
          "accept-encoding",
          "connection",
          "content-length",
          "expect",
          "host",
          "if-modified-since",
          "if-none-match",
          "keep-alive",
          "range",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade");

  @Override
  public String expected() {
    return "a mapping of header names to values";
  }

  @Override
  public Optional<Map<String, Secret>> read(YamlNode node, ReadContext in) {
    if (!(node instanceof YamlNode.Mapping mapping)) {
      return unexpected(node, in);
    }
    Map<String, Secret> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (var pair : mapping.pairs()) {
      var value = Kinds.SECRET.read(pair.value(), in);
      var name = name(pair.key(), in);
      if (name.isPresent() && headers.containsKey(name.get())) {
        in.fault(pair.key().at(), "the header \"" + name.get() + "\" appears here a second time");
      } else if (name.isPresent() && value.isPresent()) {
        headers.put(name.get(), value.get());
      }
    }
    return Optional.of(headers);
  }

  /** Returns whether the admin may set a header field of this name. */
  static boolean isAllowed(String name) {
    return TOKEN.matcher(name).matches() && !OURS.contains(name.toLowerCase(Locale.ROOT));
  }

  private static Optional<String> name(YamlNode key, ReadContext in) {
    if (!(key instanceof YamlNode.Scalar name) || !TOKEN.matcher(name.text()).matches()) {
      in.fault(key.at(), "expected the name of a header, such as X-Api-Key");
      return Optional.empty();
    }
    if (OURS.contains(name.text().toLowerCase(Locale.ROOT))) {
      in.fault(key.at(), "the header \"" + name.text() + "\" is set by Feedloom itself");
      return Optional.empty();
    }
    return Optional.of(name.text());
  }

  @Override
  public Map<String, Object> schema() {
    var ours = OURS.stream().map(HeadersKind::anyCase).collect(Collectors.joining("|"));
    var token = Map.<String, Object>of("pattern", "^" + TOKEN.pattern() + "$");
    var reserved = Map.<String, Object>of("not", Map.of("pattern", "^(?:" + ours + ")$"));
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("type", "object");
    schema.put("propertyNames", Map.of("allOf", List.of(token, reserved)));
    schema.put("additionalProperties", Kinds.SECRET.schema());
    return schema;
  }

  /** Returns a pattern for the word in any case, because JSON Schema has no flag for that. */
  private static String anyCase(String word) {
    return word.chars()
        .mapToObj(c -> Character.isLetter(c) ? both((char) c) : String.valueOf((char) c))
        .collect(Collectors.joining());
  }

  private static String both(char letter) {
    return "[" + letter + Character.toUpperCase(letter) + "]";
  }
}

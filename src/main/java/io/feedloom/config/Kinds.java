package io.feedloom.config;

import io.feedloom.feed.AddressBlock;
import io.feedloom.feed.FeedId;
import io.feedloom.feed.Secret;
import java.net.URI;
import java.security.SecureRandom;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The kinds of values that are single texts, and not lists or mappings. */
final class Kinds {
  /**
   * The end of every pattern. With it, the schema accepts any text with a variable, because only
   * the reader can check its value.
   */
  private static final SecureRandom RANDOM = new SecureRandom();

  private static final String OR_VARIABLE = "|\\$\\{";

  private static final String ADDRESS_FORM = "[hH][tT][tT][pP][sS]?://[^/?#@:\\s]";
  private static final Pattern STORAGE = Pattern.compile("jdbc:(h2|postgresql):\\S+");
  private static final Pattern HOST =
      Pattern.compile("[A-Za-z0-9.:_%-]+|\\[[0-9A-Fa-f:.]+(%[A-Za-z0-9._-]+)?\\]");
  private static final Pattern ANY_SCHEME = Pattern.compile("\\s*[A-Za-z][A-Za-z0-9+.-]+://");

  /** A text that is not blank. White space around it is ignored. */
  static final ScalarKind<String> TEXT = ScalarKind.of("a text", texts("\\S"), Kinds::filled);

  /** A text that is never shown. */
  static final SecretKind<Secret> SECRET =
      new SecretKind<>(
          ScalarKind.of("a secret text", texts("\\S"), text -> new Secret(oneLine(text))),
          Kinds::unguessable);

  /** A text of any lines that is never shown. */
  static final ScalarKind<Secret> SECRET_TEXT =
      ScalarKind.of("a secret text", texts("\\S"), text -> new Secret(text));

  /** The name of a user in HTTP, without a colon (RFC 7617 section 2). */
  static final ScalarKind<String> HTTP_USER =
      ScalarKind.of("a user name without a colon", texts("^[^:]*[^:\\s][^:]*$"), Kinds::user);

  /** The address of a feed. */
  static final ScalarKind<URI> ADDRESS =
      ScalarKind.of(
          "an http or https address",
          matching(ADDRESS_FORM + "[^/?#@]*([/?#].*)?"),
          FeedAddress::parse);

  /** The address at which readers reach this server. */
  static final ScalarKind<URI> PUBLIC_URL =
      ScalarKind.of(
          "an http or https address without query or fragment",
          matching(ADDRESS_FORM + "[^/?#@]*(/[^?#]*)?"),
          Kinds::publicUrl);

  static final ScalarKind<FeedId> FEED_ID =
      ScalarKind.of(
          "1 to 100 characters of a-z 0-9 . _ - that begin with a letter or digit",
          matching("[a-z0-9][a-z0-9._-]{0,99}"),
          text -> orUnfit(() -> new FeedId(text.strip())));

  static final ScalarKind<AddressBlock> ADDRESS_BLOCK =
      ScalarKind.of(
          "a block of IP addresses such as 10.0.0.0/8 or fd00::/8",
          matching("[0-9a-fA-F:.]*[:.][0-9a-fA-F:.]*(/\\d{1,3})?"),
          text -> orUnfit(() -> AddressBlock.parse(text.strip())));

  /** The JDBC address of an H2 or PostgreSQL database. */
  static final ScalarKind<String> STORAGE_URL =
      ScalarKind.of(
          "jdbc:h2:… or jdbc:postgresql:…",
          matching(STORAGE.pattern()),
          text -> matched(STORAGE, text));

  static final ScalarKind<String> HOST_NAME =
      ScalarKind.of(
          "a host name or IP address",
          matching(HOST.pattern()),
          text -> ServerSettings.withoutBrackets(matched(HOST, text)));

  /** A time zone of the IANA database, or an offset. */
  static final ScalarKind<ZoneId> TIME_ZONE =
      ScalarKind.of(
          "a time zone such as Europe/Berlin",
          matching("[A-Za-z0-9_+:/-]+"),
          text -> zone(text.strip()));

  /** A file, a pattern of files, or the address of a list. */
  static final ScalarKind<String> FILE =
      ScalarKind.of(
          "a file, a pattern such as more/*.yml, or the address of an OPML list",
          texts("^(?!" + ANY_SCHEME + ").*\\S|^\\s*" + ADDRESS_FORM + "|\\$\\{"),
          Kinds::file);

  static final ScalarKind<Boolean> BOOLEAN =
      ScalarKind.<Boolean>of(
              "true or false",
              Map.of(
                  "anyOf",
                  List.of(
                      Map.of("enum", List.of(true, false, "true", "false")), matching("\\$\\{"))),
              Kinds::truth)
          .writtenBy(value -> value);

  private Kinds() {}

  private static boolean truth(String text) throws InvalidValue {
    return switch (text.strip()) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new InvalidValue();
    };
  }

  static ScalarKind<Integer> integer(int min, int max) {
    Map<String, Object> number = new LinkedHashMap<>();
    number.put("type", "integer");
    number.put("minimum", min);
    number.put("maximum", max);
    return ScalarKind.of(
            "a whole number from " + min + " to " + max,
            Map.of("anyOf", List.of(number, matching("\\d{1,9}"))),
            text -> number(text.strip(), min, max))
        .writtenBy(value -> value);
  }

  static ScalarKind<Duration> duration(Duration min, Duration max) {
    var range = Durations.format(min) + " to " + Durations.format(max);
    return ScalarKind.of(
            "a duration such as 90s, 15m, 1h30m or 1d, from " + range,
            matching(Durations.PATTERN),
            text -> inRange(Durations.parse(text), min, max))
        .writtenBy(Durations::format);
  }

  static ScalarKind<Long> size(long min, long max) {
    Map<String, Object> bytes = new LinkedHashMap<>();
    bytes.put("type", "integer");
    bytes.put("minimum", min);
    bytes.put("maximum", max);
    var range = ByteSizes.format(min) + " to " + ByteSizes.format(max);
    return ScalarKind.of(
            "a size such as 512KiB, 10MiB or 10MB, from " + range,
            Map.of("anyOf", List.of(bytes, matching(ByteSizes.PATTERN))),
            text -> inRange(ByteSizes.parse(text), min, max))
        .writtenBy(ByteSizes::format);
  }

  /** Returns the kind whose only values are two words; the first one means true. */
  static ScalarKind<Boolean> either(String yes, String no) {
    return ScalarKind.<Boolean>of(
            yes + " or " + no,
            Map.of("anyOf", List.of(Map.of("enum", List.of(yes, no)), matching("\\$\\{"))),
            text -> {
              if (!text.equals(yes) && !text.equals(no)) {
                throw new InvalidValue();
              }
              return text.equals(yes);
            })
        .writtenBy(value -> value ? yes : no);
  }

  /** Returns the kind whose values are the names of an enum in lower case. */
  static <E extends Enum<E>> ScalarKind<E> choice(Class<E> type) {
    var names =
        Stream.of(type.getEnumConstants()).map(it -> it.name().toLowerCase(Locale.ROOT)).toList();
    return ScalarKind.<E>of(
            String.join(", ", names.subList(0, names.size() - 1)) + " or " + names.getLast(),
            Map.of("anyOf", List.of(Map.of("enum", names), matching("\\$\\{"))),
            text -> {
              int index = names.indexOf(text.strip());
              if (index < 0) {
                throw new InvalidValue();
              }
              return type.getEnumConstants()[index];
            })
        .writtenBy(value -> value.name().toLowerCase(Locale.ROOT));
  }

  /** Returns the schema of a single value. A text must contain the pattern. */
  static Map<String, Object> texts(String pattern) {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("type", List.of("string", "number", "boolean"));
    schema.put("pattern", pattern);
    return schema;
  }

  /**
   * Returns the schema of a text that matches the pattern as a whole, except for white space around
   * it.
   */
  static Map<String, Object> matching(String pattern) {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("type", "string");
    schema.put("pattern", "^\\s*(?:" + pattern + ")\\s*$" + OR_VARIABLE);
    return schema;
  }

  private static String filled(String text) throws InvalidValue {
    if (text.isBlank()) {
      throw new InvalidValue("is empty");
    }
    return text.strip();
  }

  /**
   * Returns the text unchanged. Refuses control characters, which header fields and passwords
   * cannot contain.
   */
  static String oneLine(String text) throws InvalidValue {
    if (text.isBlank()) {
      throw new InvalidValue("is empty");
    }
    if (text.chars().anyMatch(Character::isISOControl)) {
      throw new InvalidValue("has a line break or another control character");
    }
    return text;
  }

  private static String user(String text) throws InvalidValue {
    if (text.indexOf(':') >= 0) {
      throw new InvalidValue();
    }
    return oneLine(text);
  }

  private static String file(String text) throws InvalidValue {
    if (ANY_SCHEME.matcher(text).lookingAt()) {
      return FeedAddress.parse(text).toString();
    }
    return filled(text);
  }

  private static URI publicUrl(String text) throws InvalidValue {
    if (text.indexOf('?') >= 0 || text.indexOf('#') >= 0) {
      throw new InvalidValue("has a query or fragment");
    }
    return URI.create(FeedAddress.parse(text).toString().replaceFirst("/+$", ""));
  }

  private static ZoneId zone(String text) throws InvalidValue {
    try {
      return ZoneId.of(text);
    } catch (DateTimeException _) {
      throw new InvalidValue("is not a known time zone");
    }
  }

  private static String matched(Pattern form, String text) throws InvalidValue {
    var stripped = text.strip();
    if (!form.matcher(stripped).matches()) {
      throw new InvalidValue();
    }
    return stripped;
  }

  private static Integer number(String text, int min, int max) throws InvalidValue {
    if (!text.matches("\\d{1,9}")) {
      throw new InvalidValue();
    }
    return inRange(Integer.valueOf(text), min, max);
  }

  private static <T extends Comparable<T>> T inRange(T value, T min, T max) throws InvalidValue {
    if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
      throw new InvalidValue();
    }
    return value;
  }

  private static <T> T orUnfit(Supplier<T> made) throws InvalidValue {
    try {
      return made.get();
    } catch (IllegalArgumentException e) {
      throw new InvalidValue();
    }
  }

  /** Returns a new random text of 40 letters and digits. */
  static String unguessable() {
    byte[] bytes = new byte[20];
    RANDOM.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}

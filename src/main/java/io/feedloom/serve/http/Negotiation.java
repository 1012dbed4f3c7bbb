package io.feedloom.serve.http;

import io.feedloom.feed.OutputFormat;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The representations of a merged feed: three formats for feed readers, and the page for browsers.
 * If the path has no extension, the client's {@code Accept} header selects one (RFC 9110 section
 * 12.5.1).
 */
public enum Negotiation {
  ATOM(OutputFormat.ATOM, "application/atom+xml", "application/xml", "text/xml"),
  RSS(OutputFormat.RSS, "application/rss+xml"),
  JSON(OutputFormat.JSON, "application/feed+json", "application/json"),
  PAGE(null, "text/html", "application/xhtml+xml");

  private final Optional<OutputFormat> format;
  private final String names;

  Negotiation(@Nullable OutputFormat format, String... names) {
    this.format = Optional.ofNullable(format);
    this.names = String.join(" ", names);
  }

  /** Returns the media types of this representation, the preferred one first. */
  private List<String> names() {
    return List.of(names.split(" ", -1));
  }

  /** Returns the format of the feed; empty for the page. */
  public Optional<OutputFormat> format() {
    return format;
  }

  /** One media range of an {@code Accept} header, such as {@code text/*;q=0.8}. */
  private record Range(String name, double weight) {
    static Range parse(String text) {
      var parts = text.strip().split(";", -1);
      double weight = 1;
      for (String part : parts) {
        var parameter = part.strip().toLowerCase(Locale.ROOT);
        if (parameter.startsWith("q=")) {
          weight = number(parameter.substring(2));
        }
      }
      return new Range(parts[0].strip().toLowerCase(Locale.ROOT), weight);
    }

    private static double number(String text) {
      try {
        return Double.parseDouble(text.strip());
      } catch (NumberFormatException e) {
        return 0;
      }
    }

    /**
     * Returns how specifically this range matches a media type: 3 for the same type, 2 for a
     * subtype wildcard, 1 for any type, 0 for no match.
     */
    int closeness(String mediaType) {
      if (name.equals(mediaType)) {
        return 3;
      }
      boolean family =
          name.endsWith("/*") && mediaType.startsWith(name.substring(0, name.length() - 1));
      return family ? 2 : name.equals("*/*") ? 1 : 0;
    }
  }

  /**
   * Returns the representation that the client prefers. Returns Atom if the client prefers none of
   * them, and empty if it accepts none.
   */
  public static Optional<Negotiation> of(Optional<String> accept) {
    var header = accept.filter(text -> !text.isBlank()).orElse("*/*");
    var ranges = List.of(header.split(",", -1)).stream().map(Range::parse).toList();
    return List.of(values()).stream()
        .filter(candidate -> candidate.weight(ranges) > 0)
        .max(
            Comparator.comparingDouble((Negotiation c) -> c.weight(ranges))
                .thenComparingInt(c -> c.closeness(ranges))
                .thenComparing(Comparator.reverseOrder()));
  }

  /**
   * Returns the weight that the client gives this representation. A wildcard counts only for the
   * first media type. The other media types count only if the client names them.
   */
  private double weight(List<Range> ranges) {
    double first = best(names().getFirst(), ranges).weight();
    return names().stream()
        .skip(1)
        .map(name -> best(name, ranges))
        .filter(range -> names().contains(range.name()))
        .mapToDouble(Range::weight)
        .reduce(first, Math::max);
  }

  private int closeness(List<Range> ranges) {
    return names().stream().mapToInt(name -> best(name, ranges).closeness(name)).max().orElse(0);
  }

  private static Range best(String name, List<Range> ranges) {
    return ranges.stream()
        .filter(range -> range.closeness(name) > 0)
        .max(Comparator.comparingInt(range -> range.closeness(name)))
        .orElse(new Range("", 0));
  }
}

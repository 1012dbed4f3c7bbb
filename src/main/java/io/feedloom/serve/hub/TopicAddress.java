package io.feedloom.serve.hub;

import io.feedloom.feed.FeedId;
import io.feedloom.feed.OutputFormat;
import io.feedloom.select.BadSelection;
import io.feedloom.select.Selections;
import io.feedloom.serve.access.Catalog;
import io.feedloom.serve.access.Visitor;
import io.feedloom.serve.merged.MergedFeedAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A merged feed in one format, as the path and query of a topic name it. */
record TopicAddress(MergedFeedAddress feed, OutputFormat format) {
  private static final String EVERYTHING = "/feed";
  private static final String TAGS = "/tags/";
  private static final String STREAMS = "/streams/";
  private static final String SOURCES = "/sources/";

  /**
   * Returns the topic; empty if there is no such merged feed. A path without a format means Atom.
   *
   * @param path not decoded
   * @param query not decoded and without a key; can be empty
   * @throws BadSelection with all that is wrong with the parameters
   * @throws IllegalArgumentException if the path or the query cannot be decoded
   */
  static Optional<TopicAddress> of(
      String path, String query, Visitor visitor, Catalog catalog, Instant now)
      throws BadSelection {
    var format =
        Arrays.stream(OutputFormat.values())
            .filter(f -> path.endsWith("." + f.extension()))
            .findFirst();
    int extension = format.map(f -> f.extension().length() + 1).orElse(0);
    var name = path.substring(0, path.length() - extension);
    return feed(name, FormParameters.read(query), visitor, catalog, now)
        .map(feed -> new TopicAddress(feed, format.orElse(OutputFormat.ATOM)));
  }

  private static Optional<MergedFeedAddress> feed(
      String path,
      Map<String, List<String>> parameters,
      Visitor visitor,
      Catalog catalog,
      Instant now)
      throws BadSelection {
    if (path.equals(EVERYTHING)) {
      return Optional.of(selected(Optional.empty(), Optional.empty(), parameters, visitor, now));
    }
    var tags = segment(path, TAGS);
    if (tags.isPresent()) {
      return Optional.of(selected(tags, Optional.empty(), parameters, visitor, now));
    }
    var source = segment(path, SOURCES).flatMap(FeedId::parse).filter(catalog::shows);
    if (source.isPresent()) {
      return Optional.of(selected(Optional.empty(), source, parameters, visitor, now));
    }
    var stream = segment(path, STREAMS).flatMap(catalog::stream);
    return stream.isPresent()
        ? Optional.of(MergedFeedAddress.of(stream.get(), new HashMap<>(parameters), visitor, now))
        : Optional.empty();
  }

  private static MergedFeedAddress selected(
      Optional<String> tags,
      Optional<FeedId> source,
      Map<String, List<String>> parameters,
      Visitor visitor,
      Instant now)
      throws BadSelection {
    return MergedFeedAddress.of(Selections.parse(tags, source, parameters, now), visitor);
  }

  /** Returns the only segment after the beginning of a path, decoded. A plus sign is itself. */
  private static Optional<String> segment(String path, String beginning) {
    return Optional.of(path)
        .filter(p -> p.startsWith(beginning) && p.length() > beginning.length())
        .map(p -> p.substring(beginning.length()))
        .filter(segment -> segment.indexOf('/') < 0)
        .map(s -> URLDecoder.decode(s.replace("+", "%2B"), StandardCharsets.UTF_8));
  }

  /** Returns the canonical path and query, without any key. Equal topics have equal texts. */
  String canonical() {
    return feed.sharedAddress().feed(format);
  }
}

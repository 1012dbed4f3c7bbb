package io.feedloom.config;

import io.feedloom.feed.Tag;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Options for several feeds. A feed's own option replaces them.
 *
 * @param tags the feeds have one of these tags; empty for all feeds
 */
record FeedDefaults(Set<Tag> tags, FeedOptions options) {
  private static final Option<Set<Tag>> TAGS =
      Option.optional(
          "tags",
          new TagsKind(),
          "The options apply to feeds with one of these tags; without this key, to all feeds.");

  /** One item of the list. */
  static final Shape<FeedDefaults> SHAPE =
      Shape.of(
          "a mapping of tags and options of feeds",
          keys(),
          fields ->
              Optional.of(
                  new FeedDefaults(fields.get(TAGS).orElse(Set.of()), FeedOptions.of(fields))));

  private static List<Option<?>> keys() {
    var keys = new ArrayList<Option<?>>();
    keys.add(TAGS);
    FeedOptions.ALL.forEach(option -> keys.add(described(option)));
    return keys;
  }

  private static <T> Option<T> described(Option<T> option) {
    return Option.optional(
        option.key(),
        new DescribedKind<>(option.kind()),
        "As `feeds[].%s`, for feeds without that option.".formatted(option.key()));
  }

  /** Returns the feeds with each option of the first item that has it and applies to the feed. */
  static List<Draft> apply(List<FeedDefaults> defaults, List<Draft> drafts) {
    return defaults.isEmpty() ? drafts : drafts.stream().map(it -> apply(defaults, it)).toList();
  }

  private static Draft apply(List<FeedDefaults> defaults, Draft draft) {
    return draft.over(
        defaults.stream()
            .filter(each -> each.concerns(draft))
            .map(FeedDefaults::options)
            .reduce(FeedOptions.NONE, FeedOptions::over));
  }

  private boolean concerns(Draft draft) {
    return tags.isEmpty() || !Collections.disjoint(tags, draft.feed().tags());
  }
}

package io.feedloom.config;

import io.feedloom.feed.FullText;
import io.feedloom.feed.Tag;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Options for several feeds. A feed's own option replaces them.
 *
 * @param tags the feeds have one of these tags; empty for all feeds
 */
record FeedDefaults(Set<Tag> tags, Optional<FullText> fullText, Optional<Boolean> push) {
  private static final Option<Set<Tag>> TAGS =
      Option.optional(
          "tags",
          new TagsKind(),
          "The options apply to feeds with one of these tags; without this key, to all feeds.");
  private static final Option<FullText> FULL_TEXT =
      Option.optional(
          "full-text",
          new FullTextKind(),
          "As `feeds[].full-text`, for feeds without that option.");
  private static final Option<Boolean> PUSH =
      Option.optional(
          "push", Kinds.BOOLEAN, "As `feeds[].push`, for feeds without `push` and `hub`.");

  /** One item of the list. */
  static final Shape<FeedDefaults> SHAPE =
      Shape.of(
          "a mapping of tags and options of feeds",
          List.of(TAGS, FULL_TEXT, PUSH),
          fields ->
              Optional.of(
                  new FeedDefaults(
                      fields.get(TAGS).orElse(Set.of()), fields.get(FULL_TEXT), fields.get(PUSH))));

  /** Returns the feeds with the options of the first item that applies to each of them. */
  static List<Draft> apply(List<FeedDefaults> defaults, List<Draft> drafts) {
    return defaults.isEmpty() ? drafts : drafts.stream().map(it -> apply(defaults, it)).toList();
  }

  private static Draft apply(List<FeedDefaults> defaults, Draft draft) {
    var concerning = defaults.stream().filter(each -> each.concerns(draft)).toList();
    var withText = first(concerning, FeedDefaults::fullText).map(draft::orFullText).orElse(draft);
    return first(concerning, FeedDefaults::push).map(withText::orPush).orElse(withText);
  }

  private static <T> Optional<T> first(
      List<FeedDefaults> defaults, Function<FeedDefaults, Optional<T>> option) {
    return defaults.stream().flatMap(each -> option.apply(each).stream()).findFirst();
  }

  private boolean concerns(Draft draft) {
    return tags.isEmpty() || !Collections.disjoint(tags, draft.feed().tags());
  }
}

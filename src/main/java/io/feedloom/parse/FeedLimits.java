package io.feedloom.parse;

import io.feedloom.feed.FeedInfo;
import io.feedloom.feed.Limits;
import io.feedloom.feed.Problem;
import java.util.List;

/** Applies {@link Limits} to the fields of one feed, and names the ones that were cut. */
final class FeedLimits {
  private final EntryLimits fields = new EntryLimits();

  /** Returns the fields within all limits. */
  FeedInfo apply(FeedInfo info) {
    return new FeedInfo(
        info.format(),
        info.id().map(EntryLimits::guid),
        info.title().map(t -> fields.text("title", t, Limits.FEED_TITLE)),
        info.subtitle().map(t -> fields.text("subtitle", t, Limits.TEXT)),
        fields.address("link", info.link()),
        fields.address("self", info.self()),
        fields.list("hubs", info.hubs(), Limits.HUBS, hub -> hub),
        fields.list("authors", info.authors(), Limits.PEOPLE, fields::person),
        info.language().map(t -> fields.text("language", t, Limits.NAME)),
        info.rights().map(t -> fields.text("rights", t, Limits.TEXT)),
        fields.address("image", info.image()),
        fields.address("icon", info.icon()),
        info.generator().map(t -> fields.text("generator", t, Limits.NAME)),
        info.updated(),
        info.pace(),
        fields.list("categories", info.categories(), Limits.CATEGORIES, fields::category),
        fields.list("extensions", info.extensions(), Limits.EXTENSIONS, fields::element));
  }

  /** Returns a problem if any field was cut. */
  List<Problem> problems() {
    return fields.cut().map(cut -> new Problem("feed", "too large, so cut: " + cut)).stream()
        .toList();
  }
}

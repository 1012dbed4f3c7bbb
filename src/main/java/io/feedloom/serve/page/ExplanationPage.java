package io.feedloom.serve.page;

import io.feedloom.feed.Cursor;
import io.feedloom.feed.EntryKey;
import io.feedloom.feed.FeedId;
import io.feedloom.feed.FeedProfile;
import io.feedloom.feed.FeedStatus;
import io.feedloom.feed.Schemes;
import io.feedloom.feed.StoredEntry;
import io.feedloom.feed.StoryMember;
import io.feedloom.feed.Withdrawn;
import io.feedloom.serve.access.Catalog;
import io.feedloom.serve.http.PublicUrl;
import io.feedloom.serve.merged.ApiEntry;
import io.feedloom.serve.merged.EntryTag;
import io.feedloom.serve.view.ExplanationView;
import io.feedloom.serve.view.ExplanationView.Given;
import io.feedloom.serve.view.ExplanationView.Gone;
import io.feedloom.serve.view.ExplanationView.Item;
import io.feedloom.serve.view.Moment;
import io.feedloom.serve.view.RiverView.OtherSource;
import io.feedloom.serve.view.RiverView.TagLink;
import io.feedloom.serve.view.SourceView;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Makes the page that explains why the entries of a feed are shown or not shown.
 *
 * @param url the address by which the admin reaches this server
 * @param words only entries that contain them in title, address or id are listed; empty for all
 * @param kept the newest entries that no rule drops
 * @param dropped the newest entries that a rule drops
 * @param withdrawn the entries that the publisher withdrew, the last first
 * @param storyMembers by entry, the other entries of its story
 * @param joined by entry, why it joined the story of another entry
 * @param sources the feeds of these entries
 * @param streams by entry, the streams in which it appears
 */
record ExplanationPage(
    PublicUrl url,
    FeedStatus feed,
    SourceView source,
    Catalog catalog,
    String words,
    List<StoredEntry> kept,
    List<StoredEntry> dropped,
    List<Withdrawn> withdrawn,
    Map<EntryKey, List<StoryMember>> storyMembers,
    Map<EntryKey, StoryMember.Reason> joined,
    Map<FeedId, FeedProfile> sources,
    Map<EntryKey, List<TagLink>> streams) {
  private static final int MAX_ITEMS = 50;

  /** The order of the river; the newest entry is the greatest. */
  private static final Comparator<Cursor> PLACE =
      Comparator.comparing(Cursor::river)
          .thenComparingInt(cursor -> cursor.key().feed())
          .thenComparingLong(cursor -> cursor.key().id());

  ExplanationView view(@Nullable String notice) {
    var here = kept.stream().filter(this::isAskedFor).toList();
    var away = dropped.stream().filter(this::isAskedFor).toList();
    return new ExplanationView(
        feed.id().value(),
        url.link("/sources/" + feed.id().value()),
        notice,
        source,
        words,
        kept.size() + dropped.size() + withdrawn.size(),
        here.stream().limit(MAX_ITEMS).map(this::item).toList(),
        away.stream().limit(MAX_ITEMS).map(this::item).toList(),
        withdrawn.stream()
            .filter(entry -> hasWords(entry.guid()))
            .limit(MAX_ITEMS)
            .map(entry -> new Gone(entry.guid(), Moment.of(entry.when())))
            .toList(),
        here.size() > MAX_ITEMS || away.size() > MAX_ITEMS);
  }

  private boolean isAskedFor(StoredEntry stored) {
    var entry = stored.entry();
    return Stream.of(entry.title(), entry.link().orElse(""), entry.guid()).anyMatch(this::hasWords);
  }

  private boolean hasWords(String text) {
    return text.toLowerCase(Locale.ROOT).contains(words.toLowerCase(Locale.ROOT));
  }

  private Item item(StoredEntry stored) {
    var entry = stored.entry();
    var shownAs = shownAs(stored);
    return new Item(
        entry.title().isBlank() ? "(untitled)" : entry.title(),
        entry.link().filter(Schemes::mayFollow).orElse(null),
        entry.guid(),
        Moment.of(stored.river()),
        entry.published().isPresent() ? "published" : "first seen",
        Moment.of(stored.firstSeen()),
        given(EntryTag.of(stored, feed.profile(), catalog)),
        because(stored),
        shownAs.orElse(null),
        shownAs.isPresent() ? List.of() : others(stored).map(this::elsewhere).toList(),
        streams.getOrDefault(stored.key(), List.of()));
  }

  /** Returns the rules that concern an entry, or why an entry is hidden that no rule drops. */
  private List<String> because(StoredEntry stored) {
    return dropped.contains(stored) && !stored.judgement().dropped()
        ? List.of("full-text: it waits for its full text, for an hour at most")
        : stored.judgement().because();
  }

  private List<Given> given(List<EntryTag> tags) {
    return Arrays.stream(EntryTag.By.values())
        .map(
            by ->
                new Given(
                    by.text(), tags.stream().filter(t -> t.by() == by).map(this::link).toList()))
        .filter(given -> !given.tags().isEmpty())
        .toList();
  }

  private TagLink link(EntryTag tag) {
    return new TagLink(tag.tag().label(), SiteLinks.tag(url, tag.tag()));
  }

  private Stream<StoryMember> others(StoredEntry stored) {
    return storyMembers.getOrDefault(stored.key(), List.of()).stream()
        .filter(member -> sources.containsKey(member.entry().feed()));
  }

  /** Returns the oldest entry of the story, which is shown for it; empty if that is this entry. */
  static Optional<StoryMember> oldest(
      StoredEntry stored, Map<EntryKey, List<StoryMember>> storyMembers) {
    return storyMembers.getOrDefault(stored.key(), List.of()).stream()
        .filter(other -> PLACE.compare(Cursor.of(other.entry()), Cursor.of(stored)) < 0)
        .min(Comparator.comparing(other -> Cursor.of(other.entry()), PLACE));
  }

  private Optional<OtherSource> shownAs(StoredEntry stored) {
    return oldest(stored, storyMembers)
        .filter(other -> sources.containsKey(other.entry().feed()))
        .map(other -> elsewhere(other.entry().feed(), why(stored, other)));
  }

  /**
   * Returns why the two are one story. If the older entry arrived later, it joined the other one.
   */
  private StoryMember.Reason why(StoredEntry stored, StoryMember oldest) {
    var own = joined.getOrDefault(stored.key(), StoryMember.Reason.FIRST);
    return own == StoryMember.Reason.FIRST ? oldest.why() : own;
  }

  private OtherSource elsewhere(StoryMember member) {
    return elsewhere(member.entry().feed(), member.why());
  }

  private OtherSource elsewhere(FeedId id, StoryMember.Reason why) {
    var name = Optional.ofNullable(sources.get(id)).map(FeedProfile::display).orElse(id.value());
    return new OtherSource(name, url.link("/status/sources/" + id.value()), ApiEntry.reason(why));
  }
}

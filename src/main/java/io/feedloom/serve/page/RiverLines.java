package io.feedloom.serve.page;

import io.feedloom.feed.Entry;
import io.feedloom.feed.FeedId;
import io.feedloom.feed.FeedInfo;
import io.feedloom.feed.FeedProfile;
import io.feedloom.feed.Person;
import io.feedloom.feed.Schemes;
import io.feedloom.feed.StoredEntry;
import io.feedloom.feed.StoryMember;
import io.feedloom.feed.Tag;
import io.feedloom.feed.text.Snippet;
import io.feedloom.serve.access.Catalog;
import io.feedloom.serve.merged.ApiEntry;
import io.feedloom.serve.merged.EntryTag;
import io.feedloom.serve.merged.MergedFeedAddress;
import io.feedloom.serve.merged.MergedFeeds;
import io.feedloom.serve.view.Moment;
import io.feedloom.serve.view.RiverView.Day;
import io.feedloom.serve.view.RiverView.Line;
import io.feedloom.serve.view.RiverView.OtherSource;
import io.feedloom.serve.view.RiverView.TagLink;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The entries of a page, by day.
 *
 * @param full whether entries are shown whole
 * @param sources the feeds of the entries
 */
record RiverLines(
    MergedFeedAddress address,
    boolean full,
    MergedFeeds.River river,
    Map<FeedId, FeedProfile> sources,
    Catalog catalog) {
  /** The longest summary of an entry, in code points. */
  private static final int SUMMARY = 300;

  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("EEEE, d MMMM yyyy", Locale.ENGLISH);
  private static final Pattern LANGUAGE = Pattern.compile("[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*");

  /** The number of colours in the style sheet. */
  private static final int THREADS = 12;

  private static final int MAX_TAGS = 12;
  private static final int MAX_AUTHORS = 3;

  List<Day> days() {
    var selection = address.selection();
    if (selection.digest().isPresent() || selection.isRanking()) {
      var name = selection.isRanking() ? "Most sources first" : "Finished periods";
      var lines = river.entries().stream().map(this::line).toList();
      return lines.isEmpty() ? List.of() : List.of(new Day("list", name, lines));
    }
    Map<LocalDate, List<StoredEntry>> byDay =
        river.entries().stream()
            .collect(
                Collectors.groupingBy(
                    entry -> LocalDate.ofInstant(entry.river(), ZoneOffset.UTC),
                    LinkedHashMap::new,
                    Collectors.toList()));
    return byDay.entrySet().stream()
        .map(
            day ->
                new Day(
                    "day-" + day.getKey(),
                    DAY.format(day.getKey()),
                    day.getValue().stream().map(this::line).toList()))
        .toList();
  }

  private Line line(StoredEntry stored) {
    Entry entry = stored.entry();
    var source = sources.get(stored.feed());
    boolean digest = river.own().isPresent();
    var html =
        full || digest
            ? entry.content().or(entry::summary).map(Article::html)
            : Optional.<String>empty();
    return new Line(
        entry.title().isBlank() ? "(untitled)" : entry.title(),
        entry.link().filter(Schemes::mayFollow).orElse(null),
        sourceTitle(stored.feed()),
        digest
            ? address.visitor().url().link(address.sharedAddress().page())
            : address.visitor().link("/sources/" + stored.feed().value()),
        Math.floorMod(stored.feed().value().hashCode(), THREADS),
        Moment.of(stored.river()),
        entry.published().isPresent() ? "published" : "first seen",
        authors(entry, sourceTitle(stored.feed())),
        entry.summary().or(entry::content).map(text -> Snippet.of(text, SUMMARY)).orElse(""),
        html.orElse(null),
        html.filter(text -> text.contains("<img ")).isPresent() ? null : Attachments.picture(entry),
        Attachments.playables(entry),
        elsewhere(stored),
        source == null ? List.of() : tags(stored, source),
        language(entry, source));
  }

  /** Returns the other entries of its story, the oldest first. */
  private List<OtherSource> elsewhere(StoredEntry stored) {
    return river.storyMembers().getOrDefault(stored.key(), List.of()).stream()
        .filter(member -> sources.containsKey(member.entry().feed()))
        .map(this::elsewhere)
        .toList();
  }

  private OtherSource elsewhere(StoryMember member) {
    var feed = member.entry().feed();
    return new OtherSource(
        sourceTitle(feed),
        member
            .entry()
            .entry()
            .link()
            .filter(Schemes::mayFollow)
            .orElseGet(() -> address.visitor().link("/sources/" + feed.value())),
        ApiEntry.reason(member.why()));
  }

  /** Returns the entry's language, otherwise that of its feed; null if it is not a language tag. */
  private static @Nullable String language(Entry entry, @Nullable FeedProfile source) {
    return entry
        .language()
        .or(
            () ->
                Optional.ofNullable(source).flatMap(FeedProfile::info).flatMap(FeedInfo::language))
        .map(language -> language.replace('_', '-'))
        .filter(language -> LANGUAGE.matcher(language).matches())
        .orElse(null);
  }

  /** Returns the tags of an entry: those of its feed, those of rules, and adopted categories. */
  private List<TagLink> tags(StoredEntry stored, FeedProfile source) {
    return EntryTag.of(stored, source, catalog).stream()
        .limit(MAX_TAGS)
        .map(EntryTag::tag)
        .map(this::tagLink)
        .toList();
  }

  private TagLink tagLink(Tag tag) {
    return new TagLink(
        tag.label(), SiteLinks.page(address.visitor(), SiteLinks.addressOf(tag), full));
  }

  /** Returns the title of a feed; its id if it is no longer subscribed. */
  String sourceTitle(FeedId id) {
    var known = sources.get(id);
    return known == null ? id.value() : known.display();
  }

  /** Returns the authors, except one with the name of the source. */
  private static String authors(Entry entry, String source) {
    var names =
        entry.authors().stream()
            .map(Person::display)
            .filter(name -> !name.isBlank() && !name.equalsIgnoreCase(source))
            .distinct()
            .toList();
    var shown = String.join(", ", names.subList(0, Math.min(names.size(), MAX_AUTHORS)));
    return names.size() > MAX_AUTHORS ? shown + " and others" : shown;
  }
}

package io.feedloom.render;

import io.feedloom.feed.EntryKey;
import io.feedloom.feed.FeedId;
import io.feedloom.feed.FeedInfo;
import io.feedloom.feed.FeedProfile;
import io.feedloom.feed.OutputFormat;
import io.feedloom.feed.StoredEntry;
import io.feedloom.feed.StoryMember;
import io.feedloom.feed.Tag;
import io.feedloom.feed.Withdrawn;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One page of a merged feed, ready to be written in any format.
 *
 * @param id the id of the merged feed (RFC 4287 section 4.2.6), the same in all pages and formats
 * @param title the title of the merged feed, plain text
 * @param subtitle plain text
 * @param self the canonical address of this page in this format
 * @param hub the hub that delivers new entries (WebSub); empty if it delivers none of this page
 * @param alternate the address of the first page for people, without any key
 * @param formats the address of this page in each format
 * @param first the newest page (RFC 5005)
 * @param previous the page of newer entries
 * @param next the page of older entries
 * @param current the address of the current merged feed, if this one is an archive because its time
 *     range is over (RFC 5005 section 4); otherwise empty
 * @param complete whether these are all entries of the merged feed (RFC 5005 section 2)
 * @param channel the feed whose entries alone this merged feed has; then the document describes
 *     that feed
 * @param byline how entries name their sources
 * @param baseUrl the beginning of the scheme of the admin's tags, without a slash at its end
 * @param pace how often readers should poll, at least a minute
 * @param entries newest first; entries whose feed is not among the sources are left out
 * @param sources the feeds of the entries, and of the other entries of their stories
 * @param storyMembers by entry, the other entries of its story
 * @param withdrawn entries of this merged feed that their publishers withdrew, the last withdrawn
 *     first; entries whose feed is not among the sources are left out
 */
public record MergedFeed(
    URI id,
    String title,
    Optional<String> subtitle,
    URI self,
    Optional<URI> hub,
    URI alternate,
    Map<OutputFormat, URI> formats,
    Optional<URI> first,
    Optional<URI> previous,
    Optional<URI> next,
    Optional<URI> current,
    boolean complete,
    Optional<FeedProfile> channel,
    Byline byline,
    String baseUrl,
    Duration pace,
    List<StoredEntry> entries,
    Map<FeedId, FeedProfile> sources,
    Map<EntryKey, List<StoryMember>> storyMembers,
    List<Withdrawn> withdrawn) {
  public MergedFeed {
    storyMembers = Map.copyOf(storyMembers);
    formats = Map.copyOf(formats);
    var known = Map.copyOf(sources);
    sources = known;
    entries = entries.stream().filter(e -> known.containsKey(e.feed())).toList();
    withdrawn = withdrawn.stream().filter(w -> known.containsKey(w.feed())).toList();
  }

  /** Returns a copy with only some of the entries. The copy is not marked as complete. */
  public MergedFeed part(List<StoredEntry> some) {
    return new MergedFeed(
        id,
        title,
        subtitle,
        self,
        hub,
        alternate,
        formats,
        first,
        previous,
        next,
        current,
        false,
        channel,
        byline,
        baseUrl,
        pace,
        some,
        sources,
        storyMembers,
        withdrawn);
  }

  /** Returns what the publisher says about the feed; empty if entries come from several feeds. */
  Optional<FeedInfo> described() {
    return channel.flatMap(FeedProfile::info);
  }

  /** Returns the time of the newest change or withdrawal of an entry; empty without entries. */
  Optional<Instant> lastChanged() {
    var others = storyMembers.values().stream().flatMap(List::stream).map(StoryMember::entry);
    return Stream.concat(
            Stream.concat(entries.stream(), others).map(StoredEntry::lastChanged),
            withdrawn.stream().map(Withdrawn::noticed))
        .max(Comparator.naturalOrder());
  }

  /**
   * Another entry of the same story.
   *
   * @param url the page of that entry, or else of its feed
   */
  record OtherSource(FeedId feed, String title, String url) {}

  /** Returns the other entries of the entry's story, the oldest first. */
  List<OtherSource> elsewhere(StoredEntry entry) {
    return storyMembers.getOrDefault(entry.key(), List.of()).stream()
        .flatMap(member -> elsewhere(member).stream())
        .toList();
  }

  private Optional<OtherSource> elsewhere(StoryMember member) {
    return Optional.ofNullable(sources.get(member.entry().feed()))
        .map(
            profile ->
                new OtherSource(
                    profile.id(),
                    profile.display(),
                    member
                        .entry()
                        .entry()
                        .link()
                        .flatMap(Web::link)
                        .orElseGet(() -> EntrySource.address(profile))));
  }

  FeedProfile profile(StoredEntry entry) {
    var profile = sources.get(entry.feed());
    if (profile == null) {
      throw new IllegalArgumentException("not among the sources: " + entry.feed());
    }
    return profile;
  }

  /** Returns the admin's tags of an entry: the tags of its feed, then the tags from rules. */
  List<Tag> tags(StoredEntry entry) {
    return Stream.concat(
            profile(entry).tags().stream().sorted(), entry.judgement().tags().stream().sorted())
        .distinct()
        .toList();
  }

  /** Returns the scheme of the admin's tags. */
  String tagScheme() {
    return baseUrl + "/tags/";
  }
}

package io.feedloom.render;

import io.feedloom.feed.EntryKey;
import io.feedloom.feed.FeedId;
import io.feedloom.feed.FeedProfile;
import io.feedloom.feed.MediaType;
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
 * @param id what the merged feed is known by (RFC 4287 section 4.2.6), shared by all its pages and
 *     formats
 * @param title of the merged feed, plain text
 * @param subtitle plain text
 * @param self where this page is found in this format; canonical
 * @param alternate the first page for people, without any key
 * @param formats where this page is found in each format
 * @param first the newest page (RFC 5005)
 * @param previous the page of newer entries
 * @param next the page of older entries
 * @param current where the merged feed goes on of which this is an archive, bounded by a time that
 *     is over (RFC 5005 section 4); empty for what is none
 * @param complete whether these are all entries that the merged feed has (RFC 5005 section 2)
 * @param baseUrl what the scheme of the admin's tags begins with, without a slash at its end
 * @param pace how often it is worth to look, at least a minute
 * @param entries newest first; those whose feed is not among the sources are left out
 * @param sources the feeds that the entries are from, and those that tell their stories too
 * @param storyMembers by entry, the other entries of its story
 * @param withdrawn entries that it held until their publishers withdrew them, the last first; those
 *     whose feed is not among the sources are left out
 */
public record MergedFeed(
    URI id,
    String title,
    Optional<String> subtitle,
    URI self,
    URI alternate,
    Map<MediaType, URI> formats,
    Optional<URI> first,
    Optional<URI> previous,
    Optional<URI> next,
    Optional<URI> current,
    boolean complete,
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

  /** The same with some of its entries alone; it does not claim then to be all that there is. */
  public MergedFeed part(List<StoredEntry> some) {
    return new MergedFeed(
        id,
        title,
        subtitle,
        self,
        alternate,
        formats,
        first,
        previous,
        next,
        current,
        false,
        baseUrl,
        pace,
        some,
        sources,
        storyMembers,
        withdrawn);
  }

  /** The newest change of an entry in it, or when the last left it; empty where it has none. */
  Optional<Instant> lastChanged() {
    var others = storyMembers.values().stream().flatMap(List::stream).map(StoryMember::entry);
    return Stream.concat(
            Stream.concat(entries.stream(), others).map(StoredEntry::lastChanged),
            withdrawn.stream().map(Withdrawn::noticed))
        .max(Comparator.naturalOrder());
  }

  /**
   * Where else the entry's story is told.
   *
   * @param url the page of it there, else that of the feed
   */
  record Elsewhere(FeedId feed, String title, String url) {}

  /** Where else the entry's story is told, the oldest first. */
  List<Elsewhere> elsewhere(StoredEntry entry) {
    return storyMembers.getOrDefault(entry.key(), List.of()).stream()
        .flatMap(member -> elsewhere(member).stream())
        .toList();
  }

  private Optional<Elsewhere> elsewhere(StoryMember member) {
    return Optional.ofNullable(sources.get(member.entry().feed()))
        .map(
            profile ->
                new Elsewhere(
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

  /** The admin's tags of an entry: those of its feed, then those that rules gave it. */
  List<Tag> tags(StoredEntry entry) {
    return Stream.concat(
            profile(entry).tags().stream().sorted(), entry.judgement().tags().stream().sorted())
        .distinct()
        .toList();
  }

  /** The scheme of the admin's tags. */
  String tagScheme() {
    return baseUrl + "/tags/";
  }
}

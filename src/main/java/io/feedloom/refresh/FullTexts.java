package io.feedloom.refresh;

import io.feedloom.feed.Entry;
import io.feedloom.feed.FullText;
import io.feedloom.feed.Update;
import io.feedloom.feed.Update.Change;
import io.feedloom.feed.WebAddress;
import io.feedloom.store.api.PlacedEntry;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Decides which pages are fetched after a poll, and keeps the full texts of entries that the
 * publisher changes. Without side effects.
 *
 * @param stored the stored entries that the document changes, by id
 */
record FullTexts(Map<Long, PlacedEntry> stored) {
  /** How long an entry is held back at most. */
  static final Duration MAX_HOLD = Duration.ofHours(1);

  /** The most pages that are fetched after one poll: those of the newest entries. */
  static final int MAX_PAGES = 100;

  /** The longest time from a change of an entry to the next request for its page. */
  private static final Duration MAX_DELAY = Duration.ofHours(6);

  /** Reads the stored entries that the items change. */
  static FullTexts of(Identities.Resolved document, EntryRegister register) {
    var changed =
        document.items().stream()
            .filter(item -> isChanged(item, document.known()))
            .map(Identified::id)
            .toList();
    return new FullTexts(
        changed.isEmpty()
            ? Map.of()
            : register.kept(changed).stream()
                .collect(Collectors.toMap(PlacedEntry::id, Function.identity())));
  }

  private static boolean isChanged(Identified item, Map<Long, Long> known) {
    Long fingerprint = known.get(item.id());
    return fingerprint != null && fingerprint != item.fingerprint();
  }

  /** Returns the document with the full texts that its changed entries have. */
  Identities.Resolved kept(Identities.Resolved document) {
    boolean any = stored.values().stream().anyMatch(entry -> entry.entry().hasFullText());
    return any
        ? new Identities.Resolved(
            document.items().stream().map(this::kept).toList(),
            document.tombstones(),
            document.known(),
            document.aliases())
        : document;
  }

  private Identified kept(Identified item) {
    var before = Optional.ofNullable(stored.get(item.id())).map(PlacedEntry::entry);
    return before
        .filter(Entry::hasFullText)
        .flatMap(old -> old.contentText().map(text -> item.entry().withFullText(text, old.image())))
        .map(entry -> new Identified(item.id(), item.item().withEntry(entry)))
        .orElse(item);
  }

  /**
   * Returns the pages to fetch: those of the newest new entries, and of entries whose texts the
   * publisher changed.
   *
   * @param judgesContent whether the rules for the feed depend on the content. Only then an entry
   *     that they drop may appear when its full text is there
   */
  Update.Articles wanted(
      List<Change> changes, FullText option, boolean judgesContent, Instant now) {
    Map<Long, Instant> wanted = new HashMap<>();
    changes.stream()
        .filter(Change::isNew)
        .filter(change -> judgesContent || !change.judgement().dropped())
        .filter(change -> page(change.entry()).isPresent())
        .sorted(Comparator.comparing(Change::river).reversed())
        .limit(MAX_PAGES)
        .forEach(change -> wanted.put(change.id(), now));
    changes.stream()
        .filter(change -> isRewritten(change) && page(change.entry()).isPresent())
        .limit(MAX_PAGES)
        .forEach(change -> wanted.put(change.id(), now.plus(delay(change.id(), now))));
    return new Update.Articles(
        true, wanted, option.waits() ? Optional.of(now.plus(MAX_HOLD)) : Optional.empty());
  }

  /** Returns the address of an entry's page, if it is on the web. */
  static Optional<URI> page(Entry entry) {
    return entry
        .link()
        .flatMap(WebAddress::parse)
        .filter(address -> address.getScheme().matches("(?i)https?"));
  }

  private boolean isRewritten(Change change) {
    var before = Optional.ofNullable(stored.get(change.id())).map(PlacedEntry::entry);
    return !change.isNew()
        && before.isPresent()
        && !saysTheSame(before.get().withoutFullText(), change.entry().withoutFullText());
  }

  private static boolean saysTheSame(Entry one, Entry other) {
    return one.title().equals(other.title())
        && one.link().equals(other.link())
        && one.contentText().equals(other.contentText())
        && one.summaryText().equals(other.summaryText());
  }

  /**
   * Returns how long to wait after a change of an entry: half of its age. So the page of an entry
   * that changes at every poll is requested less and less often.
   */
  private Duration delay(long id, Instant now) {
    var age = Duration.between(Objects.requireNonNull(stored.get(id)).river(), now).dividedBy(2);
    return age.isNegative() ? Duration.ZERO : age.compareTo(MAX_DELAY) > 0 ? MAX_DELAY : age;
  }
}

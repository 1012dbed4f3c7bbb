package io.feedloom.refresh;

import io.feedloom.feed.Digest;
import io.feedloom.feed.Entry;
import io.feedloom.feed.IdBy;
import io.feedloom.feed.Item;
import io.feedloom.feed.TrackingParameters;
import io.feedloom.feed.text.HtmlText;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Gives items the guids that the admin chose. Publishers that make new guids for old entries, or
 * use one guid for many, have no other that identifies an entry.
 */
final class ChosenIds {
  private static final String TITLE = "urn:feedloom:title:";
  private static final String CONTENT = "urn:feedloom:content:";

  private ChosenIds() {}

  /**
   * Returns the items with guids that are made from what identifies them. If several have the same
   * one, only the first is left: they are one entry. An item without it keeps its guid.
   */
  static List<Item> of(List<Item> items, IdBy idBy) {
    if (idBy == IdBy.GUID) {
      return items;
    }
    var seen = new HashSet<String>();
    var chosen = new ArrayList<Item>();
    for (var item : items) {
      var entry = item.entry();
      var guid = guid(entry, idBy).orElse(item.guid());
      if (seen.add(guid)) {
        chosen.add(new Item(guid, fingerprint(entry), () -> entry.withGuid(guid)));
      }
    }
    return chosen;
  }

  private static Optional<String> guid(Entry entry, IdBy idBy) {
    return switch (idBy) {
      case GUID -> Optional.of(entry.guid());
      case LINK -> entry.link();
      case TITLE -> title(entry).map(title -> TITLE + digest(title));
      case CONTENT ->
          Optional.of(title(entry).orElse("") + "\n" + text(entry))
              .filter(text -> !text.isBlank())
              .map(text -> CONTENT + digest(text));
    };
  }

  private static Optional<String> title(Entry entry) {
    return Optional.of(entry.title().strip()).filter(title -> !title.isEmpty());
  }

  private static String text(Entry entry) {
    return entry.contentText().or(entry::summaryText).map(HtmlText::plain).orElse("");
  }

  /** Returns a hash of what readers see. A guid that changes is no change of its entry. */
  private static long fingerprint(Entry entry) {
    return Digest.of(
        Stream.of(
                entry.title(),
                entry.link().map(TrackingParameters::removed),
                entry.contentText().map(HtmlText::marked),
                entry.summaryText().map(HtmlText::marked),
                entry.published(),
                entry.updated(),
                entry.authors(),
                entry.categories(),
                entry.enclosures())
            .map(Object::toString)
            .collect(Collectors.joining("\n")));
  }

  private static String digest(String text) {
    return Digest.hex(text.getBytes(StandardCharsets.UTF_8));
  }
}

package io.feedloom.serve.events;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.feedloom.feed.Arrival;
import io.feedloom.feed.Cursor;
import io.feedloom.feed.EntryKey;
import io.feedloom.feed.Selection;
import io.feedloom.feed.Withdrawn;
import io.feedloom.render.PublicId;
import io.feedloom.serve.access.Catalog;
import io.feedloom.serve.http.Json;
import io.feedloom.serve.merged.ApiEntry;
import io.feedloom.serve.merged.MergedFeeds;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The texts of events. Listeners with the same selection share the bytes of an event. So a thousand
 * of them need no more memory and no more queries than one.
 */
final class EventTexts {
  private static final long MAX_BYTES =
      Math.clamp(Runtime.getRuntime().maxMemory() / 32, 4L << 20, 64L << 20);
  private static final int OVERHEAD = 200;
  private static final byte[] NOTHING = {};

  private final MergedFeeds feeds;
  private final Cache<Key, byte[]> texts =
      Caffeine.newBuilder()
          .maximumWeight(MAX_BYTES)
          .weigher((Key _, byte[] text) -> OVERHEAD + text.length)
          .build();

  EventTexts(MergedFeeds feeds) {
    this.feeds = feeds;
  }

  /** A catalog that is compared by identity, because comparing its content would take long. */
  private record Same(Catalog catalog) {
    @Override
    @SuppressWarnings("ReferenceEquality") // identity is intended
    public boolean equals(@Nullable Object other) {
      return other instanceof Same same && same.catalog == catalog;
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(catalog);
    }
  }

  /**
   * What the text of an event depends on. An entry that changes again has another position in the
   * log.
   */
  private record Key(long place, EntryKey entry, Selection selection, Same catalog) {}

  /** Drops all texts, because the settings changed. */
  void clear() {
    texts.invalidateAll();
  }

  /**
   * Returns the text of an event; empty if the listener's selection does not contain the entry.
   *
   * @param place the position of the arrival in the log
   * @throws RenderLimits.Busy if there is no memory to make it
   */
  Optional<byte[]> of(EventQueue listener, long place, Arrival arrival) {
    var key = new Key(place, arrival.key(), listener.selection(), new Same(listener.catalog()));
    var text = texts.get(key, _ -> feeds.make(() -> made(listener, arrival)));
    return Optional.of(text).filter(bytes -> bytes.length > 0);
  }

  private byte[] made(EventQueue listener, Arrival arrival) {
    return (arrival.withdrawn()
            ? feeds.withdrawn(arrival).map(EventTexts::event)
            : find(listener, arrival).map(this::event))
        .map(text -> text.getBytes(StandardCharsets.UTF_8))
        .orElse(NOTHING);
  }

  /**
   * Returns the entry if the selection contains it. An arrival has no text, so this reads the first
   * entry from just before its own place on.
   */
  private Optional<MergedFeeds.River> find(EventQueue listener, Arrival arrival) {
    var key = arrival.key();
    var ahead = new Cursor(arrival.river(), new EntryKey(key.feed(), key.id() + 1));
    var chosen = listener.selection().before(Optional.of(ahead));
    return Optional.of(feeds.read(chosen, listener.catalog()))
        .filter(river -> river.entries().stream().anyMatch(entry -> entry.key().equals(key)));
  }

  /**
   * Returns an event with the entry. The JSON is one line, because line breaks in strings are
   * escaped.
   */
  private String event(MergedFeeds.River river) {
    var sources = feeds.sources(river);
    var entry = river.entries().getFirst();
    var json = Json.bytes(out -> ApiEntry.write(out, entry, river.storyMembers(), sources));
    return "event: entry\ndata: " + new String(json, StandardCharsets.UTF_8) + "\n\n";
  }

  private static String event(Withdrawn gone) {
    var json =
        Json.bytes(
            out -> {
              out.writeStartObject();
              out.writeStringProperty("id", PublicId.inText(gone.name()));
              out.writeStringProperty("guid", gone.guid());
              out.writeObjectPropertyStart("source");
              out.writeStringProperty("id", gone.feed().value());
              out.writeEndObject();
              out.writeStringProperty("when", gone.when().toString());
              out.writeEndObject();
            });
    return "event: withdrawn\ndata: " + new String(json, StandardCharsets.UTF_8) + "\n\n";
  }
}

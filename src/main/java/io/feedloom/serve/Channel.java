package io.feedloom.serve;

import io.feedloom.config.StreamSettings;
import io.feedloom.feed.Cursor;
import io.feedloom.feed.MediaType;
import io.feedloom.feed.Selection;
import io.feedloom.select.Address;
import io.feedloom.select.BadSelection;
import io.feedloom.select.Selections;
import java.net.URI;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One page of a merged feed under its own address: what is chosen, and by which name. Equal
 * channels are one document.
 *
 * @param selection all that chooses the entries
 * @param stream where the admin named it
 * @param access whether it may hold what is not public
 */
record Channel(Selection selection, Optional<Stream> stream, Access access) {
  /**
   * A named merged feed, narrowed.
   *
   * @param asked what the client asks beyond the name
   * @param usual entries in a page where nothing is asked
   */
  record Stream(String name, Selection asked, int usual) {}

  static Channel of(Selection selection, Access access) {
    return new Channel(selection, Optional.empty(), access);
  }

  /**
   * A stream as a client asks for it.
   *
   * @param parameters of the request, each of which narrows; its limit goes before the stream's
   * @throws BadSelection with all that is wrong with the parameters
   */
  static Channel of(
      StreamSettings stream, Map<String, List<String>> parameters, Access access, Instant now)
      throws BadSelection {
    var base = Selections.parse(Optional.empty(), Optional.empty(), stream.parameters(), now);
    var limited = new HashMap<>(parameters);
    limited.putIfAbsent("limit", List.of(String.valueOf(base.limit())));
    var asked = Selections.parse(Optional.empty(), Optional.empty(), limited, now);
    return new Channel(
        Selections.narrowed(base, asked, asked.limit()),
        Optional.of(new Stream(stream.name(), asked, base.limit())),
        access);
  }

  /** The newest page of it. */
  Channel firstPage() {
    return before(Optional.empty());
  }

  /** The page of it behind this place. */
  Channel before(Optional<Cursor> cursor) {
    return new Channel(
        selection.before(cursor),
        stream.map(s -> new Stream(s.name(), s.asked().before(cursor), s.usual())),
        access);
  }

  /** The page of it ahead of this place. */
  Channel after(Cursor cursor) {
    return new Channel(
        selection.after(cursor),
        stream.map(s -> new Stream(s.name(), s.asked().after(cursor), s.usual())),
        access);
  }

  /** What the client chose, beyond the name where there is one. */
  Selection asked() {
    return stream.map(Stream::asked).orElse(selection);
  }

  /** Where it is found on this server, by who asks. */
  Address address() {
    return address(asked());
  }

  /** Where it would be found if the client chose this. */
  Address address(Selection other) {
    return access.address(shared(other));
  }

  /** Where it is found on this server, without any key: what it is known by. */
  Address sharedAddress() {
    return shared(asked());
  }

  private Address shared(Selection asked) {
    return stream
        .map(s -> Selections.address("/streams/" + s.name(), asked, s.usual()))
        .orElseGet(() -> Selections.address(asked));
  }

  /** Where it is found in this format. */
  URI address(String base, MediaType type) {
    return URI.create(base + address().feed(type));
  }
}

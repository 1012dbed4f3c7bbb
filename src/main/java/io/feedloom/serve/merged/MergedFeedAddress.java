package io.feedloom.serve.merged;

import io.feedloom.config.StreamSettings;
import io.feedloom.feed.Cursor;
import io.feedloom.feed.MediaType;
import io.feedloom.feed.NearestWord;
import io.feedloom.feed.Selection;
import io.feedloom.select.Address;
import io.feedloom.select.BadSelection;
import io.feedloom.select.Selections;
import io.feedloom.serve.access.Access;
import io.feedloom.serve.access.Catalog;
import io.feedloom.serve.access.Visitor;
import io.feedloom.serve.http.ProblemDocument;
import io.javalin.http.Context;
import java.net.URI;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * One page of a merged feed under its own address: what is chosen, and by which name. Equal
 * channels are one document.
 *
 * @param selection all that chooses the entries
 * @param stream where the admin named it
 * @param visitor who asks for it: whether it may hold what is not public, and how it is linked
 */
public record MergedFeedAddress(Selection selection, Optional<Stream> stream, Visitor visitor) {
  /**
   * A named merged feed, narrowed.
   *
   * @param asked what the client asks beyond the name
   * @param usual entries in a page where nothing is asked
   */
  record Stream(String name, Selection asked, int usual) {}

  public static MergedFeedAddress of(Selection selection, Visitor visitor) {
    return new MergedFeedAddress(selection, Optional.empty(), visitor);
  }

  /**
   * A stream as a client asks for it.
   *
   * @param parameters of the request, each of which narrows; its limit goes before the stream's
   * @throws BadSelection with all that is wrong with the parameters
   */
  public static MergedFeedAddress of(
      StreamSettings stream, Map<String, List<String>> parameters, Visitor visitor, Instant now)
      throws BadSelection {
    var base = Selections.parse(Optional.empty(), Optional.empty(), stream.parameters(), now);
    var limited = new HashMap<>(parameters);
    limited.putIfAbsent("limit", List.of(String.valueOf(base.limit())));
    var asked = Selections.parse(Optional.empty(), Optional.empty(), limited, now);
    return new MergedFeedAddress(
        Selections.narrowed(base, asked, asked.limit()),
        Optional.of(new Stream(stream.name(), asked, base.limit())),
        visitor);
  }

  /**
   * What a program asks for: a selection, or where the path has a {@code name}, a stream.
   *
   * @return empty where there is no such stream; the answer is sent then
   * @throws BadSelection with all that is wrong with the parameters
   */
  public static Optional<MergedFeedAddress> asked(Context ctx, Catalog catalog, Instant now)
      throws BadSelection {
    var visitor = Visitor.of(ctx);
    var parameters = Access.parameters(ctx);
    var name = Optional.ofNullable(ctx.pathParamMap().get("name"));
    if (name.isEmpty()) {
      var selection = Selections.parse(Optional.empty(), Optional.empty(), parameters, now);
      return Optional.of(of(selection, visitor));
    }
    var stream = catalog.stream(name.get());
    if (stream.isEmpty()) {
      unknownStream(ctx, name.get(), catalog).send(ctx);
      return Optional.empty();
    }
    return Optional.of(of(stream.get(), parameters, visitor, now));
  }

  /** Returns the answer for a name that no stream has. */
  public static ProblemDocument unknownStream(Context ctx, String name, Catalog catalog) {
    return ProblemDocument.unknown(
        "Unknown stream",
        "No stream of feeds.yml has the name \"" + name + '"',
        NearestWord.of(name, catalog.settings().streams().keySet()),
        meant -> Visitor.of(ctx).link("/streams/" + meant));
  }

  /** Whether it may hold what is not public, and which key its links carry. */
  public Access access() {
    return visitor.access();
  }

  /** Returns the path, without any key, at which programs ask for something of it. */
  public String api(String what) {
    var path = stream.map(s -> "/api/v1/streams/" + s.name() + "/").orElse("/api/v1/") + what;
    var query =
        stream.isPresent()
            ? new Address(path, sharedAddress().query()).asQuery()
            : Selections.address(selection).asQuery();
    return path + query;
  }

  /** The newest page of it. */
  public MergedFeedAddress firstPage() {
    return before(Optional.empty());
  }

  /** The page of it behind this place. */
  public MergedFeedAddress before(Optional<Cursor> cursor) {
    return with(chosen -> chosen.before(cursor));
  }

  /** The page of it ahead of this place. */
  public MergedFeedAddress after(Cursor cursor) {
    return with(chosen -> chosen.after(cursor));
  }

  /** The same with what the client asks changed in a way that does not choose other entries. */
  public MergedFeedAddress with(UnaryOperator<Selection> change) {
    return new MergedFeedAddress(
        change.apply(selection),
        stream.map(s -> new Stream(s.name(), change.apply(s.asked()), s.usual())),
        visitor);
  }

  /** Whether nothing that is published from this time on can belong to it. */
  public boolean isClosed(Instant now) {
    return asked().until().filter(until -> !until.isAfter(now)).isPresent();
  }

  /** Where the merged feed is found of which this is a part between two times. */
  URI current(MediaType type) {
    var whole =
        asked().firstPage().toBuilder().since(Optional.empty()).until(Optional.empty()).build();
    return absolute(address(whole), type);
  }

  /** What the client chose, beyond the name where there is one. */
  public Selection asked() {
    return stream.map(Stream::asked).orElse(selection);
  }

  /** Where it is found on this server, by who asks. */
  public Address address() {
    return address(asked());
  }

  /** Where it would be found if the client chose this. */
  public Address address(Selection other) {
    return visitor.address(shared(other));
  }

  /** Where it is found on this server, without any key: what it is known by. */
  public Address sharedAddress() {
    return shared(asked());
  }

  private Address shared(Selection asked) {
    return stream
        .map(s -> Selections.address("/streams/" + s.name(), asked, s.usual()))
        .orElseGet(() -> Selections.address(asked));
  }

  /** Where it is found in this format. */
  public URI address(MediaType type) {
    return absolute(address(), type);
  }

  private URI absolute(Address address, MediaType type) {
    return URI.create(visitor.url().base() + address.feed(type));
  }

  /** The first page of it for people, without any key. */
  URI page() {
    return URI.create(visitor.url().base() + firstPage().sharedAddress().page());
  }

  /** Returns what it is known by: the same for every client. */
  URI id() {
    return URI.create(visitor.url().identity() + firstPage().sharedAddress().page());
  }

  /** Where it is found in each format. */
  Map<MediaType, URI> addresses() {
    var address = address();
    var addresses = new EnumMap<MediaType, URI>(MediaType.class);
    for (MediaType type : MediaType.values()) {
      addresses.put(type, absolute(address, type));
    }
    return addresses;
  }
}

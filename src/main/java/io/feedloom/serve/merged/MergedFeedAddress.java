package io.feedloom.serve.merged;

import io.feedloom.config.StreamSettings;
import io.feedloom.feed.Cursor;
import io.feedloom.feed.NearestWord;
import io.feedloom.feed.OutputFormat;
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
 * The address of one page of a merged feed: the selection, and the stream if it has a name. Equal
 * addresses are one document.
 *
 * @param selection all conditions on entries
 * @param stream empty if the merged feed has no name
 * @param visitor what the client may see, and by which address it reaches this server
 */
public record MergedFeedAddress(Selection selection, Optional<Stream> stream, Visitor visitor) {
  /** The path of the hub. */
  public static final String HUB = "/hub";

  /**
   * A stream, narrowed by the client.
   *
   * @param asked the client's selection within the stream
   * @param usual the number of entries on a page if the client sets none
   */
  record Stream(String name, Selection asked, int usual) {}

  public static MergedFeedAddress of(Selection selection, Visitor visitor) {
    return new MergedFeedAddress(selection, Optional.empty(), visitor);
  }

  /**
   * Returns the address of a stream.
   *
   * @param parameters of the request; each narrows the stream, except that its limit replaces the
   *     stream's
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
   * Returns the address that an API request selects: a stream if the path contains a {@code name},
   * otherwise a selection.
   *
   * @return empty if there is no such stream; then the answer was sent
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

  /** Returns the answer for an unknown stream. */
  public static ProblemDocument unknownStream(Context ctx, String name, Catalog catalog) {
    return ProblemDocument.unknown(
        "Unknown stream",
        "No stream of feeds.yml has the name \"" + name + '"',
        NearestWord.of(name, catalog.settings().streams().keySet()),
        meant -> Visitor.of(ctx).link("/streams/" + meant));
  }

  /** Returns what the client may see. */
  public Access access() {
    return visitor.access();
  }

  /** Returns the path of an API resource for this merged feed, without any key. */
  public String api(String what) {
    var path = stream.map(s -> "/api/v1/streams/" + s.name() + "/").orElse("/api/v1/") + what;
    var query =
        stream.isPresent()
            ? new Address(path, sharedAddress().query()).asQuery()
            : Selections.address(selection).asQuery();
    return path + query;
  }

  /** Returns the address of the newest page. */
  public MergedFeedAddress firstPage() {
    return before(Optional.empty());
  }

  /** Returns the address of the page with entries older than this place. */
  public MergedFeedAddress before(Optional<Cursor> cursor) {
    return with(chosen -> chosen.before(cursor));
  }

  /** Returns the address of the page with entries newer than this place. */
  public MergedFeedAddress after(Cursor cursor) {
    return with(chosen -> chosen.after(cursor));
  }

  /** Returns the address with as many entries on a page as the client gets by default. */
  MergedFeedAddress withUsualLimit() {
    int usual = stream.map(Stream::usual).orElse(Selection.DEFAULT_LIMIT);
    return with(chosen -> chosen.limit(usual));
  }

  /** Returns the same with a changed selection. The change must not select other entries. */
  public MergedFeedAddress with(UnaryOperator<Selection> change) {
    return new MergedFeedAddress(
        change.apply(selection),
        stream.map(s -> new Stream(s.name(), change.apply(s.asked()), s.usual())),
        visitor);
  }

  /** Returns whether no entry that is published after this time can belong to the merged feed. */
  public boolean isClosed(Instant now) {
    return asked()
        .until()
        .filter(until -> until.age().isEmpty() && !until.at().isAfter(now))
        .isPresent();
  }

  /** Returns the address of the merged feed without its limits in time. */
  URI current(OutputFormat format) {
    var whole =
        asked().firstPage().toBuilder().since(Optional.empty()).until(Optional.empty()).build();
    return absolute(address(whole), format);
  }

  /** Returns the client's own selection, without that of the stream. */
  public Selection asked() {
    return stream.map(Stream::asked).orElse(selection);
  }

  /** Returns the address for this client, with its key if it sent one in the query. */
  public Address address() {
    return address(asked());
  }

  /** Returns the address of another selection, for this client. */
  public Address address(Selection other) {
    return visitor.address(shared(other));
  }

  /** Returns the address without any key. */
  public Address sharedAddress() {
    return shared(asked());
  }

  private Address shared(Selection asked) {
    return stream
        .map(s -> Selections.address("/streams/" + s.name(), asked, s.usual()))
        .orElseGet(() -> Selections.address(asked));
  }

  /**
   * Returns why the hub delivers no news of this merged feed; empty if it does. The address of a
   * topic must mean the same at any time, and its entries must come by arriving.
   */
  public Optional<String> refusal() {
    var asked = asked();
    if (!selection.isFirstPage()) {
      return Optional.of("leave out before and after: only the newest page gets news");
    }
    if (selection.until().isPresent()) {
      return Optional.of("leave out until: entries must belong to the feed when they arrive");
    }
    if (asked.since().filter(since -> since.age().isEmpty()).isPresent()) {
      return Optional.of("leave out since: deliveries contain only what is new");
    }
    if (selection.isRanking()) {
      return Optional.of(
          "a ranking has no new entries; min-sources selects stories when they become large, and"
              + " digest sends a list of each period");
    }
    return Optional.empty();
  }

  /**
   * Returns the address of the hub (WebSub section 4). Empty if it delivers no news of this merged
   * feed, or if the client sent its key in a header: then the address lacks the key.
   */
  Optional<URI> hub() {
    boolean isComplete = !access().keyed() || access().inQuery().isPresent();
    return isComplete && refusal().isEmpty()
        ? Optional.of(URI.create(visitor.url().base() + HUB))
        : Optional.empty();
  }

  /** Returns the URL in this format. */
  public URI address(OutputFormat format) {
    return absolute(address(), format);
  }

  private URI absolute(Address address, OutputFormat format) {
    return URI.create(visitor.url().base() + address.feed(format));
  }

  /** Returns the URL of the first page for browsers, without any key. */
  URI page() {
    return URI.create(visitor.url().base() + firstPage().sharedAddress().page());
  }

  /** Returns the id of the merged feed, which is the same for every client. */
  URI id() {
    return URI.create(visitor.url().identity() + firstPage().sharedAddress().page());
  }

  /** Returns the URL in each format. */
  Map<OutputFormat, URI> addresses() {
    var address = address();
    var addresses = new EnumMap<OutputFormat, URI>(OutputFormat.class);
    for (OutputFormat format : OutputFormat.values()) {
      addresses.put(format, absolute(address, format));
    }
    return addresses;
  }
}

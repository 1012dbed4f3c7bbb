package io.feedloom.serve;

import io.feedloom.config.Settings;
import io.feedloom.feed.FeedId;
import io.feedloom.feed.NearestWord;
import io.feedloom.feed.OutputFormat;
import io.feedloom.select.BadSelection;
import io.feedloom.select.Selections;
import io.feedloom.serve.access.Access;
import io.feedloom.serve.access.Catalog;
import io.feedloom.serve.access.Views;
import io.feedloom.serve.access.Visitor;
import io.feedloom.serve.http.Cors;
import io.feedloom.serve.http.DeltaRequest;
import io.feedloom.serve.http.HeaderField;
import io.feedloom.serve.http.Negotiation;
import io.feedloom.serve.http.Page;
import io.feedloom.serve.http.ProblemDocument;
import io.feedloom.serve.http.Sender;
import io.feedloom.serve.merged.MergedFeedAddress;
import io.feedloom.serve.merged.MergedFeeds;
import io.feedloom.serve.merged.PageCache;
import io.feedloom.serve.page.Pages;
import io.feedloom.store.api.StoreException;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The routes of merged feeds in every format: {@code /feed}, {@code /tags/{tags}}, {@code
 * /streams/{name}} and {@code /sources/{id}}.
 */
final class FeedRoutes {
  /** The parameter that selects whole entries or summaries on a page. */
  private static final String LENGTH = "content";

  private static final String DIFFERENCE = "delta";

  private final Supplier<Views> views;
  private final MergedFeeds feeds;
  private final PageCache pages;
  private final Pages html;
  private final InstantSource clock;

  FeedRoutes(
      Supplier<Views> views, MergedFeeds feeds, PageCache pages, Pages html, InstantSource clock) {
    this.views = views;
    this.feeds = feeds;
    this.pages = pages;
    this.html = html;
    this.clock = clock;
  }

  void addTo(RoutesConfig routes) {
    both(routes, "/", ctx -> answer(ctx, new Asked(Optional.empty(), Optional.empty(), true)));
    both(routes, "/feed", ctx -> answer(ctx, Asked.negotiated(ctx, Optional.empty())));
    for (OutputFormat format : OutputFormat.values()) {
      both(
          routes,
          "/feed." + format.extension(),
          ctx -> answer(ctx, new Asked(Optional.empty(), Optional.of(format), true)));
    }
    both(routes, "/tags/{tags}", ctx -> answer(ctx, Asked.of(ctx, ctx.pathParam("tags"))));
    both(routes, "/streams/{name}", ctx -> answerStream(ctx, Asked.of(ctx, ctx.pathParam("name"))));
    both(routes, "/sources/{id}", ctx -> answerSource(ctx, Asked.of(ctx, ctx.pathParam("id"))));
  }

  private static void both(RoutesConfig routes, String path, Handler handler) {
    routes.get(path, handler);
    routes.head(path, handler);
    routes.options(path, Cors::preflight);
  }

  /**
   * What the last segment of a path selects.
   *
   * @param name the segment without the extension
   * @param format empty for the page
   * @param named whether the path names the format
   */
  private record Asked(Optional<String> name, Optional<OutputFormat> format, boolean named) {
    static Asked of(Context ctx, String segment) {
      return Arrays.stream(OutputFormat.values())
          .filter(format -> segment.endsWith("." + format.extension()))
          .map(
              format -> new Asked(Optional.of(without(segment, format)), Optional.of(format), true))
          .findFirst()
          .orElseGet(() -> negotiated(ctx, Optional.of(segment)));
    }

    /**
     * Returns the {@code Vary} field if the answer depends on more than the path and the coding.
     */
    Optional<String> vary() {
      return named ? Optional.empty() : Optional.of("Accept, " + Page.VARY);
    }

    private static String without(String segment, OutputFormat format) {
      return segment.substring(0, segment.length() - format.extension().length() - 1);
    }

    static Asked negotiated(Context ctx, Optional<String> name) {
      var chosen = Negotiation.of(HeaderField.of(ctx, "Accept")).orElse(Negotiation.ATOM);
      return new Asked(name, chosen.format(), false);
    }
  }

  private void answer(Context ctx, Asked asked) throws BadSelection {
    var selection =
        Selections.parse(asked.name(), Optional.empty(), parameters(ctx, asked), clock.instant());
    send(ctx, asked, MergedFeedAddress.of(selection, Visitor.of(ctx)));
  }

  private void answerStream(Context ctx, Asked asked) throws BadSelection {
    var stream = asked.name().flatMap(name -> views.get().of(ctx).stream(name));
    if (stream.isEmpty()) {
      MergedFeedAddress.unknownStream(ctx, asked.name().orElse(""), views.get().of(ctx)).send(ctx);
      return;
    }
    send(
        ctx,
        asked,
        MergedFeedAddress.of(
            stream.get(), parameters(ctx, asked), Visitor.of(ctx), clock.instant()));
  }

  private void answerSource(Context ctx, Asked asked) throws BadSelection {
    var id = asked.name().flatMap(FeedId::parse);
    if (id.isEmpty() || views.get().of(ctx).groupOf(id.get()).isEmpty()) {
      unknownSource(ctx, asked.name().orElse("")).send(ctx);
      return;
    }
    var selection = Selections.parse(Optional.empty(), id, parameters(ctx, asked), clock.instant());
    send(ctx, asked, MergedFeedAddress.of(selection, Visitor.of(ctx)));
  }

  private ProblemDocument unknownSource(Context ctx, String id) {
    var known = views.get().of(ctx).groupOf().keySet().stream().map(FeedId::value).toList();
    return ProblemDocument.unknown(
        "Unknown source",
        "No feed of feeds.yml has the id \"" + id + "\"; /api/v1/feeds lists them",
        NearestWord.of(id, known),
        meant -> Visitor.of(ctx).link("/sources/" + meant));
  }

  /**
   * Returns the parameters of the selection. The wish for differences is not one of them, nor for a
   * page the length of its entries.
   */
  private static Map<String, List<String>> parameters(Context ctx, Asked asked) {
    var parameters = new HashMap<>(Access.parameters(ctx));
    parameters.remove(DIFFERENCE);
    if (asked.format().isEmpty()) {
      parameters.remove(LENGTH);
    }
    return parameters;
  }

  private void send(Context ctx, Asked asked, MergedFeedAddress channel) {
    var known = pages.addresses();
    var now = views.get().of(channel.access());
    if (asked.format().isPresent()) {
      var key = PageCache.Key.of(channel, asked.format().get(), now, clock.instant());
      Sender.send(ctx, wanted(ctx, key, cached(key, now), now), asked.vary());
      if (asked.named() && isLasting(channel) && !wantsDifference(ctx)) {
        known.learn(channel.visitor().url().base() + address(ctx), key);
      }
    } else {
      if (isCombination(ctx, asked)) {
        ctx.header("X-Robots-Tag", "noindex, nofollow");
      }
      html.river(ctx, channel, "full".equals(ctx.queryParam(LENGTH)), now);
      asked.vary().ifPresent(names -> ctx.header("Vary", names));
    }
  }

  /**
   * Returns whether the page is one of endlessly many that select entries by several conditions.
   * Search engines would find the same entries on each.
   */
  private static boolean isCombination(Context ctx, Asked asked) {
    return ctx.req().getQueryString() != null
        || asked.name().filter(name -> name.contains(",")).isPresent();
  }

  private Page cached(PageCache.Key key, Catalog now) {
    var control = Sender.cacheControl(key.address().access().keyed(), maxAge(key, now.settings()));
    var page = pages.get(key, () -> feeds.renderAnswer(() -> feeds.page(key, now, control)));
    if (!Objects.equals(views.get().of(key.address().access()), now)) {
      pages.drop(key);
    }
    return page;
  }

  /**
   * Returns the page, or the difference to an edition if the client asks for that and the edition
   * is known (RFC 3229).
   */
  private Page wanted(Context ctx, PageCache.Key key, Page page, Catalog now) {
    var since =
        DeltaRequest.since(
            new DeltaRequest.HeaderFields(
                HeaderField.of(ctx, "A-IM"),
                HeaderField.of(ctx, "If-None-Match"),
                HeaderField.of(ctx, "User-Agent")),
            wantsDifference(ctx));
    if (since.isEmpty() || since.get().equals(page.plain().etag())) {
      return page;
    }
    try {
      return pages
          .edition(key, since.get())
          .map(
              edition ->
                  page.deltaSince(
                      since.get(),
                      whole -> feeds.renderAnswer(() -> feeds.delta(whole, edition, key, now))))
          .orElse(page);
    } catch (StoreException e) {
      return page; // the whole page from the cache
    }
  }

  /**
   * Returns whether the address means the same page to everyone at any time. A key may be revoked,
   * relative times change their meaning, and digests are added.
   */
  private static boolean isLasting(MergedFeedAddress channel) {
    var selection = channel.selection();
    return !channel.access().keyed()
        && selection.since().isEmpty()
        && selection.until().isEmpty()
        && selection.digest().isEmpty();
  }

  private static boolean wantsDifference(Context ctx) {
    return "1".equals(ctx.queryParam(DIFFERENCE));
  }

  private static String address(Context ctx) {
    var query = ctx.req().getQueryString();
    return ctx.req().getRequestURI() + (query == null ? "" : "?" + query);
  }

  /**
   * Returns a third of the shortest time between two polls, at least 5 seconds and at most 5
   * minutes. Caches always ask for digests, which change when a period ends.
   */
  private static Duration maxAge(PageCache.Key key, Settings settings) {
    if (key.digested().isPresent()) {
      return Duration.ZERO;
    }
    long third = settings.polling().min().toSeconds() / 3;
    return Duration.ofSeconds(Math.clamp(third, 5, 300));
  }

  static ProblemDocument problem(BadSelection bad) {
    var errors =
        bad.faults().stream()
            .map(f -> new ProblemDocument.ParameterError(f.parameter(), f.message()))
            .toList();
    return new ProblemDocument(
        400, "Bad selection", String.valueOf(bad.getMessage()), errors, List.of());
  }
}

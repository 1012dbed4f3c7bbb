package io.feedloom.serve;

import io.feedloom.config.Reloaded;
import io.feedloom.feed.FeedId;
import io.feedloom.feed.FeedStatus;
import io.feedloom.health.Health;
import io.feedloom.select.BadSelection;
import io.feedloom.serve.access.Access;
import io.feedloom.serve.access.AdminAuth;
import io.feedloom.serve.access.Catalog;
import io.feedloom.serve.access.Views;
import io.feedloom.serve.access.Visitor;
import io.feedloom.serve.http.Delivery;
import io.feedloom.serve.http.ProblemDocument;
import io.feedloom.serve.http.PublicUrl;
import io.feedloom.serve.page.EntryExplanation;
import io.feedloom.serve.page.FileNotice;
import io.feedloom.serve.page.Pages;
import io.feedloom.serve.page.StatusPage;
import io.feedloom.serve.page.StatusPage.Asked;
import io.feedloom.serve.page.Totals;
import io.feedloom.serve.view.ProgramHealth;
import io.feedloom.serve.view.StatusView.Admin;
import io.feedloom.serve.view.WebhookView;
import io.feedloom.store.Store;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The routes of the status page and its buttons. */
final class StatusRoutes {
  private static final String SAID = "said";
  private static final String RELOADED = "reloaded";
  private static final String FAULTS = "faults";
  private static final String OLDER = "older";
  private static final String WAITING = "waiting";
  private static final String FAILED = "failed";
  private static final String POLLING = "polling";
  private static final String BUSY = "busy";

  private final Store store;
  private final Supplier<Views> views;
  private final Pages html;
  private final EntryExplanation explanations;
  private final AdminAuth admission;
  private final AdminActions operator;
  private final InstantSource clock;
  private final Health health;

  StatusRoutes(
      Store store,
      Supplier<Views> views,
      Pages html,
      EntryExplanation explanations,
      AdminAuth admission,
      AdminActions operator,
      InstantSource clock,
      Health health) {
    this.store = store;
    this.views = views;
    this.html = html;
    this.explanations = explanations;
    this.admission = admission;
    this.operator = operator;
    this.clock = clock;
    this.health = health;
  }

  void addTo(RoutesConfig routes) {
    routes.get("/status", ctx -> show(ctx, Admin.NO));
    routes.get("/status/admin", this::showToAdmin);
    routes.get("/status/sources/{id}", this::why);
    routes.post("/status/reload", this::reload);
    routes.post("/status/feeds/{id}/refresh", this::refresh);
  }

  /**
   * Shows the page to the admin. Makes a browser ask for the token, which it then sends to all
   * paths below this one.
   */
  private void showToAdmin(Context ctx) throws AdminAuth.TooManyTries {
    if (isAdmin(ctx)) {
      show(ctx, Admin.YES);
    }
  }

  private void show(Context ctx, Admin admin) {
    var now = admin == Admin.YES ? views.get().full() : views.get().of(ctx);
    var feeds =
        store.feeds().all().stream()
            .filter(feed -> now.shows(feed.id()))
            .map(admin == Admin.YES ? UnaryOperator.identity() : FeedStatus::masked)
            .toList();
    var page =
        new StatusPage(
            PublicUrl.of(ctx),
            asked(ctx),
            now.settings().server().adminToken().isEmpty() ? Admin.IMPOSSIBLE : admin,
            now.file(),
            feeds,
            store.feeds().history(feeds.stream().map(FeedStatus::id).toList()),
            store.topics().byFeed(),
            knowsAll(ctx, admin)
                ? Optional.of(
                    new Totals.Whole(
                        store.storage().size(),
                        operator.underWay(),
                        store.hubSubscriptions().figures()))
                : Optional.empty(),
            clock.instant());
    var programHealth =
        admin == Admin.YES
            ? ProgramHealth.of(health, operator.openIncidents(), store.nodes().all())
            : ProgramHealth.NONE;
    var webhooks =
        admin == Admin.YES
            ? WebhookView.of(now.settings().webhooks(), store.webhooks().states())
            : List.<WebhookView>of();
    html.status(ctx, page, programHealth, webhooks, now, notice(ctx.queryParam(SAID)));
  }

  /**
   * Returns whether the client may know about feeds that need a key. Depends only on the client, so
   * that others cannot learn whether there are such feeds.
   */
  private static boolean knowsAll(Context ctx, Admin admin) {
    return admin == Admin.YES || Access.of(ctx).keyed();
  }

  /** Shows the admin one feed, and why its entries are shown or not shown. */
  private void why(Context ctx) throws BadSelection, AdminAuth.TooManyTries {
    if (!isAdmin(ctx)) {
      return;
    }
    var now = views.get().full();
    var feed = find(ctx, now);
    if (feed.isPresent()) {
      var words = Optional.ofNullable(ctx.queryParam("q")).map(String::strip).orElse("");
      var page = explanations.page(feed.get(), words, now, Visitor.of(ctx), clock.instant());
      html.why(ctx, page, now, notice(ctx.queryParam(SAID)));
    }
  }

  private static Asked asked(Context ctx) {
    return Asked.of(
        ctx.queryParam("state"),
        ctx.queryParam("q"),
        ctx.queryParam("sort"),
        ctx.queryParam("from"));
  }

  private static @Nullable String notice(@Nullable String said) {
    return said == null
        ? null
        : switch (said) {
          case RELOADED -> "feeds.yml was read and is in force.";
          case FAULTS -> "feeds.yml has faults; the previous settings stay in force.";
          case OLDER -> "Another node has loaded a newer feeds.yml, and that one is in force.";
          case WAITING -> FileNotice.BEHIND + "; it comes into force when the store is back.";
          case FAILED -> FileNotice.BEHIND + "; it could not be read, and the log says why.";
          case POLLING -> "The feed is being polled.";
          case BUSY -> "The feed was being polled already.";
          default -> null;
        };
  }

  /** Redirects to the page with the button, so that the page can be reloaded. */
  private static void back(Context ctx, String said) {
    var query = asked(ctx).query();
    back(ctx, "/status/admin" + (query.isEmpty() ? "?" : query + "&"), said);
  }

  private static void back(Context ctx, String page, String said) {
    Delivery.guardUnstored(ctx);
    ctx.redirect(PublicUrl.of(ctx).link(page) + SAID + "=" + said, HttpStatus.SEE_OTHER);
  }

  private Admin admin(Context ctx, Catalog now) throws AdminAuth.TooManyTries {
    var token = now.settings().server().adminToken();
    if (token.isEmpty()) {
      return Admin.IMPOSSIBLE;
    }
    return admission.has(ctx, token) ? Admin.YES : Admin.NO;
  }

  /** Returns whether the admin makes the request. If not, sends the answer. */
  private boolean isAdmin(Context ctx) throws AdminAuth.TooManyTries {
    switch (admin(ctx, views.get().of(ctx))) {
      case YES -> {
        return true;
      }
      case NO -> AdminAuth.ask(ctx);
      case IMPOSSIBLE -> AdminAuth.refuse(ctx);
    }
    return false;
  }

  private boolean mayPress(Context ctx) throws AdminAuth.TooManyTries {
    if (!AdminAuth.isOwnForm(ctx)) {
      ProblemDocument.of(403, "Not from here", "This form was sent from another site.").send(ctx);
      return false;
    }
    return isAdmin(ctx);
  }

  private void reload(Context ctx) throws AdminAuth.TooManyTries {
    if (mayPress(ctx)) {
      back(
          ctx,
          switch (operator.reload()) {
            case Reloaded.InForce _ -> RELOADED;
            case Reloaded.Older _ -> OLDER;
            case Reloaded.Faulty _ -> FAULTS;
            case Reloaded.Waiting _ -> WAITING;
            case Reloaded.Failed _ -> FAILED;
          });
    }
  }

  private void refresh(Context ctx) throws AdminAuth.TooManyTries {
    if (!mayPress(ctx)) {
      return;
    }
    var feed = find(ctx, views.get().full());
    if (feed.isEmpty()) {
      return;
    }
    var said = operator.refresh(feed.get().id()) ? POLLING : BUSY;
    if ("source".equals(ctx.queryParam("from"))) {
      back(ctx, "/status/sources/" + feed.get().id() + "?", said);
    } else {
      back(ctx, said);
    }
  }

  /** Returns the feed in the path. If there is none, sends the answer. */
  private Optional<FeedStatus> find(Context ctx, Catalog now) {
    var feed = FeedId.parse(ctx.pathParam("id")).filter(now::shows).flatMap(store.feeds()::byId);
    if (feed.isEmpty()) {
      ProblemDocument.of(404, "Unknown source", "No feed of feeds.yml has this id.").send(ctx);
    }
    return feed;
  }
}

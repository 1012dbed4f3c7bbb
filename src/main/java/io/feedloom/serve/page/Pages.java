package io.feedloom.serve.page;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.Utf8ByteOutput;
import io.feedloom.feed.Selection;
import io.feedloom.serve.access.Catalog;
import io.feedloom.serve.http.Delivery;
import io.feedloom.serve.http.PublicUrl;
import io.feedloom.serve.merged.MergedFeedAddress;
import io.feedloom.serve.merged.MergedFeeds;
import io.feedloom.serve.merged.Tags;
import io.feedloom.serve.view.Document;
import io.feedloom.serve.view.Document.Place;
import io.feedloom.serve.view.ErrorView;
import io.feedloom.serve.view.ProgramHealth;
import io.feedloom.serve.view.SourceView;
import io.feedloom.serve.view.StatusView;
import io.feedloom.serve.view.WebhookView;
import io.javalin.http.Context;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes and sends the pages for people. They work without their script. */
public final class Pages {
  /**
   * Only our script runs, and it can create no markup. Pictures and media come from the addresses
   * that publishers give. Nothing else comes from other sites, and no site may frame the page.
   */
  private static final String POLICY =
      "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self'"
          + " data: https: http:; media-src https: http:; base-uri 'none'; form-action 'self';"
          + " frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'";

  private final TemplateEngine templates = TemplateEngine.createPrecompiled(ContentType.Html);
  private final MergedFeeds feeds;
  private final Tags tags;
  private final InstantSource clock;

  public Pages(MergedFeeds feeds, Tags tags, InstantSource clock) {
    this.feeds = feeds;
    this.tags = tags;
    this.clock = clock;
  }

  /**
   * Sends the page of a merged feed.
   *
   * @param full whether entries are shown whole
   */
  public void river(Context ctx, MergedFeedAddress address, boolean full, Catalog catalog) {
    var body = feeds.renderAnswer(() -> river(address, full, catalog));
    send(ctx, body, Delivery.ASK);
  }

  private byte[] river(MergedFeedAddress address, boolean full, Catalog catalog) {
    var river = feeds.forPage(address, catalog, clock.instant());
    var page =
        new RiverPage(
            address,
            full,
            river,
            feeds.sources(river),
            tags.all(catalog),
            source(address, catalog),
            catalog);
    var document =
        new Document(
            address.visitor().url(),
            catalog.settings().title(),
            feeds.title(address, catalog),
            address.equals(MergedFeedAddress.of(Selection.ALL, address.visitor()))
                ? Place.RIVER
                : Place.ELSEWHERE,
            SiteLinks.feeds(address),
            page.news());
    return body("river.jte", document, page.view(feeds.description(address, catalog)));
  }

  /** Returns the state of the only source of a merged feed; null if it has none or several. */
  private @Nullable SourceView source(MergedFeedAddress address, Catalog catalog) {
    var source = feeds.source(address, catalog);
    if (source.isEmpty()) {
      return null;
    }
    var feed = source.get().feed();
    var view = SourceView.of(feed, source.get().polls(), clock.instant());
    return catalog.settings().server().adminToken().isEmpty()
        ? view
        : view.withAdmin(address.visitor().url().link("/status/sources/" + feed.id()));
  }

  /** Sends the page with the state of all feeds. */
  public void status(
      Context ctx,
      StatusPage page,
      ProgramHealth programHealth,
      List<WebhookView> webhooks,
      Catalog catalog,
      @Nullable String notice) {
    var site = catalog.settings().title();
    var document =
        new Document(PublicUrl.of(ctx), site, "Status – " + site, Place.STATUS, List.of(), null);
    var caching = page.admin() == StatusView.Admin.YES ? Delivery.UNSTORED : Delivery.ASK;
    show(ctx, "status.jte", document, page.view(notice, programHealth, webhooks), caching);
  }

  /** Sends the page that explains why the entries of a feed are shown or not shown. */
  public void why(Context ctx, ExplanationPage page, Catalog catalog, @Nullable String notice) {
    var site = catalog.settings().title();
    var title = page.feed().display() + " – " + site;
    show(
        ctx,
        "why.jte",
        new Document(PublicUrl.of(ctx), site, title, Place.STATUS, List.of(), null),
        page.view(notice),
        Delivery.UNSTORED);
  }

  /** Sends an error page. No cache may keep it. */
  void problem(Context ctx, ErrorView problem, Catalog catalog) {
    var site = catalog.settings().title();
    var title = problem.title() + " – " + site;
    var document = new Document(PublicUrl.of(ctx), site, title, Place.ELSEWHERE, List.of(), null);
    policies(ctx);
    ctx.contentType("text/html; charset=utf-8").result(body("problem.jte", document, problem));
  }

  private void show(
      Context ctx, String template, Document document, Object view, String cacheControl) {
    send(ctx, body(template, document, view), cacheControl);
  }

  private static void send(Context ctx, byte[] body, String cacheControl) {
    policies(ctx);
    Delivery.send(ctx, body, "text/html; charset=utf-8", cacheControl);
  }

  private static void policies(Context ctx) {
    ctx.header("Content-Security-Policy", POLICY);
    ctx.header("Referrer-Policy", "no-referrer");
    ctx.header("X-Content-Type-Options", "nosniff");
  }

  private byte[] body(String template, Document document, Object view) {
    var out = new Utf8ByteOutput();
    templates.render(template, Map.of("document", document, "view", view), out);
    var bytes = new ByteArrayOutputStream(out.getContentLength());
    try {
      out.writeTo(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}

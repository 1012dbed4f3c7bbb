package io.feedloom.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.LocatorAssertions;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How an open page shows arrivals. */
class ArrivalIT {
  private static final LocatorAssertions.HasTextOptions PATIENT =
      new LocatorAssertions.HasTextOptions().setTimeout(40_000);

  private static Site site;
  private final BrowserContext window = Chromium.window();

  @BeforeAll
  static void open(@TempDir Path folder) throws Exception {
    site = Site.open(folder);
  }

  @AfterAll
  static void closeSite() {
    site.close();
  }

  @AfterEach
  void closeWindow() {
    window.close();
  }

  /** Opens a page, and waits until it receives events. */
  private Page listening(String path) {
    var page = window.newPage();
    page.waitForResponse(
        answer -> answer.url().contains("/entries"), () -> page.navigate(site.url(path)));
    return page;
  }

  private static Locator entry(Page page, String words) {
    return page.locator("article").filter(new Locator.FilterOptions().setHasText(words));
  }

  @Test
  void arrivalsAreAnnouncedWithoutMovingThePage() {
    var java = listening("/tags/java");
    var asia = listening("/tags/asia");

    site.publishAtPort("p3", "Landfall");
    assertThat(asia.locator(".news a")).hasText("One new entry", PATIENT);
    assertThat(entry(asia, "Landfall")).hasCount(0);
    assertThat(java.locator(".news a")).hasCount(0);

    asia.locator(".news a").click();
    assertThat(entry(asia, "Landfall")).hasCount(1);
    assertThat(asia.locator(".news a")).hasCount(0);
  }

  @Test
  void pageWithoutEntriesAnnouncesItsFirstOne() {
    var empty = listening("/tags/asia?q=cormorant");
    assertThat(empty.locator(".empty")).isVisible();

    site.publishAtPort("p4", "A cormorant on the mast");
    assertThat(empty.locator(".news a")).hasText("One new entry", PATIENT);
    empty.locator(".news a").click();
    assertThat(entry(empty, "cormorant")).hasCount(1);
  }

  @Test
  void streamsAndReadersWithAKeyGetTheirOwnArrivals() {
    var stream = listening("/streams/calm?key=" + Site.KEY);
    var diary = listening("/tags/diary?key=" + Site.KEY);

    site.publishAtPort("p5", "Calm sea");
    assertThat(stream.locator(".news a")).hasText("One new entry", PATIENT);
    assertThat(diary.locator(".news a")).hasCount(0);
  }

  @Test
  void changedEntryIsNotAnnounced() throws Exception {
    var page = listening("/tags/asia");
    site.publishAtPort("p6", "First wording");
    assertThat(page.locator(".news a")).hasText("One new entry", PATIENT);
    page.locator(".news a").click();
    page.waitForResponse(answer -> answer.url().contains("/entries"), page::reload);

    site.publishAtPort("p6", "Second wording");
    site.feedloom.await(
        "the change", () -> site.feedloom.get("/tags/asia.json").body().contains("Second"));
    site.publishAtPort("p7", "Another one");
    assertThat(page.locator(".news a")).hasText("One new entry", PATIENT);
    page.locator(".news a").click();
    assertThat(entry(page, "Second wording")).hasCount(1);
    assertThat(entry(page, "Another one")).hasCount(1);
  }

  @Test
  void hiddenPageSendsNoRequests() {
    var page = window.newPage();
    List<String> asked = new CopyOnWriteArrayList<>();
    page.onRequest((Request request) -> asked.add(request.url()));
    page.addInitScript(
        "Object.defineProperty(document, 'hidden', {get: () => window.looked !== true})");
    page.navigate(site.url("/tags/asia"));
    assertThat(page.locator("time[data-ago]").first()).isVisible();
    assertThat(asked).noneMatch(url -> url.contains("/api/"));

    page.waitForResponse(
        answer -> answer.url().contains("/entries"),
        () ->
            page.evaluate(
                "window.looked = true; document.dispatchEvent(new Event('visibilitychange'))"));
    assertThat(asked).anyMatch(url -> url.contains("/api/v1/events?tag=asia"));
  }

  @Test
  void withdrawnEntryIsNoLongerAnnounced() {
    var entry =
        "event: entry\n"
            + "data: {\"source\": {\"id\": \"kestrel\"}, \"guid\": \"%s\", \"firstSeen\":"
            + " \"2026-11-03T10:00:00Z\", \"lastChanged\": \"2026-11-03T10:00:00Z\"}\n\n";
    var gone = "event: withdrawn\ndata: {\"source\": {\"id\": \"kestrel\"}, \"guid\": \"%s\"}\n\n";
    var events =
        entry.formatted("k8")
            + entry.formatted("k9")
            + entry.formatted("k10")
            + gone.formatted("k9")
            + gone.formatted("k10");
    var page = window.newPage();
    page.route(
        "**/api/v1/events*",
        route ->
            route.fulfill(
                new Route.FulfillOptions().setContentType("text/event-stream").setBody(events)));
    page.navigate(site.url("/tags/java"));
    assertThat(page.locator(".news a")).hasText("One new entry", PATIENT);
  }

  @Test
  void withoutEventsThePageRequestsEntriesSilently() {
    var page = window.newPage();
    List<String> complaints = new CopyOnWriteArrayList<>();
    page.onPageError(complaints::add);
    page.route(
        "**/api/v1/events*", route -> route.fulfill(new Route.FulfillOptions().setStatus(503)));
    page.waitForResponse(
        answer -> answer.url().contains("/entries"), () -> page.navigate(site.url("/tags/java")));
    assertThat(page.locator("article").first()).isVisible();
    assertThat(complaints).isEmpty();
  }
}

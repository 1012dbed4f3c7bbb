package io.feedloom.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The status page in a browser. */
class StatusIT {
  /** The section about feeds.yml. Incidents have a section of their own. */
  private static final String FILE = ".faults[aria-labelledby='faults']";

  private static final Site SITE = Site.shared();
  private BrowserContext window = Chromium.window();

  @BeforeAll
  static void open() throws Exception {
    SITE.feedloom.await(
        "the missing feed",
        () -> SITE.feedloom.get("/api/v1/feeds/missing").body().contains("\"failed\""));
  }

  @AfterEach
  void closeWindow() {
    window.close();
  }

  private Page show(String path) {
    var page = window.newPage();
    page.navigate(SITE.url(path));
    return page;
  }

  private Page showToAdmin() {
    window.close();
    window = Chromium.window(o -> o.setHttpCredentials("admin", Site.TOKEN));
    var page = window.newPage();
    page.navigate(SITE.url("/status"));
    page.getByRole(
            AriaRole.LINK, new Page.GetByRoleOptions().setName("Sign in with the admin token"))
        .click();
    assertThat(page).hasURL(SITE.url("/status/admin"));
    return page;
  }

  /** Finds elements that overlap others in the same row. */
  private static String overlapping(Page page) {
    return page.evaluate(
            """
            [...document.querySelectorAll('tbody tr')].flatMap(row => {
              const cells = [...row.children].map(cell => [cell, cell.getBoundingClientRect()]);
              return cells.flatMap(([a, p], i) => cells.slice(i + 1)
                .filter(([, q]) => p.right > q.left + 1 && q.right > p.left + 1
                  && p.bottom > q.top + 1 && q.bottom > p.top + 1)
                .map(([b]) => a.textContent + ' | ' + b.textContent));
            }).join()
            """)
        .toString();
  }

  private static Locator row(Page page, String title) {
    return page.locator("tbody tr").filter(new Locator.FilterOptions().setHasText(title));
  }

  private static Locator button(Page page, String name) {
    return page.getByRole(
        AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  private static List<String> titles(Page page) {
    return page.locator("tbody th[scope=row] a").allInnerTexts();
  }

  @Test
  void everyFeedIsListedWithStateHistoryAndNextPoll() {
    var page = show("/status");
    assertThat(page.locator("tbody tr")).hasCount(5);
    var missing = row(page, "missing");
    assertThat(missing.locator(".state")).hasText("failing");
    assertThat(missing).containsText("404");
    assertThat(missing).containsText("the last poll failed");
    var wave = row(page, "Wave Length");
    assertThat(wave.locator(".state")).hasText("healthy");
    assertThat(wave.locator("svg path.fresh")).hasAttribute("d", Pattern.compile("M\\d+ 27v-\\d+"));
    assertThat(wave.locator("svg"))
        .hasAttribute(
            "aria-label", Pattern.compile("the last poll: 1 fresh; .*; 1 entries new or changed"));
    assertThat(wave.locator("time").first()).hasAttribute("data-ago", Pattern.compile(".+"));
    assertThat(page.locator(".figures div:has-text('Polls')").first())
        .containsText(Pattern.compile("\\d+ in the last hour"));
    assertThat(page.locator(".figures")).containsText("in the last hour; none is overdue");
    assertThat(page.locator(".figures")).containsText("66");
    assertThat(page.locator(".ahead svg"))
        .hasAttribute("aria-label", Pattern.compile(".*(within the hour).*"));
  }

  @Test
  void figuresForAllFeedsAreShownToTheAdmin() {
    assertThat(show("/status").locator(".figures")).not().containsText("Store");

    assertThat(showToAdmin().locator(".figures div:has-text('Store') strong"))
        .hasText(Pattern.compile("[\\d.]+ [kM]B"));
  }

  @Test
  void tableSortsAndFilters() {
    var page = show("/status");
    page.locator("thead a", new Page.LocatorOptions().setHasText("Entries")).click();
    assertThat(titles(page).getFirst()).isEqualTo("Archive");
    assertThat(page.locator("[aria-sort=descending]")).hasText("Entries");
    page.locator("thead a", new Page.LocatorOptions().setHasText("Entries")).click();
    assertThat(titles(page).getLast()).isEqualTo("Archive");
    page.locator(".filters a", new Page.LocatorOptions().setHasText("failing")).click();
    assertThat(titles(page)).containsExactly("missing");
    page.locator(".filters a", new Page.LocatorOptions().setHasText("all")).click();
    page.getByLabel("Find feeds").fill("wave");
    page.keyboard().press("Enter");
    assertThat(page.locator("tbody tr")).hasCount(1);
    assertThat(titles(page)).containsExactly("Wave Length");
    assertThat(page.getByLabel("Find feeds")).hasValue("wave");
  }

  @Test
  void onlyTheAdminHasButtons() {
    var page = show("/status");
    assertThat(page.locator("form[method=post]")).hasCount(0);
    assertThat(page.locator("main")).containsText("Sign in with the admin token");
    var path = "/status/feeds/wave/refresh";
    assertThat(SITE.feedloom.post(path).statusCode()).isEqualTo(401);
    assertThat(SITE.feedloom.post("/status/reload", "Authorization", "Bearer no").statusCode())
        .isEqualTo(401);
    var elsewhere =
        SITE.feedloom.post(
            path, "Authorization", "Bearer " + Site.TOKEN, "Sec-Fetch-Site", "cross-site");
    assertThat(elsewhere.statusCode()).isEqualTo(403);
    var old =
        SITE.feedloom.post(
            path, "Authorization", "Bearer " + Site.TOKEN, "Origin", "http://evil.example");
    assertThat(old.statusCode()).isEqualTo(403);
    assertThat(SITE.publisher.requests("/wave")).hasSize(1);
  }

  @Test
  void tableFitsIntoWindowsOfAnyWidth() {
    var page = showToAdmin();
    assertThat(page.locator("time[data-ago]").first()).isVisible();
    for (int width = 360; width <= 1440; width += 40) {
      page.setViewportSize(width, 900);
      assertThat(Looks.tooWide(page)).as("%d px", width).isEmpty();
      assertThat(beyondTheHeading(page)).as("%d px", width).isEqualTo("[]");
    }
  }

  /** Finds buttons of feeds that extend beyond the heading. */
  private static String beyondTheHeading(Page page) {
    return page.evaluate(
            """
            [...document.querySelectorAll('tbody button')].map(b => b.getBoundingClientRect().right)
              .filter(right => right > document.querySelector('main .bar')
                .getBoundingClientRect().right + 0.5)
            """)
        .toString();
  }

  @Test
  void adminPollsAFeedNow() throws Exception {
    var page = showToAdmin();
    int before = SITE.publisher.requests("/kestrel").size();
    page.locator(".filters a", new Page.LocatorOptions().setHasText("healthy")).click();
    button(page, "Refresh Kestrel Notes").click();
    assertThat(page).hasURL(SITE.url("/status/admin?state=healthy&said=polling"));
    assertThat(page.getByRole(AriaRole.STATUS)).hasText("The feed is being polled.");
    SITE.feedloom.await("a poll", () -> SITE.publisher.requests("/kestrel").size() == before + 1);
    assertThat(Looks.violations(page)).isEmpty();
  }

  @Test
  void faultOfFeedsYmlIsShownWithItsLineUntilFixed() throws Exception {
    var page = showToAdmin();
    SITE.write("  - { url: nonsense }\n  - { id: x, url: http://x.example/f, tgas: [s3cret] }\n");
    button(page, "Reload feeds.yml").click();
    assertThat(page.getByRole(AriaRole.STATUS)).containsText("feeds.yml has faults");
    assertThat(page.locator(FILE)).containsText("did you mean \"tags\"?");
    assertThat(page.locator(FILE + " pre").first()).hasText("  - { url: nonsense }");
    assertThat(page.locator("tbody tr")).hasCount(6);
    assertThat(page.locator(FILE + " .place").first())
        .hasText(Pattern.compile(".*feeds.yml:\\d+:\\d+"));
    assertThat(Looks.violations(page)).isEmpty();

    try (var other = Chromium.window()) {
      var seen = other.newPage();
      seen.navigate(SITE.url("/status"));
      assertThat(seen.locator(".faults")).containsText("has a fault; run feedloom check to see it");
      assertThat(seen.locator(".faults pre")).hasCount(0);
      seen.navigate(SITE.url("/"));
      assertThat(seen.locator(".faults")).containsText("feeds.yml has faults");
    }

    SITE.write("");
    button(page, "Reload feeds.yml").click();
    assertThat(page.getByRole(AriaRole.STATUS)).hasText("feeds.yml was read and is in force.");
    assertThat(page.locator(FILE)).hasCount(0);
  }

  @Test
  void adminSeesWhyEntriesAreShownOrNot() throws Exception {
    SITE.write(
        """
        rules:
          - { when: { title: "^Tom" }, drop: true }
          - { when: { title: "extension" }, tag: Kotlin }
        """);
    try {
      var page = showToAdmin();
      button(page, "Reload feeds.yml").click();
      SITE.feedloom.await(
          "the rules at work",
          () -> SITE.feedloom.get("/sources/kestrel.json").body().contains("\"Kotlin\""));
      page.locator("tbody a", new Page.LocatorOptions().setHasText("Kestrel Notes")).click();
      assertThat(page).hasURL(SITE.url("/status/sources/kestrel"));
      var dropped = page.locator(".item", new Page.LocatorOptions().setHasText("Tom & Jerry"));
      assertThat(dropped).containsText("title \"^Tom\" → drop");
      var shown = page.locator(".item", new Page.LocatorOptions().setHasText("Five extension"));
      assertThat(shown).containsText("Kotlin by a rule");
      assertThat(shown).containsText("title \"extension\" → tag Kotlin");
      assertThat(page.locator(".source ul")).containsText(Pattern.compile("line \\d+"));
      assertThat(Looks.violations(page)).isEmpty();
      for (int width : new int[] {1280, 1024, 390}) {
        page.setViewportSize(width, 844);
        assertThat(Looks.tooWide(page)).as("%d px", width).isEmpty();
      }

      page.getByLabel("Find entries").fill("jerry");
      page.keyboard().press("Enter");
      assertThat(page.locator(".item")).hasCount(1);
      page.getByLabel("Find entries").fill("zebra");
      page.keyboard().press("Enter");
      assertThat(page.locator(".empty")).containsText("None of the newest 2 entries");
      button(page, "Refresh").click();
      assertThat(page).hasURL(SITE.url("/status/sources/kestrel?said=polling"));
    } finally {
      SITE.write("");
      SITE.feedloom.post("/api/v1/reload", "Authorization", "Bearer " + Site.TOKEN);
      SITE.feedloom.await(
          "the entry again",
          () -> SITE.feedloom.get("/sources/kestrel.json").body().contains("Jerry"));
    }
  }

  @Test
  void statusPageWorksWithoutScriptOnAPhoneAndAccessibly() {
    window.close();
    window = Chromium.window(o -> o.setJavaScriptEnabled(false).setViewportSize(390, 844));
    var page = show("/status");
    assertThat(row(page, "Wave Length").locator(".state")).isVisible();
    assertThat(Looks.tooWide(page)).isEmpty();
    assertThat(overlapping(page)).isEqualTo("");
    page.locator(".filters a", new Page.LocatorOptions().setHasText("failing")).click();
    assertThat(page.locator("tbody tr")).hasCount(1);
    window.close();
    window = Chromium.window(o -> o.setColorScheme(ColorScheme.DARK));
    assertThat(Looks.violations(show("/status"))).isEmpty();
  }
}

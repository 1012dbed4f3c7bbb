package io.feedloom.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.Media;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The pages of entries in a browser. */
class ReadingIT {
  private static final Site SITE = Site.shared();

  private BrowserContext window = Chromium.window();

  @AfterEach
  void closeWindow() {
    window.close();
  }

  private void use(Consumer<Browser.NewContextOptions> settings) {
    window.close();
    window = Chromium.window(settings);
  }

  private Page show(String path) {
    var page = window.newPage();
    page.navigate(SITE.url(path));
    return page;
  }

  private static Locator entry(Page page, String title) {
    return page.locator("article").filter(new Locator.FilterOptions().setHasText(title));
  }

  private static List<String> titles(Page page) {
    return page.locator("article h3").allInnerTexts();
  }

  private static Locator link(Page page, String name) {
    return page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  @Test
  void entriesAreListedByDayWithSourceTimeAuthorAndTags() {
    var page = show("/");
    assertThat(page).hasTitle("The Evening Loom");
    assertThat(page.locator("section.day h2").first()).hasText("Tuesday, 3 November 2026");
    var entry = entry(page, "Five extension functions");
    assertThat(entry).containsText("Kestrel Notes");
    assertThat(entry).containsText("by Marisol Tean");
    assertThat(entry.locator("time")).hasAttribute("datetime", "2026-11-03T10:02:00Z");
    assertThat(entry.locator("time")).hasText("10:02");
    assertThat(entry.locator("time")).hasAttribute("title", "published 3 Nov 2026, 10:02 UTC");
    assertThat(entry.locator("time"))
        .hasAttribute("data-ago", Pattern.compile(".*(ago|yesterday|in .*)"));
    assertThat(entry.locator(".tags")).containsText("java");
    assertThat(link(page, "Kestrel Notes").first()).hasAttribute("href", "/sources/kestrel");
    assertThat(link(page, "Five extension functions I deleted"))
        .hasAttribute("href", "http://x.example/k2");
  }

  @Test
  void textIsShownAsPublished() {
    var page = show("/");
    assertThat(entry(page, "Tom & Jerry").locator("h3")).hasText("Tom & Jerry return");
    assertThat(entry(page, "Tom & Jerry").locator(".summary")).hasText("Fish & chips");
    assertThat(entry(page, "Harbour & hill")).isVisible();
  }

  @Test
  void fullTextStaysSelectedWhileNarrowing() {
    var page = show("/");
    assertThat(entry(page, "Five extension").locator(".summary")).containsText("…");
    link(page, "Full text").click();
    var entry = entry(page, "Five extension");
    assertThat(entry.locator(".content p")).hasCount(24);
    assertThat(entry.locator(".content h4")).hasText("Why");
    assertThat(entry.locator(".content img")).hasAttribute("loading", "lazy");
    assertThat(entry.locator("iframe")).hasCount(0);
    assertThat(entry.locator("a.frame")).hasText("Open at www.youtube.com");
    entry.locator(".tags a").first().click();
    assertThat(page).hasURL(Pattern.compile(".*/tags/java\\?content=full"));
    assertThat(page.locator(".content p").first()).isVisible();
  }

  @Test
  void chipsNarrowWidenExcludeAndAreRemoved() {
    var page = show("/");
    link(page, "news , 3 entries").click();
    assertThat(page.locator("h1")).hasText("news");
    assertThat(titles(page)).hasSize(3);
    link(page, "or java").click();
    assertThat(page.locator("h1")).hasText("java or news");
    assertThat(titles(page)).hasSize(5);
    link(page, "not podcast").click();
    assertThat(page.locator("h1")).hasText("java or news, not podcast");
    assertThat(titles(page)).hasSize(4);
    assertThat(page).hasURL(Pattern.compile(".*/tags/java,news\\?tag=-podcast"));
    link(page, "asia , 2 entries").click();
    assertThat(titles(page)).hasSize(2);
    link(page, "Remove asia").click();
    link(page, "Remove java").click();
    assertThat(page.locator("h1")).hasText("news, not podcast");
    link(page, "Remove podcast").click();
    link(page, "Remove news").click();
    assertThat(page).hasURL(Pattern.compile(".*:\\d+/"));
  }

  @Test
  void streamHasItsOwnPage() {
    var page = show("/");
    link(page, "Calm Evening").click();
    assertThat(page.locator("h1")).hasText("Calm Evening");
    assertThat(page).hasURL(Pattern.compile(".*/streams/calm"));
    assertThat(titles(page)).hasSize(2);
    assertThat(page.locator("link[href='/streams/calm.rss']")).hasCount(1);
    link(page, "not asia").click();
    assertThat(page.locator("h1")).hasText("Calm Evening: not asia");
    assertThat(page.locator("main")).containsText("Nothing has arrived here yet.");
    link(page, "Remove asia").click();
    assertThat(page).hasURL(Pattern.compile(".*/streams/calm"));
  }

  @Test
  void olderEntriesFollowWithoutGapsOrRepetition() {
    var page = show("/");
    var seen = new ArrayList<>(titles(page));
    assertThat(seen).hasSize(50);
    link(page, "Older entries").click();
    assertThat(page.locator("article")).hasCount(16);
    seen.addAll(titles(page));
    assertThat(new HashSet<>(seen)).hasSize(66);
    assertThat(link(page, "Older entries")).hasCount(0);
    link(page, "Newer entries").click();
    assertThat(page.locator("article")).hasCount(50);
    assertThat(titles(page)).isEqualTo(seen.subList(0, 50));
    link(page, "Back to the newest").click();
    assertThat(page).hasURL(Pattern.compile(".*:\\d+/"));
  }

  @Test
  void shownSelectionCanBeSubscribedTo() {
    use(o -> o.setPermissions(List.of("clipboard-read", "clipboard-write")));
    var page = show("/tags/news?tag=-podcast");
    for (String type : List.of("atom", "rss", "json")) {
      var href = "/tags/news." + type + "?tag=-podcast";
      assertThat(page.locator("#subscribe a[href='" + href + "']")).isVisible();
      assertThat(page.locator("link[rel=alternate][href='" + href + "']")).hasCount(1);
      assertThat(SITE.feedloom.get(href).statusCode()).isEqualTo(200);
    }
    page.getByLabel("Copy the Atom address").click();
    assertThat(page.getByLabel("Copy the Atom address")).hasText("Copied");
    assertThat(page.evaluate("navigator.clipboard.readText()").toString())
        .endsWith("/tags/news.atom?tag=-podcast");
    var opml = page.locator("#subscribe a[href^='/opml']").getAttribute("href");
    assertThat(SITE.feedloom.get(opml).body()).contains("/port").doesNotContain("/wave");
  }

  @Test
  void searchesStayWithinTheSelection() {
    var page = show("/?content=full");
    page.getByLabel("Search").fill("clever \"nobody could\"");
    page.keyboard().press("Enter");
    assertThat(page.locator("article")).hasCount(1);
    assertThat(page.getByLabel("Search")).hasValue("clever \"nobody could\"");
    assertThat(page.locator(".content")).isVisible();
    assertThat(page.locator("#subscribe a").first())
        .hasAttribute("href", Pattern.compile("/feed\\.atom\\?q=.*"));
    page.getByLabel("Search").fill("leaves");
    page.locator(".search button").click();
    assertThat(page.locator("article")).hasCount(50);
    link(page, "Older entries").click();
    assertThat(page.locator("article")).hasCount(11);
    page.locator(".chosen a").click();
    assertThat(page).hasURL(Pattern.compile(".*/\\?content=full"));
    page.navigate(SITE.url("/tags/java?q=nowhere"));
    assertThat(page.locator("main")).containsText("No entry here contains these words.");
  }

  @Test
  void readerWithAKeySeesMoreAndHowToSubscribe() {
    var page = show("/");
    assertThat(entry(page, "Nobody reads this")).hasCount(0);
    assertThat(page.locator(".chips")).not().containsText("diary");
    assertThat(page.locator("#subscribe")).containsText("Some sources need a key");
    page.navigate(SITE.url("/?source=diary"));
    assertThat(page.locator("main")).not().containsText("How this source is read");
    page.navigate(SITE.url("/?key=" + Site.KEY));
    assertThat(entry(page, "Nobody reads this")).hasCount(1);
    assertThat(page.locator("#subscribe")).containsText("contain your key");
    entry(page, "Nobody reads this").locator(".tags a").click();
    assertThat(titles(page)).containsExactly("Nobody reads this");
    var atom = page.locator("#subscribe a").first().getAttribute("href");
    assertThat(SITE.feedloom.get(atom).body()).contains("Nobody reads this");
  }

  @Test
  void sourcePageShowsItsPollsAndProblems() {
    var page = show("/sources/kestrel");
    assertThat(page.locator("h1")).hasText("Kestrel Notes");
    assertThat(titles(page)).hasSize(2);
    var source = page.locator("details.source");
    assertThat(source.locator("summary")).containsText("healthy");
    source.locator("summary").click();
    assertThat(source).containsText(SITE.publisher.uri("/kestrel").toString());
    assertThat(source.locator("dd time").first()).isVisible();
    assertThat(source.locator("li").first()).containsText("not well-formed");
    assertThat(source.locator(".polls tbody tr").last())
        .containsText(Pattern.compile("fresh\\s*200"));
    assertThat(Looks.violations(page)).isEmpty();
    page.navigate(SITE.url("/sources/missing"));
    assertThat(page.locator("details.source")).containsText("404");
  }

  @Test
  void wrongAddressIsExplainedWithLinks() {
    use(o -> o.setColorScheme(ColorScheme.DARK).setViewportSize(390, 844));
    var page = show("/streams/clam");
    assertThat(page.locator("h1")).hasText("Unknown stream");
    assertThat(Looks.violations(page)).isEmpty();
    assertThat(Looks.tooWide(page)).isEmpty();
    link(page, "calm").click();
    assertThat(page.locator("h1")).hasText("Calm Evening");
    page.navigate(SITE.url("/tags/news?limit=0&since=yesterday&q=sea"));
    assertThat(page.locator(".errors dt")).hasText(new String[] {"limit", "since"});
    assertThat(Looks.tooWide(page)).isEmpty();
    link(page, "The same without limit and since").click();
    assertThat(titles(page)).containsExactly("An hour by the sea");
    page.navigate(SITE.url("/tags/nevs"));
    link(page, "news").first().click();
    assertThat(titles(page)).hasSize(3);
  }

  @Test
  void audioPlaysOnThePageAndLoadsOnlyThen() {
    var page = show("/tags/podcast");
    var audio = page.locator("audio");
    assertThat(audio).isVisible();
    assertThat(audio).hasAttribute("preload", "none");
    assertThat(audio).hasAttribute("src", Pattern.compile(".*/sea\\.mp3"));
    assertThat(page.locator("figcaption")).hasText("sea.mp3, 12.3 MB");
    assertThat(SITE.publisher.requests("/sea.mp3")).isEmpty();
  }

  @Test
  void picturesAreRequestedWithoutAReferrer() {
    var page = show("/tags/java");
    var picture = page.locator("img.picture");
    page.waitForCondition(() -> picture.evaluate("image => image.complete").equals(true));
    assertThat(picture.evaluate("image => image.naturalWidth")).isEqualTo(800);
    assertThat(picture).hasAttribute("loading", "lazy");
    assertThat(SITE.publisher.requests("/hill.svg"))
        .isNotEmpty()
        .allSatisfy(request -> assertThat(request.header("Referer")).isEmpty());
  }

  @Test
  void rightToLeftTextIsAlignedRight() {
    var page = show("/tags/asia");
    var arabic = entry(page, "العبّارة");
    assertThat(arabic.evaluate("e => getComputedStyle(e).direction")).isEqualTo("rtl");
    assertThat(arabic).hasAttribute("lang", "ar");
    assertThat(arabic.locator("time").evaluate("e => getComputedStyle(e).direction"))
        .isEqualTo("ltr");
    assertThat(entry(page, "Harbour").evaluate("e => getComputedStyle(e).direction"))
        .isEqualTo("ltr");
  }

  @Test
  void pagesWorkWithoutScript() {
    use(o -> o.setJavaScriptEnabled(false));
    var page = show("/");
    assertThat(entry(page, "Five extension").locator(".summary")).isVisible();
    assertThat(page.locator("button.copy").first()).isHidden();
    link(page, "Older entries").click();
    link(page, "Back to the newest").click();
    link(page, "podcast , 1 entries").click();
    assertThat(page.locator("h1")).hasText("podcast");
    assertThat(page.locator("audio")).isVisible();
  }

  @Test
  void darkModeIsDark() {
    use(o -> o.setColorScheme(ColorScheme.DARK));
    var page = show("/?limit=8");
    assertThat(page.evaluate("getComputedStyle(document.documentElement).backgroundColor"))
        .isEqualTo("rgb(22, 23, 26)");
    assertThat(Looks.violations(page)).isEmpty();
  }

  /** Returns the choices of length that overlap the first day, if it has the longest name. */
  private static final String UNDER_THE_CHOICE =
      """
      (() => {
        const day = document.querySelector('.day > h2');
        day.textContent = 'Wednesday, 30 September 2026';
        const text = document.createRange();
        text.selectNodeContents(day);
        const p = text.getBoundingClientRect();
        return [...document.querySelectorAll('.length > *')]
          .filter(e => {
            const q = e.getBoundingClientRect();
            return p.right > q.left && q.right > p.left && p.bottom > q.top && q.bottom > p.top;
          }).map(e => e.textContent);
      })()
      """;

  @Test
  void nothingIsCutOffOnAPhone() {
    use(o -> o.setViewportSize(390, 844).setHasTouch(true).setIsMobile(true));
    for (String path :
        List.of("/?limit=8", "/tags/asia,podcast?tag=-java", "/?content=full&limit=8")) {
      var page = show(path);
      assertThat(Looks.tooWide(page)).as(path).isEqualTo("");
      assertThat(page.evaluate(UNDER_THE_CHOICE)).as(path).isEqualTo(List.of());
      link(page, "Subscribe").click();
      assertThat(page.locator("#subscribe h2")).isInViewport();
      assertThat(Looks.violations(page)).isEmpty();
      page.close();
    }
  }

  @Test
  void everythingIsReachableByKeyboardWithVisibleFocus() {
    var page = show("/tags/java");
    page.keyboard().press("Tab");
    assertThat(page.locator(":focus")).hasText("Skip to the content");
    assertThat(page.locator(":focus")).isInViewport();
    page.keyboard().press("Enter");
    assertThat(page.locator("main")).isFocused();
    int reachable =
        (int)
            page.evaluate(
                "[...document.querySelectorAll('main :is(a, summary, input, button), aside :is(a,"
                    + " button)')]"
                    + ".filter(e => e.checkVisibility()).length");
    for (int i = 0; i < reachable; i++) {
      page.keyboard().press("Tab");
      assertThat(page.locator(":focus").evaluate("e => getComputedStyle(e).outlineStyle"))
          .as("outline of %s", page.locator(":focus").innerText())
          .isEqualTo("solid");
    }
    assertThat(page.locator(":focus")).hasText(Pattern.compile("list of these sources.*"));
    page.locator("a.exclude").first().focus();
    page.keyboard().press("Enter");
    assertThat(page).hasURL(Pattern.compile(".*tag=-.*"));
  }

  @Test
  void printingShowsOnlyTheText() {
    var page = show("/");
    page.emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.PRINT));
    assertThat(page.locator("article h3").first()).isVisible();
    assertThat(page.locator("#subscribe")).isHidden();
    assertThat(page.locator("nav").first()).isHidden();
  }

  @Test
  void pagesPassAccessibilityChecks() {
    for (String path :
        List.of("/?limit=8", "/?content=full&limit=8", "/tags/java?tag=-news", "/tags/nobody")) {
      var page = show(path);
      assertThat(Looks.violations(page)).as(path).isEmpty();
      for (var role : List.of(AriaRole.BANNER, AriaRole.MAIN, AriaRole.CONTENTINFO)) {
        assertThat(page.getByRole(role)).hasCount(1);
      }
      page.close();
    }
  }

  @Test
  void pageIsSmallSelfContainedAndStable() {
    var page = window.newPage();
    var requests = new ArrayList<Request>();
    page.onRequestFinished(requests::add);
    page.navigate(SITE.url("/"));
    page.evaluate(
        """
        () => {
          window.shifts = '';
          const inOurPage = source => source.node; // not within the browser's own player
          const note = shift => shift.sources.filter(inOurPage).forEach(source => {
            window.shifts += shift.value + ' ' + (source.node.outerHTML ?? source.node.nodeName)
              + JSON.stringify([source.previousRect, source.currentRect]);
          });
          new PerformanceObserver(list => list.getEntries().forEach(note))
            .observe({type: 'layout-shift', buffered: true});
        }
        """);
    page.evaluate(
        """
        async () => {
          for (let y = 0; y < document.body.scrollHeight; y += 400) {
            window.scrollTo({top: y, behavior: 'instant'});
            await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));
          }
        }
        """);
    assertThat(page.evaluate("window.shifts")).isEqualTo("");
    var own = requests.stream().filter(r -> !r.resourceType().equals("image")).toList();
    assertThat(own).as("page, style, script, icon, news").hasSizeLessThanOrEqualTo(5);
    assertThat(own).allSatisfy(r -> assertThat(r.url()).startsWith(SITE.url("/")));
    long bytes = own.stream().mapToLong(r -> r.sizes().responseBodySize).sum();
    assertThat(bytes).isPositive().isLessThan(100_000);
    long plain = own.stream().mapToLong(r -> r.response().body().length).sum();
    assertThat(plain).as("before compression").isLessThan(200_000);
  }

  @Test
  void browserWithAStoredPageGets304() {
    var first = SITE.feedloom.get("/", "Accept", "text/html");
    var etag = first.headers().firstValue("ETag").orElseThrow();
    assertThat(SITE.feedloom.get("/", "If-None-Match", etag).statusCode()).isEqualTo(304);
    var zipped = SITE.feedloom.get("/", "Accept-Encoding", "gzip");
    assertThat(zipped.headers().firstValue("Content-Encoding")).contains("gzip");
    var stylesheet = Pattern.compile("/assets/feedloom\\.[0-9a-f]{12}\\.css").matcher(first.body());
    assertThat(stylesheet.find()).isTrue();
    assertThat(SITE.feedloom.get(stylesheet.group()).headers().firstValue("Cache-Control"))
        .hasValueSatisfying(value -> assertThat(value).contains("immutable"));
  }
}

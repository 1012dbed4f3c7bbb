package io.feedloom.refresh;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.feedloom.farm.Answer;
import io.feedloom.farm.Publisher;
import io.feedloom.farm.Request;
import io.feedloom.feed.Credentials;
import io.feedloom.feed.PollState;
import io.feedloom.feed.PollState.Outcome;
import io.feedloom.feed.Secret;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which feed of a web page is polled. */
class DiscoveryTest {
  private static final String RSS =
      """
      <rss version="2.0"><channel><title>T</title><link>http://x.example/</link><description/>
      <item><guid isPermaLink="false">1</guid><title>One</title></item></channel></rss>
      """;
  private static final Duration DAY = Duration.ofDays(1);

  @TempDir private Path folder;
  private final Publisher publisher = Publisher.start();
  private final AtomicReference<Instant> time =
      new AtomicReference<>(Instant.parse("2026-03-01T12:00:00Z"));

  @AfterEach
  void close() {
    publisher.close();
  }

  private Running running() throws Exception {
    var hour = Duration.ofHours(1);
    return new Running(
        folder,
        name -> name.equals("inside.test") ? List.of("10.0.0.1") : List.of("127.0.0.1"),
        SSLContext.getDefault(),
        Running.polling(Duration.ofSeconds(50), hour, hour),
        time::get);
  }

  private static Answer page(String head) {
    return page(Map.of(), head);
  }

  private static Answer page(Map<String, String> headers, String head) {
    var all = new java.util.HashMap<>(headers);
    all.put("Content-Type", "text/html");
    return Answer.of(
        200, all, "<!doctype html><html><head><title>P</title>" + head + "</head><body></body>");
  }

  private static String link(String type, String href) {
    return "<link rel=\"alternate\" type=\"%s\" title=\"t\" href=\"%s\">".formatted(type, href);
  }

  private static String rss(String href) {
    return link("application/rss+xml", href);
  }

  private List<String> asked() {
    return publisher.requests().stream().map(Request::target).toList();
  }

  /** Polls the page once. */
  private PollState polled() throws Exception {
    try (var running = running()) {
      running.add("a", publisher.uri("/"));
      running.start();
      running.awaitPolled("a");
      return running.feed("a").state();
    }
  }

  private void pollAgain(Running running) throws InterruptedException {
    time.set(time.get().plus(DAY.multipliedBy(3)));
    running.refresher().wake();
    running.await(
        "polled again", () -> running.feed("a").state().lastPoll().equals(Optional.of(time.get())));
  }

  @ParameterizedTest
  @CsvSource({
    "application/json, /index.json",
    "application/rss+xml, /dead.xml",
    "application/rss+xml, /page.html",
    "application/atom+xml, /out-of-order.xml",
    "application/rss+xml, http://http://127.0.0.1:{port}/feed.xml",
    "application/rss+xml, http://inside.test/feed.xml",
    "application/rss+xml, http:///",
    "application/rss+xml, /empty.xml",
  })
  void nextLinkIsTriedIfOneIsNoFeed(String type, String href) throws Exception {
    var address = href.replace("{port}", "" + publisher.port());
    publisher
        .on("/", page(link(type, address) + rss("/feed.xml")))
        .on("/index.json", Answer.of(200, Map.of(), "[{\"title\":\"x\",\"url\":\"/x\"}]"))
        .on("/page.html", page(""))
        .on("/out-of-order.xml", Answer.of(500, Map.of(), ""))
        .on("/empty.xml", Answer.of(200, Map.of(), ""))
        .on("/feed.xml", Answer.feed(RSS));
    try (var running = running()) {
      running.add("a", publisher.uri("/"));
      running.start();
      running.awaitPolled("a");

      assertThat(running.feed("a").entries()).isEqualTo(1);
      assertThat(running.feed("a").state().address()).contains(publisher.uri("/feed.xml"));
      assertThat(running.feed("a").problems().toString())
          .contains("Feedloom reads " + publisher.uri("/feed.xml"));

      int before = publisher.requests().size();
      pollAgain(running);
      assertThat(asked().subList(before, asked().size())).containsExactly("/feed.xml");
    }
  }

  @Test
  void atomComesBeforeRssAndJsonAndCommentsComeLast() throws Exception {
    publisher.on(
        "/",
        page(
            link("application/json", "/wp-json/wp/v2/pages/5")
                + link("application/json+oembed", "/oembed?url=x")
                + link("application/activity+json", "/actor")
                + link("application/json", "/?rest_route=/wp/v2")
                + "<link rel=alternate type='application/atom+xml' href=/c1 title='Comments on P'>"
                + rss("/comments/feed/")
                + link("text/xml", "/other.xml")
                + link("application/feed+json", "/feed.json")
                + rss("/rss.xml")
                + "<link rel='ALTERNATE home' type=' Application/Atom+XML; charset=utf-8'"
                + " href=/atom>"));

    var state = polled();

    assertThat(asked())
        .containsExactly(
            "/", "/atom", "/rss.xml", "/feed.json", "/other.xml", "/c1", "/comments/feed/");
    assertThat(state.outcome()).isEqualTo(Outcome.FAILED);
    assertThat(state.message()).contains("/atom", "404");
    assertThat(state.failures()).isEqualTo(1);
    assertThat(state.address()).isEmpty();
  }

  @Test
  void unavailableFeedIsNotReplacedByItsComments() throws Exception {
    publisher
        .on("/", page(rss("/feed.xml") + rss("/comments.xml")))
        .on("/feed.xml", Answer.of(503, Map.of(), ""))
        .on("/comments.xml", Answer.feed(RSS));

    assertThat(polled().address()).isEmpty();
    assertThat(publisher.requests("/comments.xml")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<a href='/feed.xml' rel='alternate' type='application/rss+xml'>RSS</a>",
        "<area href='/feed.xml' rel='alternate' type='application/atom+xml'>",
        "<link rel=feed href=/feed.xml>",
        "<base href='/sub/'><link rel=alternate type='application/rss+xml' href='../feed.xml'>",
        "<base href='http://[bad/'><link rel=alternate type='application/rss+xml' href='feed.xml'>",
        "<meta http-equiv='refresh' content='0;url=/feed.xml'>",
        "<META HTTP-EQUIV='Refresh' CONTENT='0; URL=\"feed.xml\"'>",
        "<meta http-equiv=refresh content=\" 0 , url = 'feed.xml' ignored\">",
        "<meta http-equiv=refresh content='0 /feed.xml'>",
        "<meta http-equiv=refresh content='0.5;\tfeed.xml'>",
        "<base href='/sub/'><meta http-equiv=refresh content='0;url=../feed.xml'>",
        "<meta http-equiv=refresh content='0;url=/moved'>",
      })
  void pageMayNameItsFeedInManyWays(String head) throws Exception {
    publisher
        .on("/", page(head))
        .on("/moved", page(rss("/feed.xml")))
        .on("/feed.xml", Answer.feed(RSS));

    assertThat(polled().address()).contains(publisher.uri("/feed.xml"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "</feed.xml>; rel=\"alternate\"; type=\"application/rss+xml\"",
        "</style.css>; rel=preload; as=style, <feed.xml>;type=application/rss+xml;rel='x',"
            + " <feed.xml> ; title=\"a, b; \\\"c\\\"\" ; REL=\"home Alternate\" ;"
            + " type=\"application/atom+xml\"",
        "</feed.xml>; rel=feed",
        "<#top>; rel=x, </feed.xml>; anchor=\"/\"; rel=alternate; type=application/rss+xml",
      })
  void headerMayNameTheFeed(String link) throws Exception {
    publisher
        .on("/", page(Map.of("Link", link), "<base href='/nowhere/'>"))
        .on("/feed.xml", Answer.feed(RSS));

    assertThat(polled().address()).contains(publisher.uri("/feed.xml"));
  }

  @Test
  void linkAndRefreshHeadersNameFeedsBesideAnyDocument() throws Exception {
    publisher
        .on("/", Answer.of(200, Map.of("Refresh", "0; url=/text"), "wait"))
        .on(
            "/text",
            Answer.of(
                200,
                Map.of("Link", "</feed.xml>; rel=alternate; type=application/rss+xml"),
                "hello"))
        .on("/feed.xml", Answer.feed(RSS));

    assertThat(polled().address()).contains(publisher.uri("/feed.xml"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<a href='/feed.xml'>RSS</a>",
        "<a href='/feed.xml' rel='alternate'>RSS</a>",
        "<link rel='alternate stylesheet' type='text/css' href='/feed.xml'>",
        "<meta http-equiv=refresh content='5;url=/feed.xml'>",
        "<meta http-equiv=refresh content='0'>",
        "<noscript><meta http-equiv=refresh content='0;url=/feed.xml'></noscript>",
        "<link rel=alternate type='application/rss+xml' href=''>",
      })
  void linksOtherThanAlternateFeedsAreNotRequested(String head) throws Exception {
    publisher.on("/", page(head)).on("/feed.xml", Answer.feed(RSS));

    assertThat(polled().message()).contains("links to no feed");
    assertThat(asked()).containsExactly("/");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      value = {
        "/a feed.xml ~ /a%20feed.xml",
        "/feed.xml?a=1|2 ~ /feed.xml?a=1%7C2",
        "/feed.xml?q=100% ~ /feed.xml?q=100%25",
        "\\feed.xml ~ /feed.xml",
        "/feed.xml?q=&quot;x&quot; ~ /feed.xml?q=%22x%22",
        "/feed.xml?t={a} ~ /feed.xml?t=%7Ba%7D",
        "/feed^1.xml ~ /feed%5E1.xml",
        "/fé[1].xml ~ /f%C3%A9%5B1%5D.xml",
      })
  void addressesAreRequestedAsBrowsersDo(String href, String target) throws Exception {
    publisher.on("/", page("<meta charset=utf-8>" + rss(href))).otherwise(_ -> Answer.feed(RSS));

    assertThat(polled().outcome()).isEqualTo(Outcome.FRESH);
    assertThat(asked()).containsExactly("/", target);
  }

  @Test
  void unusableAddressFailsThePoll() throws Exception {
    publisher.on("/", page(rss("http://:80/feed.xml")));
    try (var running = running()) {
      running.add("a", publisher.uri("/"));
      running.start();
      running.awaitPolled("a");
      var state = running.feed("a").state();

      assertThat(state.outcome()).isEqualTo(Outcome.FAILED);
      assertThat(state.failures()).isEqualTo(1);
      assertThat(state.message()).contains("http://:80/feed.xml", "not a valid address");
      assertThat(state.nextPoll()).isAfterOrEqualTo(time.get().plus(Duration.ofHours(1)));

      time.set(state.nextPoll().minusSeconds(1));
      running.refresher().wake();
      Thread.sleep(1500);
      assertThat(asked()).containsExactly("/");
    }
  }

  @Test
  void pagesThatNameEachOtherAreRequestedOnce() throws Exception {
    publisher
        .on("/", page("<meta http-equiv=refresh content='0;url=/b'>"))
        .on("/b", page("<meta http-equiv=refresh content='0;url=/'>"));

    assertThat(polled().outcome()).isEqualTo(Outcome.FAILED);
    assertThat(asked()).containsExactly("/", "/b");
  }

  @Test
  void noMoreThanTenFeedsOfAPageAreTried() throws Exception {
    var links = new StringBuilder();
    for (int i = 0; i < 40; i++) {
      links.append(rss("/dead-" + i));
    }
    publisher.on("/", page(links.toString()));

    polled();

    assertThat(asked()).hasSize(11);
  }

  @Test
  void endlessRefreshChainIsAbandoned() throws Exception {
    publisher.otherwise(
        request -> page("<meta http-equiv=refresh content='0;url=%sx'>".formatted(request.path())));

    assertThat(polled().outcome()).isEqualTo(Outcome.FAILED);
    assertThat(asked()).hasSize(11);
  }

  @Test
  void credentialsGoToTheFeedsOwnOriginAlone() throws Exception {
    publisher
        .on(
            "/",
            page(
                link("application/atom+xml", publisher.uri("b_c.test", "/other").toString())
                    + rss("/feed.xml")))
        .on("/feed.xml", Answer.feed(RSS));
    try (var running = running()) {
      running.add(
          "a",
          publisher.uri("a_b.test", "/"),
          Optional.of(new Credentials.Bearer(new Secret("t0ken"))));
      running.start();
      running.awaitPolled("a");
    }

    assertThat(asked()).containsExactly("/", "/other", "/feed.xml");
    assertThat(publisher.requests().get(0).header("Authorization")).contains("Bearer t0ken");
    assertThat(publisher.requests().get(1).header("Authorization")).isEmpty();
    assertThat(publisher.requests().get(2).header("Authorization")).contains("Bearer t0ken");
  }

  @Test
  void feedOfAHeldHostIsNotRequested() throws Exception {
    publisher
        .on("/busy", Answer.of(429, Map.of("Retry-After", "7200"), ""))
        .on("/", page(rss(publisher.uri("busy.example.org", "/feed.xml").toString())))
        .on("/feed.xml", Answer.feed(RSS));
    try (var running = running()) {
      running.add("busy", publisher.uri("busy.example.org", "/busy"));
      running.start();
      running.awaitPolled("busy");
      running.add("a", publisher.uri("/"));
      running.restart();
      running.awaitPolled("a");

      assertThat(running.feed("a").state().message()).contains("asked us to wait");
      assertThat(publisher.requests("/feed.xml")).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {404, 410, 200})
  void deadChosenFeedLeadsBackToThePage(int status) throws Exception {
    var page = new AtomicReference<>(page(rss("/feed.xml")));
    publisher.on("/", _ -> page.get()).on("/feed.xml", Answer.feed(RSS));
    try (var running = running()) {
      running.add("a", publisher.uri("/"));
      running.start();
      running.awaitPolled("a");
      publisher
          .on("/feed.xml", Answer.of(status, Map.of("Content-Type", "text/html"), "<p>gone</p>"))
          .on("/new.xml", Answer.feed(RSS.replace(">1<", ">2<")));
      page.set(page(rss("/feed.xml") + rss("/new.xml")));
      pollAgain(running);

      assertThat(running.feed("a").state().address()).contains(publisher.uri("/new.xml"));
      assertThat(running.feed("a").entries()).isEqualTo(2);
      assertThat(asked()).containsExactly("/", "/feed.xml", "/feed.xml", "/", "/new.xml");
    }
  }

  @Test
  void pageThatBecameAFeedIsPolledItself() throws Exception {
    publisher.on("/", page(rss("/feed.xml"))).on("/feed.xml", Answer.feed(RSS));
    try (var running = running()) {
      running.add("a", publisher.uri("/"));
      running.start();
      running.awaitPolled("a");
      publisher.on("/feed.xml", Answer.of(404, Map.of(), "")).on("/", Answer.feed(RSS));
      pollAgain(running);

      assertThat(running.feed("a").state().address()).isEmpty();
      assertThat(running.feed("a").state().outcome()).isEqualTo(Outcome.FRESH);
    }
  }

  @Test
  void goneChosenFeedWithoutSuccessorIsNoLongerPolled() throws Exception {
    publisher.on("/", page(rss("/feed.xml"))).on("/feed.xml", Answer.feed(RSS));
    try (var running = running()) {
      running.add("a", publisher.uri("/"));
      running.start();
      running.awaitPolled("a");
      publisher.on("/feed.xml", Answer.of(410, Map.of(), ""));
      pollAgain(running);

      assertThat(running.feed("a").state().outcome()).isEqualTo(Outcome.GONE);
    }
  }

  @Test
  void chosenFeedStaysDuringATemporaryFailure() throws Exception {
    publisher.on("/", page(rss("/feed.xml"))).on("/feed.xml", Answer.feed(RSS));
    try (var running = running()) {
      running.add("a", publisher.uri("/"));
      running.start();
      running.awaitPolled("a");
      publisher.on("/feed.xml", Answer.of(500, Map.of(), ""));
      pollAgain(running);
      pollAgain(running);
      assertThat(publisher.requests("/")).hasSize(1);

      pollAgain(running);
      assertThat(publisher.requests("/")).as("after three failures").hasSize(2);
      assertThat(running.feed("a").state().address()).contains(publisher.uri("/feed.xml"));
    }
  }

  @Test
  void hostsWithAnUnderscoreAreFollowedAndNamed() throws Exception {
    publisher
        .on("/", Answer.redirect(302, publisher.uri("my_blog.test", "/page")))
        .on("/page", page(rss(publisher.uri("_x.peer_tube.test", "/feed.xml").toString())))
        .on("/feed.xml", Answer.feed(RSS));

    assertThat(polled().address()).contains(publisher.uri("_x.peer_tube.test", "/feed.xml"));
  }

  @Test
  void headerInUtf8IsRead() throws Exception {
    var written =
        new String(
            "</fé.xml>; rel=feed".getBytes(java.nio.charset.StandardCharsets.UTF_8), ISO_8859_1);
    publisher.on("/", page(Map.of("Link", written), "")).otherwise(_ -> Answer.feed(RSS));

    polled();

    assertThat(asked()).containsExactly("/", "/f%C3%A9.xml");
  }
}

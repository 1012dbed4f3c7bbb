package io.feedloom.refresh;

import static org.assertj.core.api.Assertions.assertThat;

import io.feedloom.config.StorageSettings;
import io.feedloom.farm.Answer;
import io.feedloom.farm.Publisher;
import io.feedloom.feed.Arrival;
import io.feedloom.feed.Entry;
import io.feedloom.feed.EntryFilter;
import io.feedloom.feed.FeedId;
import io.feedloom.feed.FullText;
import io.feedloom.feed.Problem;
import io.feedloom.feed.Rule;
import io.feedloom.feed.RuleAction;
import io.feedloom.feed.Secret;
import io.feedloom.feed.Subscription;
import io.feedloom.store.api.PlacedEntry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Full texts of entries, from the poll to the changed entry. Each test runs on both databases. */
abstract class FullTextContract {
  private static final String PARAGRAPH =
      "The council of the small town has decided after a long debate that the old bridge over the"
          + " river is to be rebuilt in the spring, with wider pavements and a lane for bicycles. ";

  @TempDir private Path folder;
  private final Publisher publisher = Publisher.start();
  private ArticleBench bench;

  /** Returns a database that no other test has used. */
  abstract StorageSettings freshDatabase();

  @BeforeEach
  void open() {
    bench = new ArticleBench(freshDatabase(), folder);
    subscribe(feed -> feed.withFullText(FullText.of(FullText.Mode.ON)));
  }

  @AfterEach
  void close() {
    bench.close();
    publisher.close();
  }

  private void subscribe(UnaryOperator<Subscription> edit) {
    var plain = Subscription.of(publisher.uri("a.test", "/feed"), Set.of()).withId(new FeedId("a"));
    bench.subscribe(edit.apply(plain));
  }

  private Post post(String guid) {
    return Post.of(guid, "Title of " + guid, publisher.uri("a.test", "/" + guid).toString())
        .dated("2026-03-01T11:00:00Z");
  }

  private void publish(Post... posts) {
    publisher.on("/feed", Post.Format.RSS_2.answer(posts));
  }

  private static Answer html(String html) {
    return Answer.of(200, Map.of("Content-Type", "text/html; charset=utf-8"), html);
  }

  private static String page(String body) {
    return "<!doctype html><html><head><title>A page</title></head><body><article>"
        + body
        + "</article></body></html>";
  }

  private static String article(String word) {
    return IntStream.range(0, 5)
        .mapToObj(i -> "<p>" + word + " " + i + ": " + PARAGRAPH + "</p>")
        .collect(Collectors.joining());
  }

  private List<Arrival> poll() {
    return bench.poll("a");
  }

  private PlacedEntry only() {
    var all = new ArrayList<PlacedEntry>();
    bench.store().feedEntries().all(key(), all::add);
    assertThat(all).hasSize(1);
    return all.getFirst();
  }

  private Entry entry() {
    return only().entry();
  }

  private int key() {
    return bench.store().feeds().byId(new FeedId("a")).orElseThrow().number();
  }

  private List<String> problems() {
    return bench.store().feeds().byId(new FeedId("a")).orElseThrow().problems().stream()
        .map(Problem::message)
        .toList();
  }

  @Test
  void entryAppearsAtOnceAndChangesOnceWhenItsTextIsThere() {
    publish(post("1"));
    publisher.on("/1", html(page(article("Bridge"))));

    assertThat(poll()).singleElement().matches(Arrival::isNew);
    assertThat(entry().content()).contains("About Title of 1");
    bench.pass(Duration.ofSeconds(5));
    assertThat(bench.work()).singleElement().matches(arrival -> !arrival.isNew());

    assertThat(entry().content().orElse("")).contains("Bridge 4").startsWith("<p>");
    assertThat(entry().summary()).contains("About Title of 1");
    assertThat(entry().hasFullText()).isTrue();
    assertThat(bench.work()).isEmpty();
    bench.pass(Duration.ofHours(30));
    assertThat(poll()).isEmpty();
    assertThat(bench.work()).isEmpty();
    assertThat(entry().content().orElse("")).contains("Bridge 4");
    assertThat(publisher.requests("/1")).hasSize(1);
    assertThat(publisher.requests("/1").getFirst().header("Accept").orElse(""))
        .startsWith("text/html");
    assertThat(problems()).isEmpty();
  }

  @Test
  void addressesAreAbsoluteAgainstThePagesOwnBaseAndMarkupIsSafe() {
    publish(post("1"));
    publisher.on(
        "/1",
        html(
            "<html><head><base href='http://cdn.test/dir/'><meta property='og:image'"
                + " content='lead.jpg'></head><body><article>"
                + article("Safe")
                + "<p>See <a href='more.html'>more of it</a> <img src='pic.png' onerror='x()'>"
                + "<script>alert(1)</script></p></article></body></html>"));
    poll();
    bench.work();

    assertThat(entry().content().orElse(""))
        .contains("http://cdn.test/dir/more.html", "http://cdn.test/dir/pic.png")
        .doesNotContain("onerror", "<script", "alert");
    assertThat(entry().image()).contains("http://cdn.test/dir/lead.jpg");
  }

  @Test
  void contentOfTheFeedStaysIfThePageHasLess() {
    publish(post("1").saying(PARAGRAPH.repeat(20)));
    publisher.on("/1", html(page(article("Less"))));
    poll();

    assertThat(bench.work()).isEmpty();
    assertThat(entry().content().orElse("")).doesNotContain("Less");
    assertThat(entry().hasFullText()).isFalse();
    assertThat(problems()).isEmpty();
  }

  @Test
  void failedRequestIsRepeatedTwiceAtGrowingDistance() {
    publish(post("1"));
    publisher.on("/1", Answer.of(500, Map.of(), "no"));
    poll();
    bench.work();
    assertThat(publisher.requests("/1")).hasSize(1);
    bench.pass(Duration.ofMinutes(9));
    bench.work();
    assertThat(publisher.requests("/1")).hasSize(1);
    bench.pass(Duration.ofMinutes(2));
    bench.work();
    assertThat(publisher.requests("/1")).hasSize(2);
    bench.pass(Duration.ofMinutes(50));
    bench.work();
    assertThat(publisher.requests("/1")).hasSize(2);
    assertThat(problems()).isEmpty();
    bench.pass(Duration.ofMinutes(12));
    bench.work();
    assertThat(publisher.requests("/1")).hasSize(3);
    bench.pass(Duration.ofDays(30));
    bench.work();

    assertThat(publisher.requests("/1")).hasSize(3);
    assertThat(entry().content()).contains("About Title of 1");
    assertThat(problems())
        .containsExactly("the page answered 500; the entry keeps the content of the feed");
  }

  @Test
  void secondTryMaySucceed() {
    publish(post("1"));
    publisher.on("/1", Answer.of(404, Map.of(), "not yet"));
    poll();
    bench.work();
    publisher.on("/1", html(page(article("Late"))));
    bench.pass(Duration.ofMinutes(11));
    bench.work();

    assertThat(entry().content().orElse("")).contains("Late 4");
    assertThat(problems()).isEmpty();
  }

  @Test
  void pagesThatAreNoArticlesAreNotedOnceAndNotRequestedAgain() {
    publish(
        post("pdf"),
        post("image"),
        post("login"),
        post("loop"),
        post("large"),
        post("gone"),
        post("pdf2"));
    publisher.on("/pdf", Answer.of(200, Map.of("Content-Type", "application/pdf"), "%PDF-1.7 x"));
    publisher.on("/pdf2", Answer.of(200, Map.of("Content-Type", "application/pdf"), "%PDF-1.7 x"));
    publisher.on("/image", Answer.of(200, Map.of("Content-Type", "image/png"), "\u0089PNG"));
    publisher.on("/login", html("<html><body><form><input type=password></form></body></html>"));
    publisher.on("/loop", Answer.redirect(302, "/loop"));
    publisher.on("/large", html(page("<p>" + "x".repeat(3 << 20) + "</p>")));
    publisher.on("/gone", Answer.of(410, Map.of(), "gone"));
    poll();
    bench.workAll();
    bench.pass(Duration.ofDays(3));
    bench.workAll();

    assertThat(problems())
        .map(message -> message.replaceFirst(";.*", ""))
        .containsExactlyInAnyOrder(
            "the page is not HTML",
            "the page asks for a password",
            "the page redirects in a way that cannot be followed",
            "the page is larger than polling.max-size",
            "the page answered 410");
    for (var path : List.of("/pdf", "/image", "/login", "/large", "/gone")) {
      assertThat(publisher.requests(path)).as(path).hasSize(1);
    }
    bench.store().feedEntries().all(key(), it -> assertThat(it.entry().hasFullText()).isFalse());
  }

  @Test
  void paidPageIsNotRequestedAgain() {
    publish(post("1"));
    publisher.on(
        "/1",
        html(
            "<html><head><script type='application/ld+json'>{\"@type\": \"NewsArticle\","
                + " \"isAccessibleForFree\": false}</script></head><body><article></article>"
                + "</body></html>"));
    poll();
    bench.work();
    bench.pass(Duration.ofDays(2));
    bench.work();

    assertThat(publisher.requests("/1")).hasSize(1);
    assertThat(problems())
        .containsExactly(
            "the page says that its text is not free; the entry keeps the content of the feed");
  }

  @Test
  void hostThatAsksToWaitGetsNoRequestUntilThen() {
    publish(post("1"), post("2"));
    publisher.on("/1", Answer.of(429, Map.of("Retry-After", "7200"), ""));
    publisher.on("/2", Answer.of(429, Map.of("Retry-After", "7200"), ""));
    poll();
    bench.work();
    bench.pass(Duration.ofMinutes(70));
    bench.work();
    assertThat(publisher.requests("/1").size() + publisher.requests("/2").size()).isEqualTo(1);

    publisher.on("/1", html(page(article("One"))));
    publisher.on("/2", html(page(article("Two"))));
    bench.pass(Duration.ofMinutes(70));
    bench.workAll();
    bench.store().feedEntries().all(key(), it -> assertThat(it.entry().hasFullText()).isTrue());
    assertThat(publisher.requests("/1").size() + publisher.requests("/2").size()).isEqualTo(3);
  }

  @Test
  void changeByThePublisherLeadsToOneRequestAndKeepsTheTextUntilThen() {
    publish(post("1"));
    publisher.on("/1", html(page(article("Old"))));
    poll();
    bench.work();
    publish(post("1").saying("Corrected"));
    publisher.on("/1", html(page(article("New"))));
    bench.pass(Duration.ofHours(1));

    assertThat(poll()).hasSize(1);
    assertThat(entry().content().orElse("")).contains("Old 4");
    assertThat(entry().summary()).contains("Corrected");
    bench.pass(Duration.ofHours(7));
    assertThat(bench.work()).hasSize(1);
    assertThat(entry().content().orElse("")).contains("New 4");
    assertThat(entry().summary()).contains("Corrected");
    bench.pass(Duration.ofHours(7));
    assertThat(poll()).isEmpty();
    bench.work();
    assertThat(publisher.requests("/1")).hasSize(2);
  }

  @Test
  void onlyTheNewestEntriesOfALongDocumentAreFetched() {
    var posts =
        IntStream.range(0, 120)
            .mapToObj(
                i ->
                    post("p" + i)
                        .dated(Instant.parse("2026-02-01T00:00:00Z").plusSeconds(i).toString()))
            .toArray(Post[]::new);
    publisher.otherwise(_ -> html(page(article("Any"))));
    publish(posts);
    poll();
    bench.workAll();

    var paths =
        publisher.requests().stream()
            .map(it -> it.path())
            .filter(it -> it.startsWith("/p"))
            .toList();
    assertThat(paths)
        .containsExactlyInAnyOrderElementsOf(
            IntStream.range(20, 120).mapToObj(i -> "/p" + i).toList());
  }

  @Test
  void heldEntryAppearsWithItsTextAtItsOwnPlace() {
    subscribe(feed -> feed.withFullText(FullText.of(FullText.Mode.WAIT)));
    publish(post("1"));
    publisher.on("/1", html(page(article("Held"))));

    assertThat(poll()).isEmpty();
    assertThat(only().hidden()).isTrue();
    bench.pass(Duration.ofMinutes(1));
    assertThat(bench.work()).singleElement().matches(Arrival::isNew);
    assertThat(only().hidden()).isFalse();
    assertThat(only().river()).isEqualTo(Instant.parse("2026-03-01T11:00:00Z"));
    assertThat(entry().content().orElse("")).contains("Held 4");
    assertThat(bench.store().feeds().byId(new FeedId("a")).orElseThrow().entries()).isEqualTo(1);
  }

  @Test
  void heldEntryAppearsAfterAnHourAtMostAndItsTextFollows() {
    subscribe(feed -> feed.withFullText(FullText.of(FullText.Mode.WAIT)));
    publish(post("1"));
    publisher.on("/1", Answer.of(500, Map.of(), ""));
    poll();
    bench.work();
    publish(post("1").saying("Corrected"));
    bench.pass(Duration.ofMinutes(11));
    assertThat(poll()).isEmpty();
    assertThat(bench.work()).isEmpty();
    assertThat(only().hidden()).isTrue();
    bench.pass(Duration.ofMinutes(48));
    var shown = bench.work();
    assertThat(shown).singleElement().matches(Arrival::isNew);
    assertThat(entry().content()).contains("Corrected");
    publisher.on("/1", html(page(article("Late"))));
    bench.pass(Duration.ofMinutes(70));
    bench.work();
    assertThat(entry().content().orElse("")).contains("Late 4");
  }

  @Test
  void rulesSeeTheFullText() {
    var exclude =
        new EntryFilter(
            List.of(
                new EntryFilter.Condition(
                    EntryFilter.Part.CONTENT, "Spam", text -> text.contains("Spam"))));
    subscribe(feed -> withFilters(feed, EntryFilter.NONE, exclude));
    publish(post("1"));
    publisher.on("/1", html(page(article("Spam"))));
    poll();
    assertThat(only().hidden()).isFalse();
    bench.work();
    assertThat(only().hidden()).isTrue();
    assertThat(only().judgement().dropped()).isTrue();
  }

  @Test
  void entryThatARuleDropsForItsShortContentAppearsWithItsFullText() {
    var include =
        new EntryFilter(
            List.of(
                new EntryFilter.Condition(
                    EntryFilter.Part.CONTENT, "Java", text -> text.contains("Java"))));
    subscribe(feed -> withFilters(feed, include, EntryFilter.NONE));
    publish(post("1"));
    publisher.on("/1", html(page(article("Java"))));
    poll();
    assertThat(only().hidden()).isTrue();
    assertThat(bench.work()).singleElement().matches(Arrival::isNew);
    assertThat(only().hidden()).isFalse();
    assertThat(entry().content().orElse("")).contains("Java 4");
  }

  private static Subscription withFilters(
      Subscription feed, EntryFilter include, EntryFilter exclude) {
    return new Subscription(
        feed.id(),
        feed.url(),
        feed.title(),
        feed.tags(),
        false,
        feed.every(),
        feed.auth(),
        feed.headers(),
        include,
        exclude,
        false,
        feed.retention(),
        feed.pageRules(),
        feed.cleaning(),
        FullText.of(FullText.Mode.ON),
        feed.hub());
  }

  @Test
  void articleInSeveralPagesIsPutTogether() {
    publish(post("1"));
    publisher.on("/1", html(page(article("First") + "<a rel=next href='/1?page=2'>Next</a>")));
    publisher.on(
        "/1",
        request ->
            switch (request.target()) {
              case "/1" -> html(page(article("First") + "<a rel=next href='/1?page=2'>Next</a>"));
              case "/1?page=2" ->
                  html(page(article("Second") + "<a rel=next href='/1?page=3'>Next</a>"));
              default -> html(page(article("Third") + "<a rel=next href='/1?page=2'>Next</a>"));
            });
    poll();
    bench.work();

    assertThat(entry().content().orElse("")).containsSubsequence("First 4", "Second 4", "Third 4");
    assertThat(publisher.requests("/1")).hasSize(3);
  }

  @Test
  void pagesOfAnArticleAreBounded() {
    publish(post("1"));
    publisher.on(
        "/1",
        request -> {
          int number =
              request.target().equals("/1")
                  ? 1
                  : Integer.parseInt(request.target().replaceFirst(".*=", ""));
          return html(
              page(
                  article("Part" + number)
                      + "<a rel=next href='/1?page="
                      + (number + 1)
                      + "'>Next</a>"));
        });
    poll();
    bench.work();

    assertThat(entry().content().orElse("")).contains("Part10 4").doesNotContain("Part11");
    assertThat(publisher.requests("/1")).hasSize(ArticleFetch.MAX_PAGES);
  }

  @Test
  void singlePageIsUsedInsteadOfTheParts() {
    publish(post("1"));
    publisher.on("/1", html(page(article("Part") + "<p><a href='/1/all'>Single page</a></p>")));
    publisher.on("/1/all", html(page(article("Part") + article("Rest"))));
    poll();
    bench.work();

    assertThat(entry().content().orElse("")).containsOnlyOnce("Part 1").contains("Rest 4");
  }

  @Test
  void selectorsDecideWhatIsTheText() {
    subscribe(
        feed ->
            feed.withFullText(
                new FullText(
                    FullText.Mode.ON, Optional.of("#odd"), Optional.of(".promo, .more"), true)));
    publish(post("1"));
    publisher.on(
        "/1",
        html(
            "<html><body><article>"
                + article("Main")
                + "</article><div id=odd>"
                + article("Odd")
                + "<p class=promo>Promo text</p></div></body></html>"));
    poll();
    bench.work();

    assertThat(entry().content().orElse("")).contains("Odd 4").doesNotContain("Main", "Promo");
  }

  @Test
  void refetchBringsChangedSelectorsToStoredEntries() {
    publish(post("1"));
    publisher.on(
        "/1",
        html(
            "<html><body><article>"
                + article("Main")
                + "</article><div id=odd>"
                + article("Odd")
                + article("Odder")
                + "</div></body></html>"));
    poll();
    bench.work();
    subscribe(
        feed ->
            feed.withFullText(
                new FullText(FullText.Mode.ON, Optional.of("#odd"), Optional.empty(), true)));
    poll();
    assertThat(bench.work()).isEmpty();

    assertThat(bench.refetch("a", Optional.of(Instant.parse("2026-03-01T11:30:00Z")))).isZero();
    assertThat(bench.refetch("a", Optional.empty())).isEqualTo(1);
    assertThat(bench.work()).hasSize(1);
    assertThat(entry().content().orElse("")).contains("Odder 4").doesNotContain("Main 4");
    assertThat(publisher.requests("/1")).hasSize(2);

    subscribe(UnaryOperator.identity());
    assertThat(bench.refetch("a", Optional.empty())).isEqualTo(1);
    assertThat(bench.work()).hasSize(1);
    assertThat(entry().content()).contains("About Title of 1");
    assertThat(entry().summary()).isEmpty();
    assertThat(publisher.requests("/1")).hasSize(2);
  }

  @Test
  void pendingWorkSurvivesARestart() {
    publish(post("1"));
    publisher.on("/1", html(page(article("Later"))));
    poll();
    bench.takeAndForget();
    bench.reopen();
    bench.work();
    assertThat(publisher.requests("/1")).isEmpty();
    bench.pass(Duration.ofMinutes(10));
    bench.work();

    assertThat(entry().content().orElse("")).contains("Later 4");
  }

  @Test
  void pageWhoseTextCanNeverBeStoredIsGivenUp() {
    publish(post("1"));
    publisher.on("/1", html(page(article("Never"))));
    poll();
    for (int i = 0; i < 3; i++) {
      bench.takeAndForget();
      bench.pass(Duration.ofMinutes(10));
    }
    bench.work();

    assertThat(publisher.requests("/1")).isEmpty();
    assertThat(bench.store().articles().nextDue()).isEmpty();
    assertThat(problems()).singleElement().asString().contains("could not be stored");
  }

  @Test
  void credentialsAreSentOnlyToTheFeedsOwnOrigin() {
    subscribe(
        feed ->
            new Subscription(
                feed.id(),
                feed.url(),
                feed.title(),
                feed.tags(),
                false,
                feed.every(),
                feed.auth(),
                Map.of("X-Key", new Secret("s3cret")),
                feed.include(),
                feed.exclude(),
                false,
                feed.retention(),
                feed.pageRules(),
                feed.cleaning(),
                FullText.of(FullText.Mode.ON),
                feed.hub()));
    publish(post("1"), Post.of("2", "Two", publisher.uri("b.test", "/2").toString()));
    publisher.on("/1", html(page(article("One")))).on("/2", html(page(article("Two"))));
    poll();
    bench.workAll();

    assertThat(publisher.requests("/1").getFirst().header("X-Key")).contains("s3cret");
    assertThat(publisher.requests("/2").getFirst().header("X-Key")).isEmpty();
  }

  @Test
  void removedFeedEndsItsJobs() {
    subscribe(feed -> feed.withFullText(FullText.of(FullText.Mode.WAIT)));
    publish(post("1"));
    publisher.on("/1", html(page(article("One"))));
    poll();
    bench.subscribe();
    bench.work();
    assertThat(bench.store().articles().nextDue()).isEmpty();
    subscribe(feed -> feed.withFullText(FullText.of(FullText.Mode.WAIT)));

    assertThat(publisher.requests("/1")).isEmpty();
    assertThat(only().hidden()).isFalse();
  }

  @Test
  void switchedOffOptionEndsThePendingJobs() {
    subscribe(feed -> feed.withFullText(FullText.of(FullText.Mode.WAIT)));
    publish(post("1"));
    publisher.on("/1", html(page(article("One"))));
    poll();
    subscribe(UnaryOperator.identity());

    assertThat(bench.work()).singleElement().matches(Arrival::isNew);
    assertThat(publisher.requests("/1")).isEmpty();
    assertThat(bench.store().articles().nextDue()).isEmpty();
  }

  private void allow(String robots) {
    publisher.on("/robots.txt", Answer.of(200, Map.of("Content-Type", "text/plain"), robots));
  }

  @Test
  void pageThatRobotsTxtForbidsIsGivenUpAndNoted() {
    allow("User-agent: *\nDisallow: /\nUser-agent: Feedloom\nDisallow: /2\n");
    publish(post("1"), post("2"));
    publisher.on("/1", html(page(article("One")))).on("/2", html(page(article("Two"))));
    poll();
    bench.workAll();

    assertThat(publisher.requests("/1")).hasSize(1);
    assertThat(publisher.requests("/2")).isEmpty();
    assertThat(publisher.requests("/feed")).hasSize(1);
    assertThat(publisher.requests("/robots.txt")).hasSize(1);
    assertThat(publisher.requests("/robots.txt").getFirst().header("Accept").orElse(""))
        .startsWith("text/plain");
    assertThat(problems())
        .containsExactly(
            "the page is forbidden by the robots.txt of its host; the entry keeps the content of"
                + " the feed");
    assertThat(bench.store().articles().nextDue()).isEmpty();
  }

  @Test
  void robotsTxtIsNotRequestedIfTheAdminSwitchesItOff() {
    subscribe(
        feed ->
            feed.withFullText(
                new FullText(FullText.Mode.ON, Optional.empty(), Optional.empty(), false)));
    allow("User-agent: *\nDisallow: /\n");
    publish(post("1"));
    publisher.on("/1", html(page(article("One"))));
    poll();
    bench.work();

    assertThat(entry().content().orElse("")).contains("One 4");
    assertThat(publisher.requests("/robots.txt")).isEmpty();
  }

  @Test
  void robotsTxtIsReadAgainAfterADay() {
    allow("User-agent: *\nDisallow: /2\n");
    publish(post("1"));
    publisher.on("/1", html(page(article("One")))).on("/2", html(page(article("Two"))));
    poll();
    bench.work();
    allow("");
    publish(post("1"), post("2"));
    bench.pass(Duration.ofHours(25));
    poll();
    bench.work();

    assertThat(publisher.requests("/robots.txt")).hasSize(2);
    bench.store().feedEntries().all(key(), it -> assertThat(it.entry().hasFullText()).isTrue());
  }

  @Test
  void pageWaitsWhileRobotsTxtCannotBeReached() {
    publisher.on("/robots.txt", Answer.of(500, Map.of(), ""));
    publish(post("1"), post("2"));
    publisher.on("/1", html(page(article("One")))).on("/2", html(page(article("Two"))));
    poll();
    bench.work();
    assertThat(publisher.requests("/robots.txt")).hasSize(1);
    bench.pass(Duration.ofMinutes(11));
    bench.work();
    assertThat(publisher.requests("/robots.txt")).hasSize(2);
    assertThat(publisher.requests("/1")).isEmpty();
    publisher.on("/robots.txt", Answer.of(403, Map.of(), ""));
    bench.pass(Duration.ofMinutes(70));
    bench.work();

    bench.store().feedEntries().all(key(), it -> assertThat(it.entry().hasFullText()).isTrue());
    assertThat(problems()).isEmpty();
  }

  @Test
  void pageIsGivenUpIfRobotsTxtNeverComes() {
    publisher.on("/robots.txt", Answer.of(502, Map.of(), ""));
    publish(post("1"));
    poll();
    bench.workAll();

    assertThat(publisher.requests("/1")).isEmpty();
    assertThat(problems())
        .containsExactly(
            "the page is on a host whose robots.txt answered 502; the entry keeps the content of"
                + " the feed");
  }

  @Test
  void lastRobotsTxtCountsWhileANewOneCannotBeReached() {
    allow("User-agent: *\nDisallow: /2\n");
    publish(post("1"));
    publisher.on("/1", html(page(article("One")))).on("/2", html(page(article("Two"))));
    poll();
    bench.work();
    publisher.on("/robots.txt", Answer.of(500, Map.of(), ""));
    publish(post("1"), post("2"), post("3"));
    publisher.on("/3", html(page(article("Three"))));
    bench.pass(Duration.ofHours(25));
    poll();
    bench.work();

    assertThat(publisher.requests("/robots.txt")).hasSize(2);
    assertThat(publisher.requests("/2")).isEmpty();
    assertThat(publisher.requests("/3")).hasSize(1);
  }

  @Test
  void robotsTxtOfEachOriginOnTheWayCounts() {
    publisher.on(
        "/robots.txt",
        request ->
            Answer.of(
                200,
                Map.of(),
                request.header("Host").orElse("").startsWith("b.test")
                    ? "User-agent: *\nDisallow: /2\n"
                    : "User-agent: *\nDisallow: /closed\n"));
    publish(post("1"), post("2"), post("3"), post("4"));
    publisher.on("/1", Answer.redirect(302, publisher.uri("b.test", "/b1")));
    publisher.on("/b1", html(page(article("One"))));
    publisher.on(
        "/2",
        request -> {
          boolean other = request.header("Host").orElse("").startsWith("b.test");
          return other
              ? html(page(article("Two")))
              : Answer.redirect(301, publisher.uri("b.test", "/2"));
        });
    publisher.on("/3", Answer.redirect(302, "/closed"));
    publisher.on(
        "/4",
        request -> {
          boolean other = request.header("Host").orElse("").startsWith("b.test");
          return Answer.redirect(301, publisher.uri(other ? "a.test" : "b.test", "/4"));
        });
    poll();
    bench.workAll();

    assertThat(publisher.requests("/robots.txt")).hasSize(2);
    assertThat(publisher.requests("/b1")).hasSize(1);
    assertThat(publisher.requests("/2")).hasSize(1);
    assertThat(publisher.requests("/closed")).isEmpty();
    assertThat(problems())
        .map(message -> message.replaceFirst(";.*", ""))
        .containsExactlyInAnyOrder(
            "the page is forbidden by the robots.txt of its host",
            "the page redirects in a way that cannot be followed");
  }

  @Test
  void largeRobotsTxtIsReadInPart() {
    allow("User-agent: *\nDisallow: /1\n" + "# filler\n".repeat(400_000));
    publish(post("1"), post("2"));
    publisher.on("/2", html(page(article("Two"))));
    poll();
    bench.workAll();

    assertThat(publisher.requests("/1")).isEmpty();
    assertThat(publisher.requests("/2")).hasSize(1);
  }

  private Rule rule(RuleAction action) {
    var all =
        new EntryFilter(List.of(new EntryFilter.Condition(EntryFilter.Part.TITLE, "", _ -> true)));
    return new Rule(all, Set.of(), false, List.of(action));
  }

  private String shown() {
    return only().judgement().revision().of(entry()).content().orElse("");
  }

  @Test
  void rulesChooseElementsOfTheFullTextByClassAndId() {
    publish(post("1").saying("<p class='teaser'>Short</p><p>rest</p>"));
    publisher.on(
        "/1",
        html(
            page(
                article("Text")
                    + "<p class='kasten big'>Promo text of the house</p>"
                    + "<section id=extra><p>Extra text of the house</p></section>")));
    bench.use(rule(new RuleAction.Remove("p.kasten")), rule(new RuleAction.Remove("div#extra")));
    poll();
    bench.work();
    assertThat(entry().content().orElse("")).contains("Promo", "Extra").doesNotContain("class=");
    assertThat(shown()).contains("Text 4").doesNotContain("Promo", "Extra");

    publish(post("1").saying("<p class='teaser'>Corrected</p><p>rest</p>"));
    bench.pass(Duration.ofMinutes(1));
    poll();
    assertThat(shown()).contains("Text 4").doesNotContain("Promo", "Extra");

    subscribe(UnaryOperator.identity());
    bench.use(rule(new RuleAction.Keep("p.teaser")));
    bench.refetch("a", Optional.empty());
    bench.work();
    assertThat(entry().content()).contains("<p>Corrected</p><p>rest</p>");
    assertThat(shown()).isEqualTo("<p>Corrected</p>");
  }
}

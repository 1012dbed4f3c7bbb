package io.feedloom.farm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.w3c.dom.Document;
import org.xml.sax.SAXException;
import tools.jackson.databind.json.JsonMapper;

class DemoFarmTest {
  private static final Instant START = Instant.parse("2026-11-24T08:00:00Z");
  private static final SampleFarm FARM = SampleFarm.start(1, START);
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NORMAL).build();

  @AfterAll
  static void end() {
    CLIENT.close();
    FARM.close();
  }

  @TestFactory
  Stream<DynamicTest> everySampleFeedIsServedAndWellFormed() {
    return FARM.feeds().stream()
        .map(
            feed ->
                DynamicTest.dynamicTest(
                    feed.publication().slug(),
                    () -> {
                      var response = get(FARM.uri(feed.publication().path()));
                      assertThat(response.statusCode()).isEqualTo(200);
                      assertThat(entries(feed.publication().format(), response.body()))
                          .isBetween(5, 20);
                    }));
  }

  @TestFactory
  Stream<DynamicTest> feedsAmongTheTroublesAreWellFormed() {
    return FARM.troubles().stream()
        .filter(trouble -> trouble.endsInFeed() && !trouble.path().matches(".*(packed|slow).*"))
        .map(
            trouble ->
                DynamicTest.dynamicTest(
                    trouble.path(),
                    () ->
                        assertThat(entries(Format.RSS_20, get(FARM.uri(trouble.path())).body()))
                            .isEqualTo(3)));
  }

  @Test
  void thereAreFeedsInEveryFormatAndManyLanguages() {
    var publications = FARM.feeds().stream().map(SampleFeed::publication).toList();
    assertThat(publications).hasSizeGreaterThanOrEqualTo(40);
    assertThat(publications).extracting(Publication::format).contains(Format.values());
    assertThat(publications)
        .extracting(Publication::language)
        .contains("en", "de", "fr", "es", "ja", "zh-CN", "ko", "ar", "he", "ru", "el", "hi");
    assertThat(publications).extracting(Publication::kind).contains("text", "podcast", "photo");
    assertThat(publications).extracting(Publication::slug).doesNotHaveDuplicates();
  }

  @Test
  void equalSeedsAndStartsGiveEqualStories() {
    var publication = Publication.all().getFirst();
    var one = publication.story(7, 3, START, "http://farm");
    assertThat(publication.story(7, 3, START, "http://farm")).isEqualTo(one);
    assertThat(publication.story(8, 3, START, "http://farm")).isNotEqualTo(one);
    try (var again = SampleFarm.start(1, START)) {
      assertThat(again.feeds())
          .extracting(feed -> text(feed).replace(again.base(), FARM.base()))
          .isEqualTo(FARM.feeds().stream().map(DemoFarmTest::text).toList());
    }
  }

  @Test
  void noGapIsLeftInAnyText() {
    for (var feed : FARM.feeds()) {
      for (var story : feed.stories()) {
        assertThat(story.title() + story.summary()).doesNotContain("{", "}", "\\n");
        assertThat(story.html()).doesNotContainPattern("\\{\\p{L}+}").doesNotContain("\\n");
      }
    }
  }

  @Test
  void liveFeedsGrowAndStoriesAreEditedAsTimeGoesBy() {
    try (var farm = SampleFarm.start(1, START)) {
      var before = farm.feeds().stream().map(DemoFarmTest::text).toList();
      int stories = count(farm);
      for (int second = 1; second <= 61; second++) {
        farm.tick(START.plusSeconds(second));
      }
      var after = farm.feeds().stream().map(DemoFarmTest::text).toList();
      assertThat(count(farm)).isGreaterThan(stories + 20);
      assertThat(after).isNotEqualTo(before);
      var edited =
          farm.feeds().stream()
              .flatMap(feed -> feed.stories().stream())
              .filter(story -> story.updated().isPresent())
              .toList();
      assertThat(edited).hasSize(3);
      assertThat(edited).allSatisfy(story -> assertThat(story.html()).contains("Update."));
    }
  }

  @Test
  void oneStoryAppearsInTwoFeedsAndOneGuidMeansTwoThings() {
    var science = feed("harbour-courier-science");
    assertThat(text(feed("harbour-courier")))
        .contains(science.stories().getFirst().guid())
        .contains(science.stories().getFirst().path());
    assertThat(feed("allotment-14").stories().getLast().guid())
        .isEqualTo(feed("between-stations").stories().getLast().guid());
  }

  @Test
  void wireHasAnArticleWithUnusualDatesAndAForeignLetter()
      throws IOException, InterruptedException, SAXException, ParserConfigurationException {
    byte[] body = get(FARM.uri(FARM.wire())).body();
    var item = (org.w3c.dom.Element) xml(body).getElementsByTagName("item").item(0);
    assertThat(item.getElementsByTagName("title").item(0).getTextContent())
        .isEqualTo(
            "Tokyo Claims Russia-China Joint Patrolling in Asia-Pacific Aimed Against Japan");
    assertThat(item.getElementsByTagName("pubDate").item(0).getTextContent())
        .isEqualTo("2021-11-23T17:44+0000");
    assertThat(item.getElementsByTagName("category").getLength()).isEqualTo(5);
    assertThat(item.getElementsByTagName("media:content").getLength()).isEqualTo(3);
    assertThat(new String(body, StandardCharsets.UTF_8)).contains("Defen\u0441e");
    assertThat(FARM.feedsYml())
        .contains(FARM.wire() + "\", tags: [\"news\", \"asia\"], categories: as-tags");
  }

  @Test
  void unchangedFeedIsA304() throws IOException, InterruptedException {
    var uri = FARM.uri(feed("harbour-courier").publication().path());
    var etag = get(uri).headers().firstValue("ETag").orElseThrow();
    var again = HttpRequest.newBuilder(uri).header("If-None-Match", etag).build();
    assertThat(CLIENT.send(again, BodyHandlers.discarding()).statusCode()).isEqualTo(304);
  }

  @Test
  void pagesPicturesAndSoundsThatFeedsPointToAreThere() throws IOException, InterruptedException {
    var podcast = feed("between-stations");
    var story = podcast.stories().getFirst();
    var paths =
        List.of(
            podcast.publication().home(),
            story.path(),
            story.picture().orElseThrow(),
            story.path() + ".wav",
            story.path() + ".vtt",
            story.path() + ".chapters.json");
    for (var path : paths) {
      assertThat(get(FARM.uri(path)).statusCode()).as(path).isEqualTo(200);
    }
    xmlIsWellFormed(get(FARM.uri(story.picture().orElseThrow() + "?1920x1080")).body());
    assertThat(get(FARM.uri("/between-stations/999")).statusCode()).isEqualTo(404);
    assertThat(get(FARM.uri("/no/such/page")).statusCode()).isEqualTo(404);
  }

  private static void xmlIsWellFormed(byte[] body) {
    assertThat(body)
        .satisfies(bytes -> assertThat(xml(bytes).getDocumentElement().getTagName()).isNotEmpty());
  }

  private static SampleFeed feed(String slug) {
    return FARM.feeds().stream()
        .filter(feed -> feed.publication().slug().equals(slug))
        .findAny()
        .orElseThrow();
  }

  private static int count(SampleFarm farm) {
    return farm.feeds().stream().mapToInt(feed -> feed.stories().size()).sum();
  }

  private static String text(SampleFeed feed) {
    return new String(feed.document(), feed.publication().charset());
  }

  private static HttpResponse<byte[]> get(URI uri) throws IOException, InterruptedException {
    var request = HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(20)).build();
    return CLIENT.send(request, BodyHandlers.ofByteArray());
  }

  private static int entries(Format format, byte[] body)
      throws IOException, SAXException, ParserConfigurationException {
    if (format.isJson()) {
      var items = new JsonMapper().readTree(body).get("items");
      var ids = new HashSet<String>();
      items.forEach(item -> ids.add(item.get("id").asString()));
      return ids.size();
    }
    var document = xml(body);
    return document.getElementsByTagName("item").getLength()
        + document.getElementsByTagName("entry").getLength();
  }

  private static Document xml(byte[] body)
      throws IOException, SAXException, ParserConfigurationException {
    var factory = DocumentBuilderFactory.newInstance();
    factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
    return factory.newDocumentBuilder().parse(new ByteArrayInputStream(body));
  }
}

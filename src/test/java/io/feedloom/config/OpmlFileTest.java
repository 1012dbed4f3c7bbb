package io.feedloom.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.feedloom.feed.Subscription;
import io.feedloom.feed.Tag;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OpmlFileTest {
  private static final String SUBSCRIPTIONS =
      """
      <?xml version="1.0" encoding="UTF-8"?>
      <opml version="2.0">
        <head><title>Mine</title></head>
        <body>
          <outline text="Java">
            <outline type="rss" text="Inside" title="Inside Java" xmlUrl="https://inside.java/feed.xml"/>
            <outline text="JVM &amp; Co">
              <outline text="Deep" xmlUrl="https://deep.example/feed" category="/Tools/Build,news"/>
            </outline>
          </outline>
          <outline xmlurl=" https://bare.example "/>
          <outline text="https://named.example/" xmlUrl="https://named.example/"/>
          <outline text="Also">
            <outline text="Twice" xmlUrl="https://INSIDE.java/feed.xml"/>
          </outline>
          <outline text="A link" type="link" url="https://elsewhere.example/"/>
        </body>
      </opml>
      """;

  @TempDir private Path temporary;
  private AdminFolder folder;

  @BeforeEach
  void open() {
    folder = new AdminFolder(temporary);
    folder.write("feeds.yml", "feeds: []\ninclude: [list.opml]\n");
  }

  private List<Subscription> read(String opml) {
    return folder.write("list.opml", opml).settings().subscriptions();
  }

  private static List<String> labels(Subscription feed) {
    return feed.tags().stream().map(Tag::label).toList();
  }

  @Test
  void foldersAndCategoriesBecomeTags() {
    assertThat(read(SUBSCRIPTIONS))
        .extracting(feed -> feed.url().toString(), OpmlFileTest::labels)
        .containsExactly(
            tuple("https://inside.java/feed.xml", List.of("Java", "Also")),
            tuple("https://deep.example/feed", List.of("Java", "JVM & Co", "Tools/Build", "news")),
            tuple("https://bare.example/", List.of()),
            tuple("https://named.example/", List.of()));
  }

  @Test
  void titleThatRepeatsTheAddressIsIgnored() {
    assertThat(read(SUBSCRIPTIONS))
        .extracting(feed -> feed.title().orElse("-"))
        .containsExactly("Inside Java", "Deep", "-", "-");
  }

  @Test
  void declaredEncodingIsUsed() {
    var opml =
        "<?xml version='1.0' encoding='ISO-8859-1'?><opml><body>"
            + "<outline text='Café' xmlUrl='https://a.example/'/></body></opml>";
    folder.write("list.opml", opml.getBytes(StandardCharsets.ISO_8859_1));

    assertThat(folder.settings().subscriptions().getFirst().title()).contains("Café");
  }

  @Test
  void listWithoutFeedsIsEmpty() {
    assertThat(read("<opml version='1.0'><body/></opml>")).isEmpty();
  }

  @Test
  void filesNamedByADoctypeAreNotRead() {
    folder.write("secret.txt", "s3cret");
    folder.write(
        "list.opml",
        "<!DOCTYPE opml [<!ENTITY x SYSTEM '"
            + temporary.resolve("secret.txt").toUri()
            + "'>]>\n<opml><body><outline text='&x;' xmlUrl='https://a.example/'/></body></opml>");

    assertThat(folder.settings().subscriptions().getFirst().title()).contains("&x;");
  }

  @Test
  void externalDoctypeIsIgnored() {
    assertThat(
            read(
                "<!DOCTYPE opml SYSTEM 'https://nowhere.example/opml.dtd'>"
                    + "<opml><body><outline xmlUrl='https://a.example/'/></body></opml>"))
        .hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "`` | list.opml: is empty; expected OPML",
        "<html/> | list.opml:1:1: expected <opml>, but found <html>",
        "<opml><body> <outline text='a&b'/> | list.opml:1:32: not XML: write \"&amp;\" for \"&\"",
        "<opml><body></opml> | list.opml:1:18: not XML: Unexpected close tag </opml>; expected"
            + " </body>.",
        "<opml><body> <outline xmlUrl='feed:x'/></body></opml> | list.opml:1:14: expected an http"
            + " or https address in xmlUrl, but it does not begin with http:// or https://",
      })
  void brokenFileIsAFaultWithItsPlace(String opml, String fault) {
    folder.write("list.opml", opml);

    assertThat(folder.faults()).containsExactly(fault);
  }

  @Test
  void becomesAPartOfFeedsYml() throws OpmlFile.OpmlException {
    folder.write("list.opml", SUBSCRIPTIONS);

    assertThat(OpmlFile.toYaml(temporary.resolve("list.opml")).yaml())
        .isEqualTo(
            """
            feeds:
              - url: https://inside.java/feed.xml
                title: Inside Java
                tags: [Java, Also]
              - url: https://deep.example/feed
                title: Deep
                tags: [Java, "JVM & Co", "Tools/Build", news]
              - https://bare.example/
              - https://named.example/
            """);
  }

  @Test
  void choiceOfTheHubIsKept() throws OpmlFile.OpmlException {
    folder.write(
        "list.opml",
        """
        <opml version="2.0" xmlns:feedloom="urn:feedloom:opml"><body>
          <outline xmlUrl="https://a.example/" feedloom:push="false"/>
          <outline xmlUrl="https://b.example/" feedloom:hub="https://hub.example/"/>
          <outline xmlUrl="https://c.example/" feedloom:push="true"/>
        </body></opml>
        """);

    assertThat(OpmlFile.toYaml(temporary.resolve("list.opml")).yaml())
        .isEqualTo(
            """
            feeds:
              - url: https://a.example/
                push: false
              - url: https://b.example/
                hub: https://hub.example/
              - https://c.example/
            """);
  }

  @Test
  void emptyOpmlBecomesAnEmptyListOfFeeds() throws OpmlFile.OpmlException {
    folder.write("list.opml", "<opml version='2.0'><body/></opml>");

    assertThat(OpmlFile.toYaml(temporary.resolve("list.opml")).yaml()).isEqualTo("feeds: []\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "null",
        "yes",
        "- dash",
        "a: b",
        "a #b",
        "\"quoted\" \\ it",
        "${HOME} &amp; $${X}",
        "日本語 🦊",
        "[x], {y}",
        "x&#x85;y&#xE000;z",
        "&#x202E;right to left",
        "007",
      })
  void writtenFeedsAreReadBackUnchanged(String text) throws OpmlFile.OpmlException {
    var read =
        read(
            "<opml><body><outline text='NAME'>"
                .concat("<outline text='NAME' xmlUrl='https://a.example/x?y=%#{}:'/>")
                .concat("<outline xmlUrl='https://a.example/b:'/></outline></body></opml>")
                .replace("NAME", text));

    folder.write("feeds.yml", OpmlFile.toYaml(temporary.resolve("list.opml")).yaml());

    assertThat(folder.settings().subscriptions())
        .isEqualTo(read)
        .extracting(OpmlFileTest::labels)
        .containsExactlyElementsOf(read.stream().map(OpmlFileTest::labels).toList());
  }

  @Test
  void everyInvalidOutlineIsReportedWithItsPlaceAndTheOthersAreRead() throws Exception {
    folder.write(
        "list.opml",
        """
        <opml><body>
          <outline xmlUrl="feed://a.example/"/>
          <outline xmlUrl="https://b.example/"/>
          <outline xmlUrl="https://"/>
        </body></opml>
        """);

    assertThat(folder.settings().subscriptions())
        .extracting(feed -> feed.url().toString())
        .containsExactly("https://b.example/");
    var converted = OpmlFile.toYaml(temporary.resolve("list.opml"));
    assertThat(converted.yaml()).isEqualTo("feeds:\n  - https://b.example/\n");
    assertThat(converted.faults())
        .extracting(fault -> fault.line() + ":" + fault.column())
        .containsExactly("2:3", "4:3");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "<opml><body><outline text='R & D' xmlUrl='https://a.example/?x=1&y=2'/></body></opml>"
            + " | R & D | https://a.example/?x=1&y=2",
        "<opml><body><outline text='caf&eacute; &nope;' xmlUrl='https://a.example/'/></body></opml>"
            + " | café &nope; | https://a.example/",
        "<opml><body><outline frss:a='b' text='x' xmlUrl='https://a.example/'/></body></opml>"
            + " | x | https://a.example/",
        "` <?xml version='1.0'?><opml><body><outline text='x' xmlUrl='https://a.example/'/>"
            + "</body></opml>` | x | https://a.example/",
      })
  void harmlessFaultsOfXmlAreNoFaults(String opml, String title, String url) {
    assertThat(read(opml))
        .extracting(feed -> feed.title().orElse(""), feed -> feed.url().toString())
        .containsExactly(tuple(title, url));
    assertThat(folder.faults()).isEmpty();
  }

  @Test
  void listThatEndsEarlyIsReadAndReported() {
    folder.write(
        "list.opml",
        "<opml><body><outline text='Folder'>\n<outline text='A' xmlUrl='https://a.example/'/>\n"
            + "<outline text='B' xmlUrl='https://b.example/'>");

    assertThat(folder.settings().subscriptions())
        .extracting(feed -> feed.url().toString(), OpmlFileTest::labels)
        .containsExactly(
            tuple("https://a.example/", List.of("Folder")),
            tuple("https://b.example/", List.of("Folder")));
    assertThat(folder.faults())
        .singleElement()
        .asString()
        .contains("not XML")
        .endsWith("what can be read of it is used");
  }

  @ParameterizedTest
  @CsvSource({
    "windows-1252, windows-1252",
    "ISO-8859-1, ''",
    "UTF-16LE, ''",
    "UTF-16BE, UTF-16BE",
    "KOI8-R, KOI8-R"
  })
  void anyEncodingIsRead(String charset, String declared) {
    var word = charset.equals("KOI8-R") ? "Мир" : "Café";
    var start = declared.isEmpty() ? "" : "<?xml version='1.0' encoding='" + declared + "'?>";
    folder.write(
        "list.opml",
        (start
                + "<opml><body><outline text='"
                + word
                + " & x' xmlUrl='https://a.example/'/>"
                + "</body></opml>")
            .getBytes(java.nio.charset.Charset.forName(charset)));

    assertThat(folder.settings().subscriptions().getFirst().title()).contains(word + " & x");
  }

  @Test
  void commentedOutlinesAreLeftOutWithAllBelow() {
    assertThat(
            read(
                """
                <opml><body>
                  <outline text="off" isComment="true">
                    <outline text="A" xmlUrl="https://a.example/"/>
                  </outline>
                  <outline text="B" isComment="TRUE" xmlUrl="https://b.example/"/>
                  <outline text="C" isComment="false" xmlUrl="https://c.example/"/>
                </body></opml>
                """))
        .extracting(feed -> feed.url().toString())
        .containsExactly("https://c.example/");
  }

  @Test
  void includedListIsReadToo() {
    folder.write("other.opml", "<opml><body><outline xmlUrl='https://b.example/'/></body></opml>");
    assertThat(
            read(
                "<opml><body><outline xmlUrl='https://a.example/'/>"
                    + "<outline type='include' text='More' url='other.opml'/></body></opml>"))
        .extracting(feed -> feed.url().toString())
        .containsExactly("https://a.example/", "https://b.example/");
  }

  @Test
  void feedInSeveralListsIsOneFeedWithAllTags() {
    folder.write(
        "feeds.yml",
        """
        defaults: [{ tags: two, every: 2h }]
        feeds: [{ url: https://y.example/, tags: [mine], title: Mine }]
        include: [list.opml, second.opml]
        """);
    folder.write(
        "second.opml",
        "<opml><body><outline text='two'><outline text='X' xmlUrl='https://x.example/'/>"
            + "<outline text='Y' xmlUrl='https://y.example/'/></outline></body></opml>");
    var feeds =
        read(
            "<opml><body><outline text='one'><outline text='X' xmlUrl='https://x.example/'/>"
                + "</outline></body></opml>");

    assertThat(folder.faults()).isEmpty();
    assertThat(feeds)
        .extracting(feed -> feed.title().orElse(""), OpmlFileTest::labels)
        .containsExactly(tuple("Mine", List.of("mine", "two")), tuple("X", List.of("one", "two")));
    assertThat(feeds).allMatch(feed -> feed.every().isPresent());
  }
}

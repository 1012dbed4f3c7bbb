package io.feedloom.parse;

import static org.assertj.core.api.Assertions.assertThat;

import io.feedloom.feed.Cleaning;
import io.feedloom.feed.DocumentHeaders;
import io.feedloom.feed.FeedInfo;
import io.feedloom.feed.Parsed;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which hubs and which topic an answer names. */
class HubLinksTest {
  private static final URI ADDRESS = URI.create("https://a.example/blog/feed");
  private static final String ATOM =
      """
      <feed xmlns="http://www.w3.org/2005/Atom"><title>T</title>
      <link rel="hub" href="https://doc.example/hub"/><link rel="self" href="https://doc.example/"/>
      <entry><id>1</id><title>one</title></entry></feed>
      """;

  private static FeedInfo info(String body, String link) {
    var headers =
        new DocumentHeaders(
            Optional.empty(),
            Optional.empty(),
            Optional.of(link).filter(it -> !it.isEmpty()),
            Optional.empty());
    var parsed =
        new FeedParser()
            .parse(
                new FetchedDocument(
                    ADDRESS, body.getBytes(StandardCharsets.UTF_8), headers, Cleaning.ALL));
    return switch (parsed) {
      case Parsed.Feed feed -> feed.info();
      case Parsed.Page page -> page.entries().orElseThrow().info();
      case Parsed.Index _, Parsed.Unreadable _ -> throw new AssertionError(parsed);
    };
  }

  @Test
  void headerReplacesElements() {
    var info = info(ATOM, "<https://h.example/1>; rel=hub, </self>; rel=\"self\"");

    assertThat(info.hubs()).containsExactly("https://h.example/1");
    assertThat(info.self()).hasValue("https://a.example/self");
  }

  @Test
  void elementsCountIfTheHeaderNamesNoHub() {
    var info = info(ATOM, "<https://h.example/self>; rel=self");

    assertThat(info.hubs()).containsExactly("https://doc.example/hub");
    assertThat(info.self()).hasValue("https://doc.example/");
  }

  @Test
  void headerWithoutSelfKeepsThatOfTheDocument() {
    assertThat(info(ATOM, "<https://h.example/1>; rel=hub").self())
        .hasValue("https://doc.example/");
  }

  @Test
  void severalHubsKeepTheirOrder() {
    assertThat(
            info(ATOM, "<https://h.example/2>; rel=\"hub\", <https://h.example/1>; rel=\"x hub\"")
                .hubs())
        .containsExactly("https://h.example/2", "https://h.example/1");
  }

  @Test
  void linksOfAnotherResourceDoNotCount() {
    assertThat(info(ATOM, "<https://h.example/1>; rel=hub; anchor=\"/other\"").hubs())
        .containsExactly("https://doc.example/hub");
  }

  @Test
  void jsonFeedGetsTheHubOfTheHeader() {
    var json =
        """
        {"version": "https://jsonfeed.org/version/1.1", "title": "T", "items": [{"id": "1"}]}
        """;

    assertThat(info(json, "<https://h.example/1>; rel=hub").hubs())
        .containsExactly("https://h.example/1");
  }

  @Test
  void linksOfAPageAreRelativeToItsBase() {
    var page =
        """
        <!doctype html><html><head><title>T</title><base href="https://b.example/x/">
        <link rel="hub" href="/hub"><link rel="self" href="self"></head>
        <body><article class="h-entry"><a class="u-url p-name" href="/1">one</a></article></body></html>
        """;

    assertThat(info(page, "").hubs()).containsExactly("https://b.example/hub");
    assertThat(info(page, "").self()).hasValue("https://b.example/x/self");
  }
}

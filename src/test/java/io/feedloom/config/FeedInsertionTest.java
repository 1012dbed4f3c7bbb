package io.feedloom.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.feedloom.feed.Subscription;
import io.feedloom.feed.Tag;
import java.net.URI;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A feed is added to feeds.yml, and every other character stays. */
class FeedInsertionTest {
  private static final Subscription NEW =
      Subscription.of(
          URI.create("https://new.example/feed"),
          new LinkedHashSet<>(List.of(Tag.of("java"), Tag.of("C++"))));
  private static final Subscription PLAIN =
      Subscription.of(URI.create("https://new.example/feed"), java.util.Set.of());

  @Test
  void feedFollowsTheLastItemAndItsLines() {
    assertThat(
            FeedInsertion.insert(
                """
                # my feeds
                title: Planet   # a title
                feeds:
                  - https://a.example/

                  # the second
                  - url: https://b.example/
                    tags: [x]   # a comment

                    every: 1h
                    # about this feed

                # rules follow
                rules: []
                """,
                NEW))
        .hasValue(
            """
            # my feeds
            title: Planet   # a title
            feeds:
              - https://a.example/

              # the second
              - url: https://b.example/
                tags: [x]   # a comment

                every: 1h
                # about this feed
              - url: https://new.example/feed
                tags: [java, C++]

            # rules follow
            rules: []
            """);
  }

  @Test
  void listWithoutIndentAndWithoutANewLineAtTheEnd() {
    assertThat(FeedInsertion.insert("feeds:\r\n- https://a.example/", PLAIN))
        .hasValue("feeds:\r\n- https://a.example/\r\n- https://new.example/feed\r\n");
  }

  @Test
  void emptyListsGetTheirFirstFeed() {
    var list = "feeds:\n  - https://new.example/feed\n";
    assertThat(FeedInsertion.insert("", PLAIN)).hasValue(list);
    assertThat(FeedInsertion.insert("feeds: []", PLAIN)).hasValue(list);
    assertThat(FeedInsertion.insert("feeds: [ ] # none\ntitle: x\n", PLAIN))
        .hasValue("feeds: # none\n  - https://new.example/feed\ntitle: x\n");
    assertThat(FeedInsertion.insert("feeds:\ntitle: x\n", PLAIN)).hasValue(list + "title: x\n");
    assertThat(FeedInsertion.insert("title: x", PLAIN)).hasValue("title: x\n" + list);
  }

  @Test
  void listsInBracketsAreExtended() {
    assertThat(FeedInsertion.insert("feeds: [https://a.example/]\n", PLAIN))
        .hasValue("feeds: [https://a.example/, \"https://new.example/feed\"]\n");
    assertThat(
            FeedInsertion.insert(
                "{ feeds: [ { url: \"https://a.example/]\", title: It's }, ], title: x }", NEW))
        .hasValue(
            "{ feeds: [ { url: \"https://a.example/]\", title: It's }, { url:"
                + " \"https://new.example/feed\", tags: [\"java\", \"C++\"] } ], title: x }");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "feeds: x",
        "feeds: {a: b}",
        "- a",
        "feeds: [",
        "{ title: x }",
        "feeds: [https://a.example/ # ]\n]",
      })
  void otherFilesAreLeftAlone(String text) {
    assertThat(FeedInsertion.insert(text, PLAIN)).isEqualTo(Optional.empty());
  }
}

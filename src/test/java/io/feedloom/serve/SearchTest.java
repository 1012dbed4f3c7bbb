package io.feedloom.serve;

import static org.assertj.core.api.Assertions.assertThat;

import io.feedloom.feed.Entry;
import io.feedloom.feed.Person;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Searches by clients. */
class SearchTest {
  private static final String FEEDS =
      """
      feeds:
        - { url: https://a.example/feed, id: a, tags: java }
        - { url: https://b.example/feed, id: b, tags: news }
      """;

  @TempDir Path folder;
  private Served served;

  @BeforeEach
  void serve() {
    served = new Served(folder, FEEDS);
    arrive("a", "Virtual threads", "Jane Doe", "en-US", 1);
    arrive("b", "Threads that are virtual", "John", "en", 2);
    arrive("b", "Ёлка", "Яна", "ru", 3);
  }

  @AfterEach
  void close() {
    served.close();
  }

  private void arrive(String feed, String title, String author, String language, int seconds) {
    served.arrive(
        feed,
        Entry.builder(title)
            .title(title)
            .content("<p>Text</p>")
            .authors(List.of(Person.named(author)))
            .language(language)
            .published(Served.NOON.minusSeconds(seconds))
            .build());
  }

  @Test
  void wordsAreFoundInEveryFormat() {
    for (var path : List.of("/feed.atom", "/feed.rss", "/feed.json", "/api/v1/entries", "/feed")) {
      var answer = served.get(path + "?q=threads");

      assertThat(answer.statusCode()).as(path).isEqualTo(200);
      assertThat(answer.body())
          .as(path)
          .contains("Virtual threads", "Threads that are virtual")
          .doesNotContain("Ёлка");
    }
  }

  @Test
  void phrasesTagsAuthorsAndLanguagesNarrow() {
    assertThat(served.get("/feed.atom?q=%22virtual%20threads%22").body())
        .contains("Virtual threads")
        .doesNotContain("Threads that");
    assertThat(served.get("/tags/news.atom?q=threads").body())
        .contains("Threads that")
        .doesNotContain("Virtual threads");
    assertThat(served.get("/feed.atom?author=jane%20doe").body())
        .contains("Virtual threads")
        .doesNotContain("Threads that");
    assertThat(served.get("/feed.atom?lang=en").body())
        .contains("Virtual threads", "Threads that")
        .doesNotContain("Ёлка");
    assertThat(served.get("/feed.atom?q=%D0%B5%D0%BB%D0%BA%D0%B0").body()).contains("Ёлка");
  }

  @Test
  void arrivalIsFoundByTheNextSearch() {
    assertThat(served.get("/feed.atom?q=loom").body()).doesNotContain("<entry>");

    arrive("a", "Project Loom", "Jane Doe", "en", 0);

    assertThat(served.get("/feed.atom?q=loom").body()).contains("Project Loom");
  }

  @Test
  void streamMaySearch() {
    served.reload(FEEDS + "streams: { threads: { q: \"threads -that\", lang: en } }");

    assertThat(served.get("/streams/threads.atom").body())
        .contains("Virtual threads")
        .doesNotContain("Threads that");
  }
}

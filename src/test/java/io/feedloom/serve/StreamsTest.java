package io.feedloom.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Streams of feeds.yml. */
class StreamsTest {
  private static final String FEEDS =
      """
      title: Planet
      feeds:
        - { url: https://java.example/, id: java, tags: [Java, news] }
        - { url: https://kotlin.example/, id: kotlin, tags: [Kotlin] }
        - { url: https://cooking.example/, id: cooking, tags: [Cooking, news] }
      """;
  private static final String STREAMS =
      """
      streams:
        jvm: { title: The JVM merged, tags: "java,kotlin", limit: 2 }
        food: { source: [cooking], category: -ads }
      """;

  @TempDir private Path folder;
  private Served served;

  @BeforeEach
  void start() {
    served = new Served(folder, FEEDS + STREAMS);
    served.arrive("java", "J1", 1);
    served.arrive("kotlin", "K2", 2);
    served.arrive("cooking", "C3", 3);
    served.arrive("java", "J4", 4);
    served.arrive("cooking", "C5", 5, "ads");
  }

  @AfterEach
  void stop() {
    served.close();
  }

  private List<String> titles(String path) {
    return Pattern.compile("<title[^>]*>([A-Z]\\d)<")
        .matcher(served.get(path).body())
        .results()
        .map(found -> found.group(1))
        .toList();
  }

  private String link(String path, String rel) {
    var found =
        Pattern.compile("<link(?=[^>]*rel=\"" + rel + "\")[^>]*href=\"([^\"]*)\"")
            .matcher(served.get(path).body());
    return found.find() ? found.group(1).replace("&amp;", "&").replace(served.base(), "") : "";
  }

  @Test
  void streamIsServedInEveryFormatUnderItsOwnNameAndTitle() {
    for (var type : List.of("atom", "rss", "json")) {
      var answer = served.get("/streams/jvm." + type);

      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.body()).contains("The JVM merged", "J1", "K2").doesNotContain("C3");
      assertThat(answer.headers().firstValue("Link"))
          .get(InstanceOfAssertFactories.STRING)
          .contains("<" + served.base() + "/streams/jvm." + type + ">; rel=\"self\"");
    }
    assertThat(link("/streams/jvm.atom", "self")).isEqualTo("/streams/jvm.atom");
    assertThat(served.get("/streams/jvm", "Accept", "text/html").body()).contains("J1", "K2");
  }

  @Test
  void pagesOfAStreamKeepItsName() {
    var next = link("/streams/jvm.atom", "next");

    assertThat(titles("/streams/jvm.atom")).containsExactly("J1", "K2");
    assertThat(next).startsWith("/streams/jvm.atom?before=");
    assertThat(titles(next)).containsExactly("J4");
    assertThat(link(next, "first")).isEqualTo("/streams/jvm.atom");
  }

  @Test
  void parametersNarrowAStream() {
    assertThat(titles("/streams/jvm.atom?tag=news")).containsExactly("J1", "J4");
    assertThat(link("/streams/jvm.atom?tag=news&limit=2", "self"))
        .isEqualTo("/streams/jvm.atom?tag=news");
    assertThat(titles("/streams/jvm.atom?tag=cooking")).isEmpty();
    assertThat(titles("/streams/jvm.atom?limit=50")).containsExactly("J1", "K2", "J4");
    assertThat(link("/streams/jvm.atom?limit=50", "self")).isEqualTo("/streams/jvm.atom?limit=50");
    assertThat(titles("/streams/jvm.atom?until=2026-03-01T11:59:57Z")).containsExactly("J4");
  }

  @Test
  void entriesPerSourceCanBeLimited() {
    served.reload(FEEDS + "streams: { jvm: { tags: [\"java,kotlin\"], per-feed: 1 } }");

    assertThat(titles("/streams/jvm.atom")).containsExactly("J1", "K2");
    assertThat(titles("/streams/jvm.atom?per-feed=2")).containsExactly("J1", "K2", "J4");
    assertThat(titles("/tags/java,kotlin.atom?per-feed=1")).containsExactly("J1", "K2");
    assertThat(link("/streams/jvm.atom?per-feed=2", "self"))
        .isEqualTo("/streams/jvm.atom?per-feed=2");
  }

  @Test
  void streamShowsTextsAtTheSelectedLength() {
    assertThat(served.get("/streams/jvm.atom").body()).contains("<content ");
    assertThat(served.get("/streams/jvm.atom?content=summary").body())
        .contains("<summary ")
        .doesNotContain("<content ");
    assertThat(served.get("/streams/jvm.atom?content=none").body())
        .doesNotContain("<summary ", "<content type");
  }

  @Test
  void parametersCannotIncludeWhatAStreamExcludes() {
    assertThat(titles("/streams/food.atom")).containsExactly("C3");
    assertThat(titles("/streams/food.atom?category=ads")).isEmpty();
    assertThat(served.get("/streams/food.atom").body()).contains("<title>food<");
  }

  @Test
  void arrivalChangesOnlyItsStreams() {
    var food = served.get("/streams/food.atom").headers().firstValue("ETag");
    assertThat(titles("/streams/jvm.atom")).containsExactly("J1", "K2");

    served.arrive("kotlin", "K0", 0);

    assertThat(titles("/streams/jvm.atom")).containsExactly("K0", "J1");
    assertThat(served.get("/streams/food.atom").headers().firstValue("ETag")).isEqualTo(food);
  }

  @Test
  void unknownStreamIsNotFoundAndBadParametersAreReported() {
    assertThat(served.get("/streams/nothing.atom").statusCode()).isEqualTo(404);
    assertThat(served.get("/streams/nothing").body()).contains("Unknown stream", "nothing");
    assertThat(served.get("/streams/jvm.atom?tga=x").statusCode()).isEqualTo(400);
    assertThat(served.get("/streams/jvm.atom?limit=0").body()).contains("1 to 500");
  }

  @Test
  void editedStreamTakesEffectAtOnce() {
    assertThat(titles("/streams/food.atom")).containsExactly("C3");

    served.reload(FEEDS + "streams: { food: { title: Kitchen, tags: cooking } }");

    assertThat(titles("/streams/food.atom")).containsExactly("C3", "C5");
    assertThat(served.get("/streams/food.atom").body()).contains("Kitchen");
    assertThat(served.get("/streams/jvm.atom").statusCode()).isEqualTo(404);
  }
}

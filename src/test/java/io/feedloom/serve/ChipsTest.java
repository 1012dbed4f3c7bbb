package io.feedloom.serve;

import static org.assertj.core.api.Assertions.assertThat;

import io.feedloom.feed.Clause;
import io.feedloom.feed.FeedId;
import io.feedloom.feed.Selection;
import io.feedloom.feed.Tag;
import io.feedloom.select.Selections;
import io.feedloom.serve.RiverView.Chip;
import io.feedloom.serve.RiverView.Chosen;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ChipsTest {
  private static Chips chips(Clause... tags) {
    return new Chips(
        Selection.ALL.withTags(List.of(tags)),
        selection -> Selections.address(selection).page(),
        key -> key,
        FeedId::value);
  }

  private static Tags.Count count(String tag, long entries) {
    return new Tags.Count(Tag.of(tag), 1, entries, Optional.empty());
  }

  @Test
  void whereNothingIsChosenATagNarrowsOrIsExcluded() {
    assertThat(chips().offered(List.of(count("java", 3), count("news", 5))))
        .containsExactly(
            new Chip("news", 5, "/tags/news", null, "/feed?tag=-news"),
            new Chip("java", 3, "/tags/java", null, "/feed?tag=-java"));
    assertThat(chips().chosen()).isEmpty();
  }

  @Test
  void besideAChosenTagAnotherNarrowsWidensOrIsExcluded() {
    assertThat(
            chips(Clause.anyOf(List.of("java")))
                .offered(List.of(count("java", 3), count("news", 5))))
        .containsExactly(
            new Chip("news", 5, "/tags/java?tag=news", "/tags/java,news", "/tags/java?tag=-news"));
  }

  @Test
  void whatWasChosenIsTakenAwayPieceByPiece() {
    assertThat(
            chips(
                    Clause.anyOf(List.of("java", "kotlin")),
                    Clause.anyOf(List.of("news")),
                    Clause.noneOf(List.of("ads")))
                .chosen())
        .containsExactly(
            new Chosen("", "java", "/tags/kotlin?tag=news&tag=-ads"),
            new Chosen("or", "kotlin", "/tags/java?tag=news&tag=-ads"),
            new Chosen("and", "news", "/tags/java,kotlin?tag=-ads"),
            new Chosen("not", "ads", "/tags/java,kotlin?tag=news"));
  }
}

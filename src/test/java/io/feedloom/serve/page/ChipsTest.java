package io.feedloom.serve.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.feedloom.feed.Clause;
import io.feedloom.feed.FeedId;
import io.feedloom.feed.Period;
import io.feedloom.feed.Selection;
import io.feedloom.feed.Tag;
import io.feedloom.select.Selections;
import io.feedloom.serve.merged.Tags;
import io.feedloom.serve.view.RiverView.Chip;
import io.feedloom.serve.view.RiverView.Chosen;
import io.feedloom.serve.view.RiverView.TagLink;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ChipsTest {
  private static Chips chips(Clause... tags) {
    return chips(Selection.ALL.withTags(List.of(tags)));
  }

  private static Chips chips(Selection chosen) {
    return new Chips(
        chosen, selection -> Selections.address(selection).page(), key -> key, FeedId::value);
  }

  private static Tags.Count count(String tag, long entries) {
    return new Tags.Count(Tag.of(tag), 1, entries, Optional.empty());
  }

  @Test
  void withoutASelectionATagNarrowsOrIsExcluded() {
    assertThat(chips().offered(List.of(count("java", 3), count("news", 5))))
        .containsExactly(
            new Chip("news", 5, "/tags/news", null, "/feed?tag=-news"),
            new Chip("java", 3, "/tags/java", null, "/feed?tag=-java"));
    assertThat(chips().chosen()).isEmpty();
  }

  @Test
  void nextToASelectedTagAnotherNarrowsWidensOrIsExcluded() {
    assertThat(
            chips(Clause.anyOf(List.of("java")))
                .offered(List.of(count("java", 3), count("news", 5))))
        .containsExactly(
            new Chip("news", 5, "/tags/java?tag=news", "/tags/java,news", "/tags/java?tag=-news"));
  }

  @Test
  void eachPartOfASelectionCanBeRemoved() {
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

  @Test
  void pageOffersStoriesOfManySourcesAndDigests() {
    assertThat(chips(Clause.anyOf(List.of("java"))).fewer())
        .containsExactly(
            new TagLink("Top stories of the day", "/tags/java?order=top"),
            new TagLink("Top stories of the week", "/tags/java?since=7d&order=top"),
            new TagLink("At least 3 sources", "/tags/java?min-sources=3"),
            new TagLink("Daily digest", "/tags/java?digest=day"),
            new TagLink("Weekly digest", "/tags/java?digest=week"));
  }

  @Test
  void conditionsOnStoriesCanBeRemoved() {
    var digest =
        Selection.builder()
            .minSources(3)
            .order(Selection.Order.TOP)
            .digest(Optional.of(Period.DAY))
            .build();

    assertThat(chips(digest).chosen())
        .containsExactly(
            new Chosen("", "most sources first", "/feed?min-sources=3&digest=day"),
            new Chosen("and", "at least 3 sources", "/feed?order=top&digest=day"),
            new Chosen("and", "daily digest", "/feed?min-sources=3"));
    assertThat(chips(digest).fewer())
        .extracting(TagLink::label)
        .containsExactly("Top stories of the day", "Top stories of the week", "Weekly digest");
  }
}

package io.feedloom.refresh;

import static io.feedloom.refresh.PolledFeed.added;
import static io.feedloom.refresh.PolledFeed.edited;
import static io.feedloom.refresh.PolledFeed.nothing;
import static org.assertj.core.api.Assertions.assertThat;

import io.feedloom.farm.Answer;
import io.feedloom.refresh.PolledFeed.Seen;
import io.feedloom.refresh.Post.Format;
import java.nio.file.Path;
import java.security.NoSuchAlgorithmException;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Which entries are new over several polls of a feed whose ids say little, in the real store. */
class IdentitySequencesTest {
  @TempDir private Path folder;
  private PolledFeed polledFeed;

  @BeforeEach
  void open() throws NoSuchAlgorithmException {
    polledFeed = new PolledFeed(folder);
  }

  @AfterEach
  void close() {
    polledFeed.close();
  }

  private Seen poll(Format format, IntFunction<Post> posts, int... numbers)
      throws InterruptedException {
    return poll(format, IntStream.of(numbers).mapToObj(posts).toArray(Post[]::new));
  }

  private Seen poll(Format format, Post... posts) throws InterruptedException {
    return polledFeed.poll(format.answer(posts));
  }

  private static String day(int number) {
    return "2026-11-%02dT10:00:00Z".formatted(number);
  }

  /** Polls posts of one id: reordered, with new ones on top, between and alone. */
  private void assertOrderDoesNotCount(Format format, IntFunction<Post> posts)
      throws InterruptedException {
    assertThat(poll(format, posts, 3, 2, 1)).isEqualTo(added("P 1", "P 2", "P 3"));
    assertThat(poll(format, posts, 4, 3, 2, 1)).isEqualTo(added("P 4"));
    assertThat(poll(format, posts, 1, 4, 2, 3)).isEqualTo(nothing());
    assertThat(poll(format, posts, 3, 5, 4)).isEqualTo(added("P 5"));
    assertThat(poll(format, posts, 6)).isEqualTo(added("P 6"));
    assertThat(poll(format, posts, 2, 6, 7, 1, 8)).isEqualTo(added("P 7", "P 8"));
    assertThat(polledFeed.titles())
        .containsExactly("P 1", "P 2", "P 3", "P 4", "P 5", "P 6", "P 7", "P 8");
  }

  @ParameterizedTest
  @EnumSource
  void itemsOfOneIdWithLinksOfTheirOwnAreNewOnce(Format format) throws Exception {
    assertOrderDoesNotCount(
        format, n -> Post.of("none", "P " + n, "https://example.org/p/" + n).dated(day(n)));
  }

  @ParameterizedTest
  @EnumSource
  void itemsOfOneIdAndLinkWithTitlesOfTheirOwnAreNewOnce(Format format) throws Exception {
    assertOrderDoesNotCount(
        format, n -> Post.of("https://example.org/", "P " + n, "https://example.org/p"));
  }

  @ParameterizedTest
  @EnumSource
  void editsOfItemsWithLinksOfTheirOwnAreEdits(Format format) throws Exception {
    IntFunction<Post> posts =
        n -> Post.of("none", "P " + n, "https://example.org/p/" + n).dated(day(n));
    poll(format, posts, 2, 1);

    assertThat(
            poll(
                format,
                posts.apply(3),
                posts.apply(1).titled("P 1, again").saying("More").dated(day(8)),
                posts.apply(2)))
        .isEqualTo(new Seen(Set.of("P 3"), Set.of("P 1, again")));
    assertThat(poll(format, posts.apply(2).saying("More"), posts.apply(1).titled("P 1, again")))
        .isEqualTo(edited("P 1, again", "P 2"));
    assertThat(poll(format, posts, 1)).isEqualTo(edited("P 1"));
    assertThat(polledFeed.titles()).containsExactly("P 1", "P 2", "P 3");
  }

  @ParameterizedTest
  @EnumSource
  void editedTextsOfItemsWithTitlesOfTheirOwnAreEdits(Format format) throws Exception {
    IntFunction<Post> posts = n -> Post.of("none", "P " + n, "https://example.org/");
    poll(format, posts, 2, 1);

    assertThat(poll(format, posts.apply(3), posts.apply(1).saying("More"), posts.apply(2)))
        .isEqualTo(new Seen(Set.of("P 3"), Set.of("P 1")));
    assertThat(polledFeed.titles()).containsExactly("P 1", "P 2", "P 3");
  }

  @ParameterizedTest
  @EnumSource
  void editedTextsOfItemsWithDatesOfTheirOwnAreEdits(Format format) throws Exception {
    IntFunction<Post> posts =
        n -> Post.of("none", "Daily", "https://example.org/").saying("Text " + n).dated(day(n));
    poll(format, posts, 2, 1);

    assertThat(poll(format, posts.apply(3), posts.apply(1).saying("More"), posts.apply(2)))
        .isEqualTo(new Seen(Set.of("Daily"), Set.of("Daily")));
    assertThat(polledFeed.titles()).hasSize(3);
  }

  /** Dated by the day, under one address and without ids, as a shop lists its shirts. */
  @Test
  void itemsWithoutIdsUnderOneLinkDifferByTitleThoughTheirDatesAreEqual() throws Exception {
    IntFunction<Post> posts =
        n ->
            Post.of("", "Mug %d.%d".formatted(n / 10, n % 10), "https://example.org/mugs")
                .dated(day(n / 10));
    assertThat(poll(Format.RSS_2, posts, 71, 72, 73))
        .isEqualTo(added("Mug 7.1", "Mug 7.2", "Mug 7.3"));
    assertThat(poll(Format.RSS_2, posts, 72, 71, 73)).isEqualTo(nothing());
    assertThat(poll(Format.RSS_2, posts, 81, 72, 71, 73)).isEqualTo(added("Mug 8.1"));
    assertThat(poll(Format.RSS_2, posts, 81, 82)).isEqualTo(added("Mug 8.2"));
    assertThat(polledFeed.titles())
        .containsExactly("Mug 7.1", "Mug 7.2", "Mug 7.3", "Mug 8.1", "Mug 8.2");
  }

  @Test
  void itemsWithoutIdsUnderOneLinkDifferByTitleWithoutDates() throws Exception {
    assertOrderDoesNotCount(Format.RSS_2, n -> Post.of("", "P " + n, "https://example.org/p/"));
  }

  @Test
  void itemsWithNeitherIdNorLinkDifferByTitle() throws Exception {
    assertOrderDoesNotCount(Format.RSS_2, n -> Post.of("", "P " + n, "").dated(day(n)));
  }

  @Test
  void itemsThatDifferOnlyInTheirTextAreNewOnce() throws Exception {
    IntFunction<Post> posts = n -> Post.of("same", "T", "https://example.org/").saying("T " + n);
    assertThat(poll(Format.ATOM, posts, 2, 1)).isEqualTo(added("T"));
    assertThat(poll(Format.ATOM, posts, 3, 1, 2, 1)).isEqualTo(added("T"));
    assertThat(poll(Format.ATOM, posts, 1, 2, 3)).isEqualTo(nothing());
    assertThat(polledFeed.titles()).containsExactly("T", "T", "T");
  }

  @ParameterizedTest
  @EnumSource
  void guidThatBecomesSharedLosesNoEntry(Format format) throws Exception {
    IntFunction<Post> posts =
        n -> Post.of("one", "P " + n, "https://example.org/p/" + n).dated(day(n));
    assertThat(poll(format, posts, 1)).isEqualTo(added("P 1"));
    poll(format, posts, 2);
    assertThat(poll(format, posts, 3, 2)).isEqualTo(added("P 3"));
    assertThat(poll(format, posts, 3, 2, 4)).isEqualTo(added("P 4"));
    assertThat(polledFeed.titles()).contains("P 2", "P 3", "P 4");
  }

  /** Several documents of one case, as an authority publishes them. */
  @Test
  void entriesOfOneAtomIdAndDateDifferByTheirLinks() throws Exception {
    var filing = Post.of("urn:example:c", "Claim", "https://example.org/c/1").dated(day(1));
    var answer = Post.of("urn:example:c", "Answer", "https://example.org/c/2").dated(day(1));
    var end = Post.of("urn:example:c", "Ruling", "https://example.org/c/3").dated(day(1));
    assertThat(poll(Format.ATOM, filing, answer)).isEqualTo(added("Claim", "Answer"));
    assertThat(poll(Format.ATOM, answer, filing)).isEqualTo(nothing());
    assertThat(poll(Format.ATOM, end, answer, filing)).isEqualTo(added("Ruling"));
  }

  @ParameterizedTest
  @EnumSource
  void guidThatChangesItsSchemeAndBackIsTheSameEntry(Format format) throws Exception {
    IntFunction<Post> posts =
        n ->
            Post.of("http://example.org/?p=" + n, "P " + n, "http://example.org/" + n + "/")
                .dated(day(n));
    assertThat(poll(format, posts, 3, 2, 1)).isEqualTo(added("P 1", "P 2", "P 3"));
    for (var scheme : new String[] {"https", "http", "https"}) {
      assertThat(poll(format, n -> posts.apply(n).with(scheme), 3, 2, 1))
          .isEqualTo(edited("P 1", "P 2", "P 3"));
    }
    assertThat(poll(format, n -> posts.apply(n).with("https"), 1, 4, 3, 2)).isEqualTo(added("P 4"));
  }

  @Test
  void linkUsedAsGuidIsTheSameEntryWithAnotherScheme() throws Exception {
    IntFunction<Post> posts = n -> Post.of("", "P " + n, "http://example.org/" + n);
    assertThat(poll(Format.RSS_2, posts, 2, 1)).isEqualTo(added("P 1", "P 2"));
    assertThat(poll(Format.RSS_2, n -> posts.apply(n).with("https"), 3, 2, 1))
        .isEqualTo(new Seen(Set.of("P 3"), Set.of("P 1", "P 2")));
    assertThat(polledFeed.titles()).containsExactly("P 1", "P 2", "P 3");
  }

  @Test
  void sharedLinkMayChangeItsScheme() throws Exception {
    IntFunction<Post> posts = n -> Post.of("", "P " + n, "http://example.org/");
    assertThat(poll(Format.RSS_2, posts, 2, 1)).isEqualTo(added("P 1", "P 2"));
    assertThat(poll(Format.RSS_2, n -> posts.apply(n).with("https"), 3, 1, 2))
        .isEqualTo(new Seen(Set.of("P 3"), Set.of("P 1", "P 2")));
    assertThat(polledFeed.titles()).containsExactly("P 1", "P 2", "P 3");
  }

  @Test
  void tombstoneWithdrawsTheEntryWhoseGuidChangedItsScheme() throws Exception {
    IntFunction<Post> posts =
        n -> Post.of("http://example.org/" + n, "P " + n, "http://example.org/" + n).dated(day(n));
    poll(Format.ATOM, posts, 2, 1);

    polledFeed.answer(
        Answer.feed(
            "<feed xmlns='http://www.w3.org/2005/Atom'"
                + " xmlns:at='http://purl.org/atompub/tombstones/1.0'>"
                + "<id>urn:example:f</id><title>F</title>"
                + "<at:deleted-entry ref='https://example.org/2' when='2026-11-20T10:00:00Z'/>"
                + "</feed>"));
    polledFeed.rememberStored();
    assertThat(polledFeed.titles()).containsExactly("P 1");
  }
}

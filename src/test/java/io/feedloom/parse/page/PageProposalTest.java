package io.feedloom.parse.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Pages of different making, each with six entries. */
class PageProposalTest {
  private static final URI URL = URI.create("https://example.org/");
  private static final String CHROME =
      "<header><nav><ul><li><a href=/about>About this site</a><li><a href=/team>The whole"
          + " team</a><li><a href=/contact>Contact address</a><li><a href=/jobs>Jobs and"
          + " careers</a></ul></nav></header>";
  private static final String ASIDE =
      "<aside><ul><li><a href=/m1>Most read of all things</a><li><a href=/m2>Second most read of"
          + " things</a><li><a href=/m3>Third most read of things</a></ul></aside>";

  /** How the entries of a page are marked up. */
  enum Making {
    TEASERS(
        true,
        "<article class=teaser><h2><a href=/a%1$d>Headline of the entry %1$d</a></h2><time"
            + " datetime=2025-03-0%1$d>x</time><p>A lead of some length that describes what the"
            + " entry says.</p><a href=/tag>Tag of it</a></article>"),
    TABLE(
        true,
        "<tr><td>0%1$d.03.2025</td><td><a href=/a%1$d>Headline of the entry"
            + " %1$d</a></td></tr>"),
    LIST(true, "<li>%1$d March 2025: <a href=/a%1$d>Headline of the entry %1$d</a></li>"),
    CARDS(
        false,
        "<a class='card card-%1$d' href=/a%1$d><img src=/i%1$d.jpg><span class=t>Headline of"
            + " the entry %1$d</span></a>"),
    WORDPRESS(
        true,
        "<article id=post-%1$d class='post-%1$d post type-post'><header class=entry-header><h3"
            + " class=entry-title><a href=/a%1$d rel=bookmark>Headline of the entry"
            + " %1$d</a></h3><span class=posted-on>%1$d. März 2025</span></header><div"
            + " class=entry-summary><p>A lead of some length that describes what the entry"
            + " says.</p></div></article>"),
    SOUP(
        true,
        "<div class=row><div class=c1><div class=d>2025-03-0%1$d</div></div><div class=c2><div"
            + " class=l><a href=/a%1$d>Headline of the entry %1$d</a></div></div></div>"),
    JAPANESE(
        true, "<li><span class=date>2025年3月%1$d日</span><a href=/a%1$d>お知らせの見出し第%1$d号です</a></li>"),
    HEADINGS(false, "<h3><a href=/a%1$d>Headline of the entry %1$d</a></h3><p>Text below</p>"),
    NESTED(
        true,
        "<div><div class=card><div class=body><h4>Headline of the entry %1$d</h4><p>A lead of"
            + " some length that describes what the entry says.</p><a class=more"
            + " href=/a%1$d>Read the whole text</a><small>Mar %1$d,"
            + " 2025</small></div></div></div>"),
    MODULES(
        true,
        "<section class=Item_root__x9Yz2><a class=Item_link__aB3x9 href=/a%1$d>Headline of the"
            + " entry %1$d</a><div"
            + " class=Item_meta__k2><time>2025-03-0%1$d</time></div></section>");

    private final boolean dated;
    private final String entry;

    Making(boolean dated, String entry) {
      this.dated = dated;
      this.entry = entry;
    }

    String page() {
      var entries =
          IntStream.rangeClosed(1, 6)
              .mapToObj(i -> entry.replace("%1$d", String.valueOf(i)))
              .collect(Collectors.joining("\n"));
      var tag = this == TABLE ? "table" : this == LIST || this == JAPANESE ? "ul" : "main";
      return "<html>%s<body><%s>%s</%s>%s</body></html>"
          .formatted(CHROME, tag, entries, tag, ASIDE);
    }
  }

  @ParameterizedTest
  @EnumSource
  void theListOfEntriesIsFound(Making making) {
    var rules = PageProposal.of(making.page(), URL).orElseThrow();
    var found =
        Selected.html(
            HtmlPage.parse(making.page(), URL), rules.page().orElseThrow(), Optional.empty());
    assertThat(found.entries())
        .extracting(PageEntry::link)
        .containsExactlyInAnyOrderElementsOf(
            IntStream.rangeClosed(1, 6).mapToObj(i -> "https://example.org/a" + i).toList());
    assertThat(found.entries())
        .allSatisfy(
            entry -> assertThat(entry.title()).containsAnyOf("Headline of the entry", "お知らせ"));
    if (making.dated) {
      assertThat(found.entries())
          .extracting(entry -> entry.published().orElse("none"))
          .contains("2025-03-01T00:00:00Z", "2025-03-06T00:00:00Z");
    }
  }

  @Test
  void aPageWithoutAListGivesNothing() {
    assertThat(PageProposal.of("<html><p>Text with <a href=/x>one link in it</a>", URL)).isEmpty();
  }
}

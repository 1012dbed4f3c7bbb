package io.feedloom.serve.view;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a page of entries shows.
 *
 * @param heading a description of the selection
 * @param lead a sentence about it
 * @param whole whether the page shows all entries
 * @param streams links to the streams, on the page of all entries
 * @param fewer links to stories of many sources and to digests
 * @param search the search form
 * @param chosen the parts of the selection, each with a link that removes it
 * @param chips tags that can be added, those with the most entries
 * @param moreChips the other tags, by label
 * @param full whether entries are shown whole
 * @param otherLength the same page with summaries instead of whole entries, or the reverse; null if
 *     it shows digests
 * @param faults how feeds.yml on disk differs from the settings in force; null if it does not
 * @param source the state of the feed if the page shows only one; otherwise null
 * @param unknown selected tags that no entry has, each with a similar one if there is one
 * @param newest the first page, if this is a later one
 * @param newer the page with newer entries
 * @param older the page with older entries
 */
public record RiverView(
    String heading,
    String lead,
    boolean whole,
    List<TagLink> streams,
    List<TagLink> fewer,
    SearchBox search,
    List<Chosen> chosen,
    List<Chip> chips,
    List<Chip> moreChips,
    boolean full,
    @Nullable String otherLength,
    @Nullable String faults,
    @Nullable SourceView source,
    List<Day> days,
    List<Unknown> unknown,
    @Nullable String newest,
    @Nullable String newer,
    @Nullable String older,
    Subscribe subscribe) {

  /**
   * A tag that no entry has.
   *
   * @param meant a tag with a similar name; null if there is none
   */
  public record Unknown(String label, @Nullable TagLink meant) {}

  /**
   * A form that searches the selection.
   *
   * @param words the current search
   * @param hidden the other parameters of the selection
   */
  public record SearchBox(String action, String words, List<Hidden> hidden) {}

  /** A hidden parameter of a form. */
  public record Hidden(String name, String value) {}

  /**
   * A part of the selection.
   *
   * @param word that joins it to the part before: and, or, not; empty for the first
   * @param without the page without this part
   */
  public record Chosen(String word, String label, String without) {}

  /**
   * A tag that can be added to the selection.
   *
   * @param narrow the page of the entries that also have this tag
   * @param widen the page of the entries in the selection or with this tag; null if no tag is
   *     selected
   * @param exclude the page of the entries without this tag
   */
  public record Chip(
      String label, long entries, String narrow, @Nullable String widen, String exclude) {}

  /**
   * How to subscribe to the selection.
   *
   * @param opml the list of its sources; null if there are none
   */
  public record Subscribe(List<Document.FeedLink> feeds, @Nullable String opml, Key key) {}

  /** What the page says about keys. */
  public enum Key {
    /** Nothing: no source needs one. */
    NEEDLESS,
    /** A reader with a key may see more. */
    WANTED,
    /** The reader uses a key, but the addresses do not contain it. */
    IN_HEADER,
    /** The addresses contain the reader's key. */
    IN_ADDRESS
  }

  /** The entries of one day in UTC. */
  public record Day(String id, String name, List<Line> lines) {}

  /**
   * One entry.
   *
   * @param thread the colour of its source, 0 to 11
   * @param dated "published" or "first seen"
   * @param html sanitized; null if only the summary is shown
   * @param elsewhere other entries of its story
   */
  public record Line(
      String title,
      @Nullable String link,
      String source,
      String sourcePath,
      int thread,
      Moment time,
      String dated,
      String authors,
      String summary,
      @Nullable String html,
      @Nullable String picture,
      List<Playable> playables,
      List<OtherSource> elsewhere,
      List<TagLink> tags,
      @Nullable String language) {}

  /**
   * Another entry of a story.
   *
   * @param path its page, otherwise the page of its source here
   * @param why it is thought to be the same story
   */
  public record OtherSource(String source, String path, String why) {}

  /** A sound, a film or another file of an entry. */
  public record Playable(String kind, String url, String name) {}

  /** A tag or a stream, with the path of its page. */
  public record TagLink(String label, String path) {}
}

package io.feedloom.serve.view;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a page of entries shows.
 *
 * @param heading what was chosen, in words
 * @param lead what that is, in a sentence
 * @param whole whether nothing was chosen: the river as a whole
 * @param streams the named merged feeds, on the page of the river as a whole
 * @param search to look for words in it
 * @param chosen what narrows it, each with the way to take it away
 * @param chips tags that may be added, those with most entries
 * @param moreChips the other tags, by label
 * @param full whether entries are shown whole
 * @param otherLength where the same page is with entries whole, or in summary
 * @param source how the feed is read, where it is the river of one
 * @param unknown tags that were chosen and that nothing bears, each with one that was perhaps meant
 * @param newest where the beginning of the river is, on a page behind it
 * @param newer where the page ahead is
 * @param older where the page behind is
 */
public record RiverView(
    String heading,
    String lead,
    boolean whole,
    List<TagLink> streams,
    SearchBox search,
    List<Chosen> chosen,
    List<Chip> chips,
    List<Chip> moreChips,
    boolean full,
    String otherLength,
    @Nullable String faults,
    @Nullable SourceView source,
    List<Day> days,
    List<Unknown> unknown,
    @Nullable String newest,
    @Nullable String newer,
    @Nullable String older,
    Subscribe subscribe) {

  /**
   * A tag that nothing bears.
   *
   * @param meant one of nearly the same name, with the page of it instead; null where there is none
   */
  public record Unknown(String label, @Nullable TagLink meant) {}

  /**
   * A form that looks for words in what was chosen.
   *
   * @param words that were looked for
   * @param hidden parameters of what was chosen
   */
  public record SearchBox(String action, String words, List<Hidden> hidden) {}

  /** A parameter that goes with a form. */
  public record Hidden(String name, String value) {}

  /**
   * A part of what was chosen.
   *
   * @param word how it joins what stands before: and, or, not; empty for the first
   * @param without where the page without it is
   */
  public record Chosen(String word, String label, String without) {}

  /**
   * A tag that may be added.
   *
   * @param narrow the page of what bears this tag too
   * @param widen the page of what was chosen or bears this tag, where a tag was chosen
   * @param exclude the page without what bears this tag
   */
  public record Chip(
      String label, long entries, String narrow, @Nullable String widen, String exclude) {}

  /**
   * How to follow what was chosen.
   *
   * @param opml the list of its sources; null where there are none
   */
  public record Subscribe(List<Document.FeedLink> feeds, @Nullable String opml, Key key) {}

  /** What is to be said of keys. */
  public enum Key {
    /** Nothing. */
    NEEDLESS,
    /** With one there may be more to see. */
    WANTED,
    /** One was given, but the addresses do not bear it. */
    IN_HEADER,
    /** The addresses bear one. */
    IN_ADDRESS
  }

  /** The entries of one day in UTC. */
  public record Day(String id, String name, List<Line> lines) {}

  /**
   * One entry.
   *
   * @param thread the colour of its source, 0 to 11
   * @param dated "published" or "first seen"
   * @param html sanitized, where the whole is shown
   * @param elsewhere where else its story is told
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
      List<Elsewhere> elsewhere,
      List<TagLink> tags,
      @Nullable String language) {}

  /**
   * Where else a story is told.
   *
   * @param path the page of it there, else that of the source here
   * @param why it is thought to be the same story
   */
  public record Elsewhere(String source, String path, String why) {}

  /** A sound, a film, or another file that belongs to an entry. */
  public record Playable(String kind, String url, String name) {}

  /** A tag or a named merged feed, and where its page is. */
  public record TagLink(String label, String path) {}
}

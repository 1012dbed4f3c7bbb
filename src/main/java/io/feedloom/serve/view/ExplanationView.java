package io.feedloom.serve.view;

import io.feedloom.serve.view.RiverView.Elsewhere;
import io.feedloom.serve.view.RiverView.TagLink;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a page tells the admin of one feed: how it is read, and why its entries are shown or not.
 *
 * @param id of the feed
 * @param river the page of its entries
 * @param words that entries were looked for by; empty where all are shown
 * @param looked how many of the newest entries were looked through
 * @param here those that appear in merged feeds, the newest first
 * @param dropped those that rules keep out of them
 * @param withdrawn those that the publisher withdrew, the last first
 * @param more whether there are others than those that are listed
 */
public record ExplanationView(
    String id,
    String river,
    @Nullable String notice,
    SourceView source,
    String words,
    int looked,
    List<Item> here,
    List<Item> dropped,
    List<Gone> withdrawn,
    boolean more) {

  /**
   * An entry that the publisher withdrew.
   *
   * @param when it was, as the publisher says, else when that was noticed
   */
  public record Gone(String guid, Moment when) {}

  /**
   * One entry.
   *
   * @param dated "published" or "first seen"
   * @param told the entry that is shown for its story, where that is another one
   * @param others the other entries of the story that it is shown for
   * @param rules that concern it, as people read them
   * @param streams that it appears in
   */
  public record Item(
      String title,
      @Nullable String link,
      String guid,
      Moment time,
      String dated,
      Moment firstSeen,
      List<Given> tags,
      List<String> rules,
      @Nullable Elsewhere told,
      List<Elsewhere> others,
      List<TagLink> streams) {}

  /**
   * Tags of one giver.
   *
   * @param by who gave them
   */
  public record Given(String by, List<TagLink> tags) {}
}

package io.feedloom.serve.view;

import io.feedloom.serve.view.RiverView.OtherSource;
import io.feedloom.serve.view.RiverView.TagLink;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the page about one feed shows the admin: its state, and why its entries are shown or not
 * shown.
 *
 * @param id of the feed
 * @param river the page of its entries
 * @param words that entries were searched for; empty if all are listed
 * @param looked the number of entries that were searched
 * @param here the entries that appear in merged feeds, the newest first
 * @param dropped the entries that rules drop
 * @param withdrawn the entries that the publisher withdrew, the last first
 * @param more whether there are more entries than those listed
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
   * @param when the time that the publisher states, otherwise the time when it was noticed
   */
  public record Gone(String guid, Moment when) {}

  /**
   * One entry.
   *
   * @param dated "published" or "first seen"
   * @param shownAs the entry that is shown for its story; null if that is this entry
   * @param others the other entries of its story, if this entry is shown for it
   * @param rules that apply to it, as text
   * @param streams in which it appears
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
      @Nullable OtherSource shownAs,
      List<OtherSource> others,
      List<TagLink> streams) {}

  /**
   * Tags from one origin.
   *
   * @param by where the tags come from
   */
  public record Given(String by, List<TagLink> tags) {}
}

package io.feedloom.parse;

import io.feedloom.feed.Problem;
import io.feedloom.feed.Tombstone;
import io.feedloom.parse.date.FeedDate;
import io.feedloom.parse.field.ElementFields;
import io.feedloom.parse.field.FieldNames;
import io.feedloom.parse.field.Outline;
import io.feedloom.parse.xml.XmlElement;
import java.util.ArrayList;
import java.util.List;

/** Reads which entries a document withdraws: {@code at:deleted-entry} (RFC 6721 section 3). */
record Tombstones(List<Tombstone> all, List<Problem> problems) {
  /** The most tombstones that are read from one document. */
  static final int MAX_TOMBSTONES = 1_000;

  private static final FieldNames DELETED = FieldNames.of("at:deleted-entry");

  static Tombstones read(List<Outline> outlines) {
    var all = new ArrayList<Tombstone>();
    var problems = new ArrayList<Problem>();
    for (var outline : outlines) {
      for (var element : ElementFields.of(outline.channel()).all(DELETED)) {
        if (all.size() < MAX_TOMBSTONES) {
          read(element, all, problems);
        }
      }
    }
    return new Tombstones(all, problems);
  }

  private static void read(XmlElement element, List<Tombstone> all, List<Problem> problems) {
    var ref = element.attribute("ref");
    var when = element.attribute("when").flatMap(FeedDate::parse);
    if (ref.isPresent() && when.isPresent()) {
      all.add(new Tombstone(EntryLimits.guid(ref.get()), when.get()));
    } else if (problems.isEmpty()) {
      problems.add(
          new Problem(
              "at:deleted-entry " + ref.orElse(""),
              "needs ref and when (RFC 6721), so it withdraws nothing"));
    }
  }
}

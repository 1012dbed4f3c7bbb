package io.feedloom.parse.field;

import io.feedloom.parse.date.FeedDate;
import io.feedloom.parse.xml.XmlElement;
import java.time.Instant;
import java.util.Optional;

/** Reads when an entry was published and changed. */
public record EntryDates(ElementFields item) {
  private static final FieldNames PUBLISHED =
      FieldNames.of(
          "atom:published",
          "atom:issued",
          "pubdate",
          "atom:pubdate",
          "dcterms:issued",
          "dc:date.issued",
          "published",
          "issued",
          "dc:date",
          "dcterms:created",
          "atom:created",
          "created",
          "date",
          "lastmod");

  private static final FieldNames UPDATED =
      FieldNames.of(
          "atom:updated",
          "atom:modified",
          "dcterms:modified",
          "updated",
          "modified",
          "lastbuilddate",
          "dc:modified");

  private static final FieldNames RSS = FieldNames.of("pubdate");
  private static final FieldNames DUBLIN_CORE = FieldNames.of("dc:date");

  /** Returns when an item that was not read yet was published or, if that is missing, changed. */
  public static Optional<Instant> of(XmlElement element) {
    var dates = new EntryDates(ElementFields.of(element));
    return dates.published().or(dates::updated);
  }

  /**
   * Returns the date of publication: Atom {@code published} (RFC 4287 section 4.2.9), Atom 0.3
   * {@code issued}, RSS 2.0 {@code pubDate}, Dublin Core.
   */
  public Optional<Instant> published() {
    return first(PUBLISHED);
  }

  /**
   * Returns the date of the last change: Atom {@code updated} (RFC 4287 section 4.2.15), Atom 0.3
   * {@code modified}, Dublin Core terms, or {@code dc:date} if RSS has another date of publication.
   */
  public Optional<Instant> updated() {
    return first(UPDATED)
        .or(() -> item.owner().attribute("lastmod").flatMap(FeedDate::parse))
        .or(() -> item.first(RSS).flatMap(other -> first(DUBLIN_CORE)).filter(this::isOther));
  }

  private boolean isOther(Instant date) {
    return !published().equals(Optional.of(date));
  }

  private Optional<Instant> first(FieldNames names) {
    for (var element : item.all(names)) {
      var date = FeedDate.parse(element.value());
      if (date.isPresent()) {
        return date;
      }
    }
    return Optional.empty();
  }
}

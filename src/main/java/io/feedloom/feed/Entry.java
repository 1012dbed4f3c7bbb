package io.feedloom.feed;

import io.feedloom.feed.text.HtmlText;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What a publisher claims in one entry, normalized. Every address is absolute and all HTML is
 * sanitized. Feedloom invents nothing: an undated entry stays undated.
 *
 * @param guid identifies the entry within its feed: {@code guid} or {@code atom:id}, else the link,
 *     else a hash of title and date; never empty
 * @param title plain text; may be empty
 * @param link the page of the entry, with a scheme that {@link Schemes} allows
 * @param contentText sanitized HTML
 * @param summaryText sanitized HTML, if it differs from the content
 * @param published when it was published, at least to the second
 * @param updated when it was last changed in a way that the publisher finds significant
 * @param language a BCP 47 tag if the publisher's text is one, else that text
 * @param rights plain text
 * @param comments the page with the discussion
 * @param image a picture that represents the entry
 * @param feedText present if the content is the full text of the entry's page: the content in the
 *     feed as sanitized HTML, empty text if the feed has none
 */
public record Entry(
    String guid,
    String title,
    Optional<String> link,
    Optional<HtmlText> contentText,
    Optional<HtmlText> summaryText,
    List<Person> authors,
    List<Person> contributors,
    List<Category> categories,
    List<Enclosure> enclosures,
    List<Media> media,
    List<Link> links,
    Optional<Instant> published,
    Optional<Instant> updated,
    Optional<String> language,
    Optional<String> rights,
    Optional<String> comments,
    Optional<String> image,
    Optional<Origin> origin,
    List<Element> extensions,
    Optional<HtmlText> feedText) {

  public Entry {
    authors = List.copyOf(authors);
    contributors = List.copyOf(contributors);
    categories = List.copyOf(categories);
    enclosures = List.copyOf(enclosures);
    media = List.copyOf(media);
    links = List.copyOf(links);
    extensions = List.copyOf(extensions);
  }

  /** Returns the same entry with other texts. */
  public Entry withTexts(Optional<String> newContent, Optional<String> newSummary) {
    return with(guid, newContent.map(HtmlText::of), newSummary.map(HtmlText::of), image, feedText);
  }

  /** Returns whether the content is the full text of the entry's page. */
  public boolean hasFullText() {
    return feedText.isPresent();
  }

  /**
   * Returns the same entry with the full text of its page. The content in the feed becomes the
   * summary if the entry has none.
   *
   * @param text sanitized
   * @param lead the picture of the page, for an entry without one
   */
  public Entry withFullText(HtmlText text, Optional<String> lead) {
    var own = withoutFullText();
    return own.with(
        guid,
        Optional.of(text),
        own.summaryText.or(() -> own.contentText),
        image.or(() -> lead),
        own.contentText.or(() -> Optional.of(HtmlText.of(""))));
  }

  /** Returns the same entry with the texts of the feed. */
  public Entry withoutFullText() {
    return feedText
        .map(
            own ->
                with(
                    guid,
                    feedText.filter(text -> !text.html().isEmpty()),
                    summaryText.filter(text -> !text.equals(own)),
                    image,
                    Optional.empty()))
        .orElse(this);
  }

  /** Returns the same entry with another guid. */
  public Entry withGuid(String newGuid) {
    return with(newGuid, contentText, summaryText, image, feedText);
  }

  /** Returns the same entry with its page, its comments and its further links changed. */
  public Entry withLinks(UnaryOperator<String> change) {
    return new Entry(
        guid,
        title,
        link.map(change),
        contentText,
        summaryText,
        authors,
        contributors,
        categories,
        enclosures,
        media,
        links.stream()
            .map(each -> new Link(change.apply(each.href()), each.rel(), each.type(), each.title()))
            .toList(),
        published,
        updated,
        language,
        rights,
        comments.map(change),
        image,
        origin,
        extensions,
        feedText);
  }

  private Entry with(
      String newGuid,
      Optional<HtmlText> newContent,
      Optional<HtmlText> newSummary,
      Optional<String> newImage,
      Optional<HtmlText> newFeedText) {
    return new Entry(
        newGuid,
        title,
        link,
        newContent,
        newSummary,
        authors,
        contributors,
        categories,
        enclosures,
        media,
        links,
        published,
        updated,
        language,
        rights,
        comments,
        newImage,
        origin,
        extensions,
        newFeedText);
  }

  /** Returns the content as sanitized HTML. */
  public Optional<String> content() {
    return contentText.map(HtmlText::html);
  }

  /** Returns the summary as sanitized HTML; empty if it is the same as the content. */
  public Optional<String> summary() {
    return summaryText.map(HtmlText::html);
  }

  /** Returns the plain text of the content. It is made once for this object. */
  public Optional<String> plainContent() {
    return contentText.map(HtmlText::plain);
  }

  /** Returns the plain text of the summary. It is made once for this object. */
  public Optional<String> plainSummary() {
    return summaryText.map(HtmlText::plain);
  }

  /** Returns a builder of an entry with this guid and nothing else. */
  public static Builder builder(String guid) {
    return new Builder(guid);
  }

  /** Collects the parts of an entry. A part that is not set is absent. Not thread-safe. */
  public static final class Builder {
    private final String guid;
    private String title = "";
    private @Nullable String link;
    private @Nullable HtmlText content;
    private @Nullable HtmlText summary;
    private List<Person> authors = List.of();
    private List<Person> contributors = List.of();
    private List<Category> categories = List.of();
    private List<Enclosure> enclosures = List.of();
    private List<Media> media = List.of();
    private List<Link> links = List.of();
    private @Nullable Instant published;
    private @Nullable Instant updated;
    private @Nullable String language;
    private @Nullable String rights;
    private @Nullable String comments;
    private @Nullable String image;
    private @Nullable Origin origin;
    private List<Element> extensions = List.of();
    private @Nullable HtmlText feedText;

    private Builder(String guid) {
      this.guid = guid;
    }

    public Builder title(String value) {
      title = value;
      return this;
    }

    public Builder link(@Nullable String value) {
      link = value;
      return this;
    }

    /** Sets the content, without classes and ids. */
    public Builder content(@Nullable String value) {
      return contentText(value == null ? null : HtmlText.of(value));
    }

    public Builder contentText(@Nullable HtmlText value) {
      content = value;
      return this;
    }

    /** Sets the summary, without classes and ids. */
    public Builder summary(@Nullable String value) {
      return summaryText(value == null ? null : HtmlText.of(value));
    }

    public Builder summaryText(@Nullable HtmlText value) {
      summary = value;
      return this;
    }

    public Builder authors(List<Person> value) {
      authors = value;
      return this;
    }

    public Builder contributors(List<Person> value) {
      contributors = value;
      return this;
    }

    public Builder categories(List<Category> value) {
      categories = value;
      return this;
    }

    public Builder enclosures(List<Enclosure> value) {
      enclosures = value;
      return this;
    }

    public Builder media(List<Media> value) {
      media = value;
      return this;
    }

    public Builder links(List<Link> value) {
      links = value;
      return this;
    }

    public Builder published(@Nullable Instant value) {
      published = value;
      return this;
    }

    public Builder updated(@Nullable Instant value) {
      updated = value;
      return this;
    }

    public Builder language(@Nullable String value) {
      language = value;
      return this;
    }

    public Builder rights(@Nullable String value) {
      rights = value;
      return this;
    }

    public Builder comments(@Nullable String value) {
      comments = value;
      return this;
    }

    public Builder image(@Nullable String value) {
      image = value;
      return this;
    }

    public Builder origin(@Nullable Origin value) {
      origin = value;
      return this;
    }

    public Builder extensions(List<Element> value) {
      extensions = value;
      return this;
    }

    public Builder feedText(@Nullable HtmlText value) {
      feedText = value;
      return this;
    }

    public Entry build() {
      return new Entry(
          guid,
          title,
          Optional.ofNullable(link),
          Optional.ofNullable(content),
          Optional.ofNullable(summary),
          authors,
          contributors,
          categories,
          enclosures,
          media,
          links,
          Optional.ofNullable(published),
          Optional.ofNullable(updated),
          Optional.ofNullable(language),
          Optional.ofNullable(rights),
          Optional.ofNullable(comments),
          Optional.ofNullable(image),
          Optional.ofNullable(origin),
          extensions,
          Optional.ofNullable(feedText));
    }
  }
}

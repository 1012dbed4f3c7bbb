package io.feedloom.parse.rome;

import com.rometools.rome.feed.module.DCModule;
import com.rometools.rome.feed.rss.Item;
import io.feedloom.feed.Category;
import io.feedloom.feed.Enclosure;
import io.feedloom.feed.Link;
import io.feedloom.feed.Origin;
import io.feedloom.feed.Person;
import io.feedloom.parse.field.Construct;
import java.util.List;
import java.util.Optional;

/**
 * The fields that Rome read of an item of RSS or an entry of Atom.
 *
 * @param content {@code content:encoded}; Atom {@code content}
 * @param description of RSS, which may be the whole text or a summary
 * @param summary of Atom
 * @param page RSS's link element; Atom's best alternate link
 * @param permalink RSS {@code guid}, unless {@code isPermaLink} is false; Atom {@code id}
 * @param links the links of Atom, except alternate links and enclosures
 * @param dublinCore empty if there is none
 */
public record Standard(
    Optional<Construct> title,
    Optional<Construct> content,
    Optional<Construct> description,
    Optional<Construct> summary,
    Optional<String> page,
    Optional<String> permalink,
    List<Link> links,
    List<Person> authors,
    List<Person> contributors,
    List<Category> categories,
    List<Enclosure> enclosures,
    Optional<String> rights,
    Optional<String> comments,
    Optional<Origin> origin,
    DCModule dublinCore) {
  /** The result if Rome read nothing. */
  public static final Standard NOTHING = RssItem.read(new Item());
}

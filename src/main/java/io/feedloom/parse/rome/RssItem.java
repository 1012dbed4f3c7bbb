package io.feedloom.parse.rome;

import com.rometools.rome.feed.module.DCModule;
import com.rometools.rome.feed.rss.Guid;
import com.rometools.rome.feed.rss.Item;
import io.feedloom.feed.Category;
import io.feedloom.feed.Enclosure;
import io.feedloom.feed.Origin;
import io.feedloom.feed.Person;
import io.feedloom.parse.field.Construct;
import io.feedloom.parse.field.PersonReader;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Converts what Rome read of an item of RSS 2.0. */
final class RssItem {
  private RssItem() {}

  static Standard read(Item item) {
    return new Standard(
        html(item.getTitle()),
        Optional.ofNullable(item.getContent()).flatMap(content -> html(content.getValue())),
        Optional.ofNullable(item.getDescription()).flatMap(text -> html(text.getValue())),
        Optional.empty(),
        Optional.ofNullable(item.getLink()),
        Optional.ofNullable(item.getGuid()).filter(Guid::isPermaLink).map(Guid::getValue),
        List.of(),
        author(item),
        List.of(),
        Rome.each(item.getCategories(), RssItem::category),
        Rome.each(item.getEnclosures(), RssItem::enclosure),
        Optional.empty(),
        Optional.ofNullable(item.getComments()),
        Optional.ofNullable(item.getSource())
            .map(
                source ->
                    new Origin(
                        Optional.empty(),
                        Optional.ofNullable(source.getValue()).filter(title -> !title.isEmpty()),
                        Optional.ofNullable(source.getUrl()),
                        Optional.empty())),
        Rome.dublinCore(item.getModule(DCModule.URI)));
  }

  private static Optional<Construct> html(@Nullable String html) {
    return Optional.ofNullable(html).map(value -> new Construct(value, true));
  }

  private static List<Person> author(Item item) {
    var author = item.getAuthor();
    return author == null ? List.of() : PersonReader.written(List.of(author));
  }

  private static Category category(com.rometools.rome.feed.rss.Category category) {
    return new Category(
        category.getValue(), Optional.ofNullable(category.getDomain()), Optional.empty());
  }

  private static Enclosure enclosure(com.rometools.rome.feed.rss.Enclosure enclosure) {
    long length = enclosure.getLength();
    return new Enclosure(
        enclosure.getUrl(),
        Optional.ofNullable(enclosure.getType()),
        length > 0 ? OptionalLong.of(length) : OptionalLong.empty(),
        Optional.empty());
  }
}

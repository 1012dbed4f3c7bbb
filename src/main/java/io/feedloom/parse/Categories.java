package io.feedloom.parse;

import io.feedloom.feed.Category;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads what an entry is about. */
final class Categories {
  private static final Pattern COMMA = Pattern.compile(",");
  private static final int MOST_KEYWORDS = 100;

  private static final Names SINGLE =
      Names.of("category", "atom:category", "dc:subject", "dcterms:subject", "media:category");
  private static final Names LISTS = Names.of("categories");
  private static final Names KEYWORDS = Names.of("tags", "itunes:keywords", "media:keywords");

  private final Map<String, Category> byKey = new LinkedHashMap<>();

  private Categories() {}

  /** RSS and Atom {@code category}, Dublin Core subjects, keywords; each once. */
  static List<Category> read(Standard known, Fields item) {
    var categories = new Categories();
    known.categories().forEach(categories::add);
    for (var subject : known.dublinCore().getSubjects()) {
      categories.add(Category.of(PlainText.ofHtml(subject.getValue())));
    }
    for (var element : item.all(SINGLE)) {
      category(element).ifPresent(categories::add);
    }
    for (var list : item.all(LISTS)) {
      for (var element : list.children()) {
        category(element).ifPresent(categories::add);
      }
    }
    for (var list : item.all(KEYWORDS)) {
      COMMA
          .splitAsStream(list.value())
          .map(PlainText::ofHtml)
          .filter(term -> !term.isEmpty())
          .limit(MOST_KEYWORDS)
          .forEach(term -> categories.add(Category.of(term)));
    }
    return new ArrayList<>(categories.byKey.values());
  }

  private void add(Category category) {
    byKey.putIfAbsent(category.scheme().orElse("") + ' ' + category.term(), category);
  }

  private static Optional<Category> category(XmlElement element) {
    var scheme = element.attribute("domain").or(() -> element.attribute("scheme"));
    var label = element.attribute("label").map(PlainText::ofHtml);
    return element
        .attribute("term")
        .or(() -> Optional.of(PlainText.ofHtml(element.value())))
        .or(() -> element.attribute("text"))
        .filter(term -> !term.isEmpty())
        .map(term -> new Category(term, scheme, label));
  }
}

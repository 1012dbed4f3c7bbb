package io.feedloom.parse;

import io.feedloom.feed.Category;
import io.feedloom.feed.text.PlainText;
import io.feedloom.parse.field.ElementFields;
import io.feedloom.parse.field.FieldNames;
import io.feedloom.parse.rome.Standard;
import io.feedloom.parse.text.CdataMarks;
import io.feedloom.parse.xml.XmlElement;
import io.feedloom.parse.xml.XmlName;
import io.feedloom.parse.xml.XmlText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jdom2.Namespace;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.TextNode;

/** Reads the categories of an entry. */
final class Categories {
  private static final Pattern COMMA = Pattern.compile(",");
  private static final Pattern SEPARATORS =
      Pattern.compile("^[\\s,;|/\u00b7\u2022]+|[\\s,;|/\u00b7\u2022]+$");
  private static final int MAX_KEYWORDS = 100;

  /** Longer texts are not lists of categories, in characters. */
  private static final int MAX_LIST_LENGTH = 20_000;

  private static final FieldNames SINGLE =
      FieldNames.of("category", "atom:category", "dc:subject", "dcterms:subject", "media:category");
  private static final FieldNames OF_FEED = FieldNames.of("category", "atom:category");
  private static final FieldNames LISTS = FieldNames.of("categories");
  private static final FieldNames KEYWORDS =
      FieldNames.of("tags", "itunes:keywords", "media:keywords");

  private final Map<String, Category> byKey = new LinkedHashMap<>();

  private Categories() {}

  /**
   * Returns the categories, each once: RSS and Atom {@code category}, Dublin Core subjects, and
   * keywords.
   */
  static List<Category> read(Standard known, ElementFields item) {
    var categories = new Categories();
    known.categories().forEach(categories::add);
    for (var subject : known.dublinCore().getSubjects()) {
      categories.addText(subject.getValue(), Optional.empty());
    }
    for (var element : item.all(SINGLE)) {
      categories.addElement(element, Optional.empty());
    }
    for (var list : item.all(LISTS)) {
      categories.addElement(list, Optional.empty());
    }
    for (var list : item.all(KEYWORDS)) {
      categories.addKeywords(list);
    }
    return new ArrayList<>(categories.byKey.values());
  }

  /** Returns the categories of a feed itself, each once: RSS and Atom {@code category}. */
  static List<Category> ofFeed(ElementFields channel) {
    var categories = new Categories();
    for (var element : channel.all(OF_FEED)) {
      categories.addElement(element, Optional.empty());
    }
    return new ArrayList<>(categories.byKey.values());
  }

  private void addKeywords(XmlElement list) {
    if (list.hasChildren()) {
      addElement(list, Optional.empty());
      return;
    }
    COMMA
        .splitAsStream(list.value())
        .map(PlainText::ofField)
        .filter(term -> !term.isEmpty())
        .limit(MAX_KEYWORDS)
        .forEach(term -> add(Category.of(term)));
  }

  private void add(Category written) {
    var category =
        new Category(CdataMarks.removed(written.term()), written.scheme(), written.label());
    byKey.putIfAbsent(category.scheme().orElse("") + ' ' + category.term(), category);
  }

  /**
   * Adds the category or categories of an element. Each child and each line is a category, unless
   * they are parts of one text.
   */
  private void addElement(XmlElement element, Optional<String> outerScheme) {
    var scheme =
        element.attribute("domain").or(() -> element.attribute("scheme")).or(() -> outerScheme);
    var term = element.attribute("term");
    if (term.isPresent()) {
      var label = element.attribute("label").map(PlainText::ofField);
      add(new Category(term.get(), scheme, label));
    } else if (!element.hasChildren()) {
      addText(
          Optional.of(element.value())
              .filter(text -> !text.isBlank())
              .or(() -> element.attribute("text"))
              .or(() -> element.attribute("label"))
              .orElse(""),
          scheme);
    } else if (isOneText(element)) {
      addTerm(PlainText.collapse(element.value()), scheme);
    } else {
      addContents(element, scheme);
    }
  }

  private void addContents(XmlElement element, Optional<String> scheme) {
    for (int i = 0; i < element.size() && byKey.size() < MAX_KEYWORDS; i++) {
      switch (element.content(i)) {
        case XmlText text -> addTerm(SEPARATORS.matcher(text.text()).replaceAll(""), scheme);
        case XmlElement child -> addElement(child, scheme);
      }
    }
  }

  /** Returns whether markup is in the middle of a text, as in {@code Big <b>News</b>}. */
  private static boolean isOneText(XmlElement element) {
    return isWord(element.text()) && element.children().stream().anyMatch(c -> isWord(c.value()));
  }

  private static boolean isWord(String text) {
    return text.codePoints().anyMatch(Character::isLetterOrDigit);
  }

  /** Adds the categories of a text, which may list them in escaped markup. */
  private void addText(String html, Optional<String> scheme) {
    var plain = PlainText.ofField(html);
    boolean marked = html.indexOf('<') >= 0 && plain.indexOf('<') < 0;
    if (marked && html.length() < MAX_LIST_LENGTH) {
      var body = element(Jsoup.parseBodyFragment(html).body());
      if (body.hasChildren() && !isOneText(body)) {
        addContents(body, scheme);
        return;
      }
    }
    addTerm(plain, scheme);
  }

  private void addTerm(String term, Optional<String> scheme) {
    var text = PlainText.collapse(term);
    if (!text.isEmpty()) {
      add(new Category(text, scheme, Optional.empty()));
    }
  }

  private static XmlElement element(Element html) {
    var element = new XmlElement(XmlName.of(Namespace.NO_NAMESPACE, html.normalName()));
    for (var node : html.childNodes()) {
      if (node instanceof TextNode text) {
        element.add(new XmlText(text.getWholeText()));
      } else if (node instanceof Element child) {
        element.add(element(child));
      }
    }
    return element;
  }
}

package io.feedloom.parse.field;

import io.feedloom.parse.text.CdataMarks;
import io.feedloom.parse.xml.XmlContent;
import io.feedloom.parse.xml.XmlElement;
import io.feedloom.parse.xml.XmlText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Removes escaped marks of CDATA sections from the fields of an element. */
public final class CdataFields {
  /** The elements whose children are fields and not markup. */
  private static final Set<String> PARTS =
      Set.of(
          "atom:author",
          "author",
          "atom:contributor",
          "contributor",
          "atom:source",
          "categories",
          "image",
          "itunes:owner",
          "media:group",
          "media:content");

  private CdataFields() {}

  /**
   * Returns the element without marks in its own texts and the texts of its fields. Inline markup
   * stays as it is, because there a mark is part of the text. Returns the same element if it has no
   * marks.
   */
  public static XmlElement removed(XmlElement element) {
    var contents = new ArrayList<XmlContent>(element.size());
    boolean changed = false;
    for (int i = 0; i < element.size(); i++) {
      var content = element.content(i);
      var cleaned = content instanceof XmlElement child ? ofField(child) : content;
      changed |= !cleaned.equals(content);
      contents.add(cleaned);
    }
    return changed ? withContents(element, contents) : element;
  }

  private static XmlElement withContents(XmlElement element, List<XmlContent> contents) {
    var copy = new XmlElement(element.name(), element.attributeNames(), element.attributeValues());
    contents.forEach(copy::add);
    return copy;
  }

  private static XmlElement ofField(XmlElement field) {
    if (field.size() == 1 && field.content(0) instanceof XmlText only) {
      var text =
          isPlain(field) ? CdataMarks.unwrapped(only.text()) : CdataMarks.removed(only.text());
      return text.length() == only.text().length()
          ? field
          : withContents(field, List.of(new XmlText(text)));
    }
    return PARTS.contains(field.field()) ? removed(field) : field;
  }

  /**
   * Returns whether the element is plain text of Atom. There, a mark in the middle is normal text.
   */
  private static boolean isPlain(XmlElement field) {
    var type = field.attribute("type").orElse("").toLowerCase(Locale.ROOT);
    return type.isEmpty()
        ? field.prefix().equals("atom")
        : type.equals("text") || type.equals("text/plain");
  }
}

package io.feedloom.parse.rome;

import io.feedloom.parse.field.Bases;
import io.feedloom.parse.field.ElementFields;
import io.feedloom.parse.xml.XmlElement;
import org.jdom2.Element;

/**
 * An item prepared for Rome: the elements that the specification of its format defines, in the form
 * that Rome reads without loss, and separately those for our own readers.
 *
 * <p>Texts become HTML or plain text, whatever their escaping was. Addresses become absolute. Dates
 * are for our own readers, because Rome needs most of its time for them and reads fractions of a
 * second as milliseconds. Our own readers also get elements that the specification does not allow,
 * repeated elements, and elements that would make Rome throw.
 *
 * @param element an item of RSS 2.0 or an entry of Atom 1.0
 * @param rest the item without the parts in that element
 * @param content the bases within the element that contains the content
 * @param summary the bases within the element that contains the description or summary
 */
public record Prepared(Element element, ElementFields rest, Bases content, Bases summary) {
  /**
   * Prepares an item. RSS of any version becomes RSS 2.0, which includes the other versions;
   * publishers use its elements whatever version they declare. Atom 0.3 becomes Atom 1.0.
   *
   * @param bases the bases in effect within the item
   */
  public static Prepared of(XmlElement item, Bases bases) {
    var preparation =
        item.prefix().equals("atom")
            ? new AtomPreparation("entry", bases)
            : new RssPreparation(item, bases);
    return preparation.of(item);
  }

  /** Returns an item without anything for Rome. */
  public static Prepared nothing(XmlElement item, Bases bases) {
    return new Prepared(new Element("item"), ElementFields.of(item), bases, bases);
  }
}

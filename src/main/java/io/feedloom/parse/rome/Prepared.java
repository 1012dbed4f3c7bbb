package io.feedloom.parse.rome;

import io.feedloom.parse.field.Bases;
import io.feedloom.parse.field.ElementFields;
import io.feedloom.parse.xml.XmlElement;
import org.jdom2.Element;

/**
 * An item prepared for Rome: the elements that the specification of its format defines, in the form
 * that Rome reads without loss, and separately those for our own readers.
 *
 * <p>Texts are HTML or plain, whatever their escaping was; addresses are absolute by their own
 * {@code xml:base}; dates stay apart, because Rome takes most of its time for them, and reads
 * fractions of a second as milliseconds. What is out of its specification, stands there a second
 * time, or would make Rome throw, stays apart as well.
 *
 * @param element an item of RSS 2.0 or an entry of Atom 1.0
 * @param rest the item without the parts in that element
 * @param content bases within the element that the content came of
 * @param summary bases within the element that description or summary came of
 */
public record Prepared(Element element, ElementFields rest, Bases content, Bases summary) {
  /**
   * Prepares an item. RSS of every version becomes 2.0, which contains the others, and which
   * publishers mean by any number; Atom 0.3 becomes 1.0.
   *
   * @param bases those in effect within the item
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

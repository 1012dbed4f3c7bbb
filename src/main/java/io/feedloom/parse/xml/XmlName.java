package io.feedloom.parse.xml;

import java.util.Locale;
import org.jdom2.Namespace;

/**
 * The name of elements or attributes. Each document has one object for each name.
 *
 * @param local as it was written, without prefix
 * @param field how {@code ElementFields} writes it
 */
public record XmlName(Namespace namespace, String local, String field) {
  public static XmlName of(Namespace namespace, String local) {
    var folded = local.toLowerCase(Locale.ROOT);
    var prefix = prefix(namespace);
    return new XmlName(namespace, local, prefix.isEmpty() ? folded : prefix + ":" + folded);
  }

  private static String prefix(Namespace namespace) {
    return namespace.equals(Namespaces.RSS10) || namespace.equals(Namespaces.RSS090)
        ? ""
        : namespace.getPrefix();
  }
}

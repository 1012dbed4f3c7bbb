package io.feedloom.parse.xml;

import io.feedloom.feed.Problem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdom2.Namespace;
import org.jspecify.annotations.Nullable;

/**
 * Builds a tree from the names, attributes and texts that a tokenizer reports. It resolves
 * namespaces itself, so it accepts a prefix that is not declared, or is declared with a misspelled
 * URI. It limits the size of the tree: of elements beyond the limits, it keeps only the text.
 */
public final class TreeBuilder {
  /** The most elements inside each other. Real feeds stay below 40. */
  public static final int MAX_DEPTH = 150;

  /** The most attributes of one element that are kept. */
  static final int MAX_ATTRIBUTES = 64;

  /** The most elements of one document. Their tree takes about 60 MB. */
  public static final int MAX_ELEMENTS = 400_000;

  /**
   * White space is kept only below this depth. It matters in XHTML, but not between a feed's own
   * elements.
   */
  private static final int STRUCTURE = 3;

  /** The namespace declarations of one element, and the names resolved by them so far. */
  private record Scope(
      @Nullable Scope outer,
      int depth,
      Map<String, Namespace> declared,
      Map<String, XmlName> names) {
    static Scope within(@Nullable Scope outer, int depth) {
      return new Scope(outer, depth, new HashMap<>(4), new HashMap<>());
    }
  }

  private final List<String> attributeNames = new ArrayList<>();
  private final List<String> attributeValues = new ArrayList<>();
  private final Map<String, XmlName> plainNames = new HashMap<>();
  private Scope scope = Scope.within(null, 0);

  /** The open elements, the root first. */
  private final @Nullable XmlElement[] open = new XmlElement[MAX_DEPTH + 1];

  private @Nullable XmlElement root;
  private @Nullable XmlElement current;
  private Namespace plain = Namespace.NO_NAMESPACE;
  private final int mostElements;
  private int depth;
  private int elements;
  private int leftOut;
  private boolean cut;

  public TreeBuilder() {
    this(MAX_ELEMENTS);
  }

  /**
   * @param mostElements the most elements to keep; later ones are left out
   */
  public TreeBuilder(int mostElements) {
    this.mostElements = mostElements;
  }

  /** Reports an attribute of the element that the next call of {@link #open} begins. */
  public void attribute(String name, String value) {
    if (attributeNames.size() < MAX_ATTRIBUTES) {
      attributeNames.add(name);
      attributeValues.add(value);
    }
  }

  /** Begins an element with the attributes reported before. */
  public void open(String name) {
    depth++;
    if (leftOut > 0 || depth > MAX_DEPTH || elements >= mostElements || isComplete()) {
      leftOut++;
      cut |= elements >= mostElements && !isComplete();
    } else {
      elements++;
      plain = root == null ? plainNamespace(name) : plain;
      declare(name);
      var element = element(name);
      if (current == null) {
        root = element;
      } else {
        current.add(element);
      }
      open[depth] = element;
      current = element;
    }
    attributeNames.clear();
    attributeValues.clear();
  }

  /** Reports text of the innermost open element. */
  public void text(String text) {
    if (current != null && !(isStructure() && text.isBlank())) {
      current.add(new XmlText(text));
    }
  }

  /** Returns whether white space has no meaning here. */
  boolean isStructure() {
    return depth <= STRUCTURE;
  }

  /** Ends the innermost element. */
  public void close() {
    if (leftOut > 0) {
      leftOut--;
    } else if (current != null) {
      scope = scope.depth == depth && scope.outer != null ? scope.outer : scope;
      current = open[depth - 1];
    }
    depth--;
  }

  /** Returns whether the root was closed. */
  boolean isComplete() {
    return root != null && current == null;
  }

  /** Returns whether elements were left out because the document has too many. */
  boolean isCut() {
    return cut;
  }

  /** Returns how many elements the tree has. */
  int elements() {
    return elements;
  }

  /** Returns the tree that was read; empty if there was no element. */
  public Optional<XmlTree> tree(List<Problem> found) {
    var problems = new ArrayList<>(found);
    if (cut) {
      problems.add(
          new Problem("", "more than " + MAX_ELEMENTS + " elements; the rest is left out"));
    }
    return root().map(element -> new XmlTree(element, problems, cut, false, false));
  }

  /** Returns the element that is being read. */
  Optional<XmlElement> current() {
    return Optional.ofNullable(current);
  }

  /** Returns the tree read so far; empty if there was no element. */
  Optional<XmlElement> root() {
    return Optional.ofNullable(root);
  }

  private XmlElement element(String name) {
    if (attributeNames.isEmpty()) {
      return new XmlElement(name(name));
    }
    var names = new ArrayList<XmlName>(attributeNames.size());
    var values = new ArrayList<String>(attributeNames.size());
    for (int i = 0; i < attributeNames.size(); i++) {
      var attribute = attributeNames.get(i);
      if (!isDeclaration(attribute)) {
        names.add(attributeName(attribute));
        values.add(attributeValues.get(i));
      }
    }
    return new XmlElement(name(name), names, values);
  }

  /** Returns the name of an attribute. Without a prefix, it belongs to no namespace. */
  private XmlName attributeName(String written) {
    return written.indexOf(':') < 0
        ? plainNames.computeIfAbsent(written, n -> XmlName.of(Namespace.NO_NAMESPACE, n))
        : name(written);
  }

  private void declare(String element) {
    for (int i = 0; i < attributeNames.size(); i++) {
      var name = attributeNames.get(i);
      if (isDeclaration(name)) {
        if (scope.depth != depth) {
          scope = Scope.within(scope, depth);
        }
        var prefix = name.length() == 5 ? "" : name.substring(6);
        boolean ofRoot = prefix.isEmpty() && root == null;
        var uri = attributeValues.get(i).strip();
        scope.declared.put(prefix, ofRoot ? ofRoot(element, uri) : declared(prefix, uri));
      }
    }
  }

  private static boolean isDeclaration(String name) {
    return name.startsWith("xmlns") && (name.length() == 5 || name.charAt(5) == ':');
  }

  /** Returns the namespace of elements without a prefix if none is declared. */
  private Namespace plainNamespace(String rootName) {
    return switch (localName(rootName)) {
      case "feed", "entry" -> attributeValues.contains("0.3") ? Namespaces.ATOM03 : Namespaces.ATOM;
      case "RDF" -> Namespaces.RSS10;
      default -> Namespace.NO_NAMESPACE;
    };
  }

  /**
   * Returns the default namespace of a document. On {@code <rss>} it is ignored, because every
   * default namespace there is a mistake.
   */
  private Namespace ofRoot(String rootName, String uri) {
    return switch (rootName) {
      case "rss" -> Namespace.NO_NAMESPACE;
      case "feed", "entry", "RDF" -> Namespaces.known(uri).orElse(plain);
      default -> declared("", uri);
    };
  }

  private Namespace declared(String prefix, String uri) {
    if (uri.isEmpty()) {
      return plain;
    }
    if (Namespaces.isPlainRss(uri)) {
      return Namespace.NO_NAMESPACE;
    }
    return Namespaces.known(uri).or(() -> Namespaces.meantBy(prefix)).orElse(Namespaces.FOREIGN);
  }

  private XmlName name(String written) {
    var known = scope.names.get(written);
    if (known == null) {
      known = resolve(written);
      scope.names.put(written, known);
    }
    return known;
  }

  private XmlName resolve(String written) {
    int colon = written.indexOf(':');
    var prefix = colon < 0 ? "" : written.substring(0, colon);
    if (prefix.equals("xml")) {
      return XmlName.of(Namespace.XML_NAMESPACE, localName(written));
    }
    for (Scope s = scope; s != null; s = s.outer) {
      var namespace = s.declared.get(prefix);
      if (namespace != null) {
        return XmlName.of(namespace, localName(written));
      }
    }
    return prefix.isEmpty()
        ? XmlName.of(plain, written)
        : XmlName.of(Namespaces.meantBy(prefix).orElse(Namespaces.FOREIGN), localName(written));
  }

  private static String localName(String written) {
    int colon = written.indexOf(':');
    return colon < 0 || colon == written.length() - 1 ? written : written.substring(colon + 1);
  }
}

package io.feedloom.parse.xml;

import com.ctc.wstx.api.WstxInputProperties;
import io.feedloom.feed.Problem;
import io.feedloom.feed.text.HtmlEntities;
import java.io.ByteArrayInputStream;
import java.io.StringReader;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.codehaus.stax2.XMLInputFactory2;

/**
 * Reads well-formed XML with Woodstox, without DTDs and external entities, but with HTML's named
 * entities.
 */
public final class StrictXml {
  /** The base of external entities. None is ever fetched. */
  private static final URL NOWHERE = url("file:/dev/null");

  private static final XMLInputFactory FACTORY = factory();

  private StrictXml() {}

  /** The result of reading a document. */
  public sealed interface Outcome {
    /**
     * The root element is well-formed.
     *
     * @param end where the root ends, if something follows it that is not allowed there
     */
    record Read(XmlTree tree, OptionalInt end) implements Outcome {}

    /** Not well-formed; its content is discarded. */
    record Broken(Problem where) implements Outcome {}
  }

  public static Outcome read(Encoded document) {
    try {
      var reader =
          document.isUtf8()
              ? FACTORY.createXMLStreamReader(
                  new ByteArrayInputStream(document.bytes(), document.start(), document.length()),
                  "UTF-8")
              : FACTORY.createXMLStreamReader(new StringReader(document.text()));
      try {
        var tree = tree(reader);
        return new Outcome.Read(tree, end(reader));
      } finally {
        reader.close();
      }
    } catch (XMLStreamException e) {
      return new Outcome.Broken(problem(e));
    } catch (RuntimeException e) {
      // Woodstox reads text when it is requested, and then wraps its exceptions.
      return new Outcome.Broken(
          e.getCause() instanceof XMLStreamException cause
              ? problem(cause)
              : new Problem("", "not well-formed XML"));
    }
  }

  private static XmlTree tree(XMLStreamReader reader) throws XMLStreamException {
    var builder = new TreeBuilder();
    while (!builder.isComplete()) {
      switch (reader.next()) {
        case XMLStreamConstants.START_ELEMENT -> {
          for (int i = 0; i < reader.getAttributeCount(); i++) {
            builder.attribute(reader.getAttributeLocalName(i), reader.getAttributeValue(i));
          }
          builder.open(reader.getLocalName());
        }
        case XMLStreamConstants.END_ELEMENT -> builder.close();
        case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> {
          if (!builder.isStructure() || !reader.isWhiteSpace()) {
            builder.text(reader.getText());
          }
        }
        case XMLStreamConstants.ENTITY_REFERENCE ->
            throw new XMLStreamException("undeclared entity", reader.getLocation());
        default -> {}
      }
    }
    return builder.tree(List.of()).orElseThrow(() -> new XMLStreamException("no element"));
  }

  /** Reads what follows the root. Only comments and white space are allowed there. */
  private static OptionalInt end(XMLStreamReader reader) {
    int end = reader.getLocation().getCharacterOffset();
    try {
      while (reader.hasNext()) {
        reader.next();
      }
      return OptionalInt.empty();
    } catch (XMLStreamException | RuntimeException e) {
      return OptionalInt.of(end);
    }
  }

  private static Problem problem(XMLStreamException e) {
    var location = e.getLocation();
    var place =
        location == null
            ? ""
            : "line " + location.getLineNumber() + ", column " + location.getColumnNumber();
    var message = Optional.ofNullable(e.getMessage()).orElse("").split("\n", 2)[0];
    return new Problem(place, "not well-formed: " + message);
  }

  private static URL url(String address) {
    try {
      return URI.create(address).toURL();
    } catch (MalformedURLException e) {
      throw new AssertionError(e);
    }
  }

  private static XMLInputFactory factory() {
    var factory = XMLInputFactory.newFactory();
    factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, false);
    factory.setProperty(XMLInputFactory.IS_COALESCING, true);
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, true);
    // Called for each entity. Without a base, Woodstox makes one from the working directory each
    // time.
    factory.setProperty(WstxInputProperties.P_BASE_URL, NOWHERE);
    factory.setProperty(XMLInputFactory2.P_PRESERVE_LOCATION, false);
    factory.setProperty(XMLInputFactory2.P_INTERN_NAMES, false);
    factory.setProperty(WstxInputProperties.P_MAX_ELEMENT_DEPTH, 5000);
    factory.setProperty(
        WstxInputProperties.P_UNDECLARED_ENTITY_RESOLVER,
        (javax.xml.stream.XMLResolver)
            (publicId, systemId, base, name) -> HtmlEntities.named(name).orElse(null));
    return factory;
  }
}

package io.feedloom.render;

import com.ctc.wstx.api.WstxOutputProperties;
import java.io.ByteArrayOutputStream;
import java.util.Collection;
import java.util.Optional;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import org.codehaus.stax2.XMLOutputFactory2;
import org.codehaus.stax2.XMLStreamWriter2;

/**
 * Writes one XML document in UTF-8. Texts may contain anything: characters that XML does not allow
 * are replaced. Names are trusted.
 */
final class Xml {
  private static final XMLOutputFactory2 FACTORY = factory();

  private final ByteArrayOutputStream bytes;
  private final XMLStreamWriter2 out;

  private static XMLOutputFactory2 factory() {
    var factory = (XMLOutputFactory2) XMLOutputFactory.newFactory();
    factory.configureForSpeed();
    factory.setProperty(WstxOutputProperties.P_USE_DOUBLE_QUOTES_IN_XML_DECL, true);
    return factory;
  }

  /**
   * Begins a document.
   *
   * @param size the estimated size in bytes
   */
  Xml(int size) {
    bytes = new ByteArrayOutputStream(size);
    try {
      out = (XMLStreamWriter2) FACTORY.createXMLStreamWriter(bytes, "UTF-8");
    } catch (XMLStreamException e) {
      throw inMemory(e);
    }
    run(() -> out.writeStartDocument("UTF-8", "1.0"));
  }

  /** Begins the root element, which declares these namespaces and its own. */
  void root(Namespace namespace, String name, Collection<Namespace> declared) {
    start(namespace, name);
    run(
        () -> {
          if (namespace.prefix().isEmpty() && !namespace.uri().isEmpty()) {
            out.writeDefaultNamespace(namespace.uri());
          }
          for (Namespace each : declared) {
            out.writeNamespace(each.prefix(), each.uri());
          }
        });
  }

  void start(Namespace namespace, String name) {
    run(() -> out.writeStartElement(namespace.prefix(), name, namespace.uri()));
  }

  void attribute(String name, String value) {
    run(() -> out.writeAttribute(name, Text.legal(value)));
  }

  void attribute(String name, Optional<String> value) {
    value.ifPresent(v -> attribute(name, v));
  }

  void attribute(Namespace namespace, String name, String value) {
    run(() -> out.writeAttribute(namespace.prefix(), namespace.uri(), name, Text.legal(value)));
  }

  void text(String text) {
    run(() -> out.writeCharacters(Text.legal(text)));
  }

  /**
   * Writes text into an element that some readers treat as markup and others as text. Characters
   * that look like markup are written as character references, which most readers handle in the
   * same way according to the RSS profile ("Character data").
   */
  void plain(String text) {
    var legal = Text.legal(text);
    if (legal.indexOf('&') < 0 && legal.indexOf('<') < 0) {
      run(() -> out.writeCharacters(legal));
      return;
    }
    var raw = new StringBuilder(legal.length() + 32);
    for (int i = 0; i < legal.length(); i++) {
      char c = legal.charAt(i);
      switch (c) {
        case '&' -> raw.append("&#x26;");
        case '<' -> raw.append("&#x3C;");
        case '>' -> raw.append("&#x3E;");
        case '\r' -> raw.append("&#xD;");
        default -> raw.append(c);
      }
    }
    run(() -> out.writeRaw(raw.toString()));
  }

  /** Writes an element with text that some readers treat as markup and others as text. */
  void plain(Namespace namespace, String name, String text) {
    start(namespace, name);
    plain(text);
    end();
  }

  /** Writes the element if there is a text. */
  void plain(Namespace namespace, String name, Optional<String> text) {
    text.ifPresent(t -> plain(namespace, name, t));
  }

  /**
   * Writes markup, as a CDATA section if possible. It is smaller, and some parsers limit the number
   * of escapes in a document (jdk.xml.maxGeneralEntitySizeLimit counts each).
   */
  void markup(String html) {
    boolean fits = html.indexOf('\r') < 0 && !html.contains("]]>");
    if (fits && (html.indexOf('<') >= 0 || html.indexOf('&') >= 0)) {
      run(() -> out.writeCData(Text.legal(html)));
    } else {
      text(html);
    }
  }

  void end() {
    run(out::writeEndElement);
  }

  /** Writes an element with text. */
  void element(Namespace namespace, String name, String text) {
    start(namespace, name);
    text(text);
    end();
  }

  /** Writes the element if there is a text. */
  void element(Namespace namespace, String name, Optional<String> text) {
    text.ifPresent(t -> element(namespace, name, t));
  }

  /** Ends the document. */
  byte[] finish() {
    run(
        () -> {
          out.writeEndDocument();
          out.close();
        });
    return bytes.toByteArray();
  }

  private interface Step {
    void run() throws XMLStreamException;
  }

  private static void run(Step step) {
    try {
      step.run();
    } catch (XMLStreamException e) {
      throw inMemory(e);
    }
  }

  private static IllegalStateException inMemory(XMLStreamException e) {
    return new IllegalStateException("writing to memory failed", e);
  }
}

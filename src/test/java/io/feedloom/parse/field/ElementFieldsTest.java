package io.feedloom.parse.field;

import static org.assertj.core.api.Assertions.assertThat;

import io.feedloom.parse.xml.XmlElement;
import io.feedloom.parse.xml.XmlName;
import io.feedloom.parse.xml.XmlText;
import java.util.stream.IntStream;
import org.jdom2.Namespace;
import org.junit.jupiter.api.Test;

/** Children by name. */
class ElementFieldsTest {
  private static XmlElement parent(String... children) {
    var parent = element("parent");
    for (var child : children) {
      var element = element(child);
      element.add(new XmlText(" text of " + child + " "));
      parent.add(element);
    }
    return parent;
  }

  private static XmlElement element(String name) {
    return new XmlElement(XmlName.of(Namespace.NO_NAMESPACE, name));
  }

  @Test
  void thoseOfTheFirstNameComeFirst() {
    var fields = ElementFields.of(parent("b", "a", "B", "c"));
    assertThat(fields.all("a", "b")).extracting(XmlElement::local).containsExactly("a", "b", "B");
    assertThat(fields.first("x", "b")).map(XmlElement::local).contains("b");
    assertThat(fields.text("x", "c")).contains("text of c");
  }

  @Test
  void namesWithTheSameBitAreDistinguished() {
    var names = IntStream.range(0, 200).mapToObj(i -> "n" + i).toArray(String[]::new);
    var fields = ElementFields.of(parent(names));
    for (var name : names) {
      assertThat(fields.all(name)).extracting(XmlElement::local).containsExactly(name);
    }
    assertThat(fields.all("n200", "n201", "other")).isEmpty();
  }

  @Test
  void childrenThatAreNotKeptAreAbsent() {
    var fields = ElementFields.of(parent("a", "b"), child -> !child.local().equals("a"));
    assertThat(fields.first("a")).isEmpty();
    assertThat(fields.all()).extracting(XmlElement::local).containsExactly("b");
    assertThat(fields.owner().children()).hasSize(2);
  }
}

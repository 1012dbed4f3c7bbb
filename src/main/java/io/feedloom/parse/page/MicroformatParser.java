package io.feedloom.parse.page;

import io.feedloom.parse.page.Microformat.Nested;
import io.feedloom.parse.page.Microformat.Value;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jsoup.nodes.Element;

/** Parses the microformats2 of a page, also under their classic names (microformats2-parsing). */
final class MicroformatParser {
  private static final int DEPTH = 30;

  private final MicroformatValues values;

  private MicroformatParser(HtmlPage page) {
    this.values = new MicroformatValues(page);
  }

  /** Returns the items that are in no other. */
  static List<Microformat> items(HtmlPage page) {
    var parser = new MicroformatParser(page);
    var found = new ArrayList<Microformat>();
    var waiting = new ArrayDeque<Element>(List.of(page.document()));
    while (!waiting.isEmpty()) {
      var element = waiting.removeFirst();
      if (MicroformatNames.roots(element).isEmpty()) {
        pushChildren(element, waiting);
      } else {
        found.add(parser.item(element, 0));
      }
    }
    return found;
  }

  private static void pushChildren(Element element, ArrayDeque<Element> waiting) {
    var children = element.children();
    for (int i = children.size() - 1; i >= 0; i--) {
      if (!children.get(i).nameIs("template")) {
        waiting.addFirst(children.get(i));
      }
    }
  }

  /** What has been found of an item so far. */
  private static final class Draft {
    private final Map<String, List<Value>> properties = new LinkedHashMap<>();
    private final List<Microformat> children = new ArrayList<>();
    private boolean hasText;
    private boolean hasAddress;
    private boolean hasNested;
    private String day = "";
    private Optional<String> titleLink = Optional.empty();

    void add(String name, Value value) {
      properties.computeIfAbsent(name, _ -> new ArrayList<>()).add(value);
    }
  }

  private Microformat item(Element root, int depth) {
    var types = MicroformatNames.roots(root);
    boolean classic = MicroformatNames.isClassic(root);
    var draft = new Draft();
    var waiting = new ArrayDeque<Element>();
    pushChildren(root, waiting);
    while (!waiting.isEmpty()) {
      var element = waiting.removeFirst();
      var names = MicroformatNames.properties(element, types, classic);
      boolean nested = !MicroformatNames.roots(element).isEmpty();
      if (nested && depth < DEPTH) {
        nested(element, names, draft, depth);
      } else if (!nested) {
        for (var name : names) {
          plain(element, name, draft);
        }
        pushChildren(element, waiting);
      }
    }
    if (!classic) {
      imply(root, draft);
    }
    return new Microformat(types, draft.properties, draft.children, draft.titleLink);
  }

  private void nested(Element element, List<String> names, Draft draft, int depth) {
    var item = item(element, depth + 1);
    draft.hasNested = true;
    if (names.isEmpty()) {
      draft.children.add(item);
    }
    for (var name : names) {
      int dash = name.indexOf('-');
      var prefix = name.substring(0, dash);
      draft.hasText |= prefix.equals("p") || prefix.equals("e");
      draft.hasAddress |= prefix.equals("u");
      var html = prefix.equals("e") ? Optional.of(element.html()) : Optional.<String>empty();
      draft.add(
          name.substring(dash + 1), new Nested(nestedText(element, prefix, item), item, html));
    }
  }

  private String nestedText(Element element, String prefix, Microformat item) {
    var preferred =
        switch (prefix) {
          case "p" -> item.texts("name").findFirst();
          case "u" -> item.texts("url").findFirst();
          default -> Optional.<String>empty();
        };
    return preferred.orElseGet(
        () ->
            switch (prefix) {
              case "u" -> values.address(element).text();
              case "dt" -> values.date(element, "");
              default -> values.text(element);
            });
  }

  private void plain(Element element, String name, Draft draft) {
    int dash = name.indexOf('-');
    var value =
        switch (name.substring(0, dash)) {
          case "u" -> {
            draft.hasAddress = true;
            yield values.address(element);
          }
          case "dt" -> {
            var date = values.date(element, draft.day);
            draft.day = date.length() >= 10 ? date.substring(0, 10) : draft.day;
            yield new Microformat.Text(date);
          }
          case "e" -> {
            draft.hasText = true;
            yield new Microformat.Markup(values.shown(element), element.html().strip());
          }
          default -> {
            draft.hasText = true;
            if (name.equals("p-name")) {
              draft.titleLink = draft.titleLink.or(() -> values.linkOf(element));
            }
            yield new Microformat.Text(values.text(element));
          }
        };
    draft.add(name.substring(dash + 1), value);
  }

  private void imply(Element root, Draft draft) {
    if (!draft.properties.containsKey("name") && !draft.hasText && !draft.hasNested) {
      draft.add("name", new Microformat.Text(values.impliedName(root)));
    }
    if (draft.hasAddress) {
      return;
    }
    if (!draft.properties.containsKey("photo") && !draft.hasNested) {
      values.impliedPhoto(root).ifPresent(photo -> draft.add("photo", photo));
    }
    if (!draft.properties.containsKey("url")) {
      values
          .impliedUrl(root, draft.hasNested)
          .ifPresent(url -> draft.add("url", new Microformat.Text(url)));
    }
  }
}

package io.feedloom.parse.page;

import io.feedloom.feed.XPath.Axis;
import io.feedloom.feed.XPath.Expression;
import io.feedloom.parse.page.XPathEvaluator.Context;
import io.feedloom.parse.page.XPathValue.Nodes;
import io.feedloom.parse.page.XPathValue.Numeral;
import io.feedloom.parse.page.XPathValue.Ref;
import io.feedloom.parse.page.XPathValue.Text;
import io.feedloom.parse.page.XPathValue.Truth;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.jsoup.nodes.Element;

/** The core functions of XPath 1.0 (section 4). */
final class XPathFunctions {
  private static final String BLANKS = "[ \\t\\r\\n]+";

  private final XPathTree tree;
  private final XPathEvaluator evaluator;

  XPathFunctions(XPathTree tree, XPathEvaluator evaluator) {
    this.tree = tree;
    this.evaluator = evaluator;
  }

  XPathValue call(Expression.Call call, Context context) {
    var values = call.arguments().stream().map(each -> evaluator.evaluate(each, context)).toList();
    var first = values.isEmpty() ? new Nodes(List.of(context.node())) : values.getFirst();
    return switch (call.function()) {
      case "last" -> new Numeral(context.size());
      case "position" -> new Numeral(context.position());
      case "count" -> new Numeral(refs(first).size());
      case "sum" ->
          new Numeral(
              refs(first).stream()
                  .mapToDouble(ref -> XPathValue.number(evaluator.text(ref)))
                  .sum());
      case "id" -> id(first);
      case "name", "local-name" -> new Text(name(refs(first)));
      case "namespace-uri" -> new Text("");
      case "boolean" -> new Truth(XPathEvaluator.truth(first));
      case "not" -> new Truth(!XPathEvaluator.truth(first));
      case "true" -> new Truth(true);
      case "false" -> new Truth(false);
      case "lang" -> new Truth(isInLanguage(context.node().node(), text(first)));
      case "number" -> new Numeral(evaluator.number(first));
      case "floor" -> new Numeral(Math.floor(evaluator.number(first)));
      case "ceiling" -> new Numeral(Math.ceil(evaluator.number(first)));
      case "round" -> new Numeral(round(evaluator.number(first)));
      default -> text(call.function(), first, values);
    };
  }

  private XPathValue text(String function, XPathValue first, List<XPathValue> values) {
    var text = text(first);
    var second = values.size() > 1 ? text(values.get(1)) : "";
    int at = text.indexOf(second);
    return switch (function) {
      case "string" -> new Text(text);
      case "concat" -> new Text(values.stream().map(this::text).collect(Collectors.joining()));
      case "starts-with" -> new Truth(text.startsWith(second));
      case "contains" -> new Truth(at >= 0);
      case "substring-before" -> new Text(at < 0 ? "" : text.substring(0, at));
      case "substring-after" -> new Text(at < 0 ? "" : text.substring(at + second.length()));
      case "substring" -> new Text(substring(text, values));
      case "string-length" -> new Numeral(text.codePointCount(0, text.length()));
      case "normalize-space" ->
          new Text(text.replaceAll("^" + BLANKS + "|" + BLANKS + "$", "").replaceAll(BLANKS, " "));
      case "translate" -> new Text(translate(text, second, text(values.get(2))));
      default -> throw new IllegalArgumentException(function);
    };
  }

  private String text(XPathValue value) {
    return evaluator.text(value);
  }

  private static List<Ref> refs(XPathValue value) {
    return value instanceof Nodes(var refs) ? refs : List.of();
  }

  private static double round(double number) {
    return Double.isNaN(number) || Double.isInfinite(number) ? number : Math.floor(number + 0.5);
  }

  private String substring(String text, List<XPathValue> values) {
    double start = round(evaluator.number(values.get(1)));
    double end =
        values.size() < 3
            ? Double.POSITIVE_INFINITY
            : start + round(evaluator.number(values.get(2)));
    var kept = new StringBuilder();
    int position = 1;
    for (int c : text.codePoints().toArray()) {
      if (position >= start && position < end) {
        kept.appendCodePoint(c);
      }
      position++;
    }
    return kept.toString();
  }

  private static String translate(String text, String from, String to) {
    int[] source = from.codePoints().toArray();
    int[] target = to.codePoints().toArray();
    var translated = new StringBuilder();
    text.codePoints()
        .forEach(
            c -> {
              int at = 0;
              while (at < source.length && source[at] != c) {
                at++;
              }
              if (at == source.length) {
                translated.appendCodePoint(c);
              } else if (at < target.length) {
                translated.appendCodePoint(target[at]);
              }
            });
    return translated.toString();
  }

  private String name(List<Ref> refs) {
    if (refs.isEmpty()) {
      return "";
    }
    var ref = refs.getFirst();
    if (ref.isAttribute()) {
      return tree.attribute(ref).getKey();
    }
    return ref.node() > 0 && tree.node(ref.node()) instanceof Element element
        ? element.normalName()
        : "";
  }

  private Nodes id(XPathValue value) {
    var texts =
        value instanceof Nodes(var refs)
            ? refs.stream().map(evaluator::text).collect(Collectors.joining(" "))
            : text(value);
    var wanted =
        Arrays.stream(texts.split(BLANKS, -1))
            .filter(id -> !id.isEmpty())
            .collect(Collectors.toSet());
    var found = LongStream.builder();
    tree.visit(
        Axis.DESCENDANT_OR_SELF,
        0,
        node -> {
          if (tree.node(node) instanceof Element element && wanted.contains(element.id())) {
            found.add(new Ref(node, -1).packed());
          }
        });
    return Nodes.of(found.build());
  }

  private boolean isInLanguage(int from, String language) {
    for (int up = from; up >= 0; up = tree.parent(up)) {
      if (tree.node(up) instanceof Element element
          && (element.hasAttr("lang") || element.hasAttr("xml:lang"))) {
        var own =
            (element.hasAttr("lang") ? element.attr("lang") : element.attr("xml:lang"))
                .toLowerCase(Locale.ROOT);
        var wanted = language.toLowerCase(Locale.ROOT);
        return own.equals(wanted) || own.startsWith(wanted + "-");
      }
    }
    return false;
  }
}

package io.feedloom.feed;

import io.feedloom.feed.XPath.Axis;
import io.feedloom.feed.XPath.Expression;
import io.feedloom.feed.XPath.NodeTest;
import io.feedloom.feed.XPath.Operator;
import io.feedloom.feed.XPath.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Parses XPath 1.0 by recursive descent. For one expression. */
final class XPathParser {
  private static final int DEEPEST = 100;

  /**
   * The functions of the core library, with their fewest and most arguments.
   *
   * @param nodes whether the first argument must be a set of nodes
   */
  private record Signature(int fewest, int most, boolean nodes) {}

  private static final Map<String, Signature> FUNCTIONS =
      Map.ofEntries(
          function("last", 0, 0),
          function("position", 0, 0),
          Map.entry("count", new Signature(1, 1, true)),
          function("id", 1, 1),
          Map.entry("local-name", new Signature(0, 1, true)),
          Map.entry("namespace-uri", new Signature(0, 1, true)),
          Map.entry("name", new Signature(0, 1, true)),
          function("string", 0, 1),
          function("concat", 2, Integer.MAX_VALUE),
          function("starts-with", 2, 2),
          function("contains", 2, 2),
          function("substring-before", 2, 2),
          function("substring-after", 2, 2),
          function("substring", 2, 3),
          function("string-length", 0, 1),
          function("normalize-space", 0, 1),
          function("translate", 3, 3),
          function("boolean", 1, 1),
          function("not", 1, 1),
          function("true", 0, 0),
          function("false", 0, 0),
          function("lang", 1, 1),
          function("number", 0, 1),
          Map.entry("sum", new Signature(1, 1, true)),
          function("floor", 1, 1),
          function("ceiling", 1, 1),
          function("round", 1, 1));

  private static final Step ANY_DEPTH =
      new Step(Axis.DESCENDANT_OR_SELF, new NodeTest.Any(), List.of());

  private final String in;
  private int at;
  private int depth;

  XPathParser(String in) {
    this.in = in;
  }

  private static Map.Entry<String, Signature> function(String name, int fewest, int most) {
    return Map.entry(name, new Signature(fewest, most, false));
  }

  Expression parse() {
    var parsed = or();
    if (!atEnd()) {
      throw wrong("has an unexpected \"%c\"".formatted(in.charAt(at)));
    }
    return parsed;
  }

  private Expression or() {
    if (++depth > DEEPEST) {
      throw wrong("is nested too deeply");
    }
    var left = and();
    while (takeWord("or")) {
      left = new Expression.Binary(Operator.OR, left, and());
    }
    depth--;
    return left;
  }

  private Expression and() {
    var left = equality();
    while (takeWord("and")) {
      left = new Expression.Binary(Operator.AND, left, equality());
    }
    return left;
  }

  private Expression equality() {
    var left = relation();
    while (true) {
      if (take("=")) {
        left = new Expression.Binary(Operator.EQUAL, left, relation());
      } else if (take("!=")) {
        left = new Expression.Binary(Operator.UNEQUAL, left, relation());
      } else {
        return left;
      }
    }
  }

  private Expression relation() {
    var left = sum();
    while (true) {
      if (take("<=")) {
        left = new Expression.Binary(Operator.AT_MOST, left, sum());
      } else if (take("<")) {
        left = new Expression.Binary(Operator.LESS, left, sum());
      } else if (take(">=")) {
        left = new Expression.Binary(Operator.AT_LEAST, left, sum());
      } else if (take(">")) {
        left = new Expression.Binary(Operator.GREATER, left, sum());
      } else {
        return left;
      }
    }
  }

  private Expression sum() {
    var left = product();
    while (true) {
      if (take("+")) {
        left = new Expression.Binary(Operator.PLUS, left, product());
      } else if (take("-")) {
        left = new Expression.Binary(Operator.MINUS, left, product());
      } else {
        return left;
      }
    }
  }

  private Expression product() {
    var left = negation();
    while (true) {
      if (take("*")) {
        left = new Expression.Binary(Operator.TIMES, left, negation());
      } else if (takeWord("div")) {
        left = new Expression.Binary(Operator.DIV, left, negation());
      } else if (takeWord("mod")) {
        left = new Expression.Binary(Operator.MOD, left, negation());
      } else {
        return left;
      }
    }
  }

  private Expression negation() {
    boolean negative = false;
    boolean signed = false;
    while (take("-")) {
      signed = true;
      negative = !negative;
    }
    var operand = union();
    return negative
        ? new Expression.Negation(operand)
        : signed ? new Expression.Call("number", List.of(operand)) : operand;
  }

  private Expression union() {
    var left = path();
    while (take("|")) {
      var right = path();
      if (!left.isNodes() || !right.isNodes()) {
        throw wrong("joins something that is not a set of nodes");
      }
      left = new Expression.Binary(Operator.UNION, left, right);
    }
    return left;
  }

  private Expression path() {
    if (take("//")) {
      return new Expression.Path(Optional.empty(), true, steps(List.of(ANY_DEPTH)));
    }
    if (take("/")) {
      return new Expression.Path(
          Optional.empty(), true, startsStep() ? steps(List.of()) : List.of());
    }
    var primary = primary();
    if (primary == null) {
      return new Expression.Path(Optional.empty(), false, steps(List.of()));
    }
    var predicates = predicates();
    boolean deeper = peek("//");
    boolean continues = peek("/");
    if ((!predicates.isEmpty() || continues) && !primary.isNodes()) {
      throw wrong("searches in something that is not a set of nodes");
    }
    var nodes = predicates.isEmpty() ? primary : new Expression.Filter(primary, predicates);
    if (!continues) {
      return nodes;
    }
    take(deeper ? "//" : "/");
    return new Expression.Path(
        Optional.of(nodes), false, steps(deeper ? List.of(ANY_DEPTH) : List.of()));
  }

  /** Returns a string, number, call or expression in parentheses; null if a step follows. */
  private @Nullable Expression primary() {
    blanks();
    char c = current();
    if (c == '"' || c == '\'') {
      int end = in.indexOf(c, at + 1);
      if (end < 0) {
        throw wrong("has a string without its end");
      }
      var text = in.substring(at + 1, end);
      at = end + 1;
      return new Expression.Literal(text);
    }
    if (isDigit(c) || (c == '.' && at + 1 < in.length() && isDigit(in.charAt(at + 1)))) {
      return number();
    }
    if (c == '$') {
      throw wrong("has a variable");
    }
    if (take("(")) {
      var inner = or();
      expect(")");
      return inner;
    }
    int start = at;
    var name = name();
    if (name.isEmpty() || isNodeType(name) || !take("(")) {
      at = start;
      return null;
    }
    return call(name, start);
  }

  private Expression call(String name, int start) {
    var signature = FUNCTIONS.get(name);
    if (signature == null) {
      at = start;
      throw wrong("has an unknown function \"%s\"".formatted(name));
    }
    var arguments = new ArrayList<Expression>();
    if (!peek(")")) {
      do {
        arguments.add(or());
      } while (take(","));
    }
    expect(")");
    if (arguments.size() < signature.fewest() || arguments.size() > signature.most()) {
      throw wrong("gives %s() %d arguments".formatted(name, arguments.size()));
    }
    if (signature.nodes() && !arguments.isEmpty() && !arguments.getFirst().isNodes()) {
      throw wrong("gives %s() something that is not a set of nodes".formatted(name));
    }
    return new Expression.Call(name, arguments);
  }

  private Expression number() {
    int start = at;
    while (isDigit(current())) {
      at++;
    }
    if (current() == '.') {
      at++;
      while (isDigit(current())) {
        at++;
      }
    }
    return new Expression.Constant(Double.parseDouble(in.substring(start, at)));
  }

  private List<Step> steps(List<Step> before) {
    var steps = new ArrayList<>(before);
    steps.add(step());
    while (true) {
      if (take("//")) {
        steps.add(ANY_DEPTH);
        steps.add(step());
      } else if (take("/")) {
        steps.add(step());
      } else {
        return steps;
      }
    }
  }

  private boolean startsStep() {
    blanks();
    char c = current();
    return c == '.' || c == '@' || c == '*' || isNameStart(c);
  }

  private Step step() {
    if (take("..")) {
      return new Step(Axis.PARENT, new NodeTest.Any(), List.of());
    }
    if (take(".")) {
      return new Step(Axis.SELF, new NodeTest.Any(), List.of());
    }
    var axis = axis();
    return new Step(axis, test(), predicates());
  }

  private Axis axis() {
    if (take("@")) {
      return Axis.ATTRIBUTE;
    }
    blanks();
    int start = at;
    var name = name();
    if (!name.isEmpty() && take("::")) {
      for (var axis : Axis.values()) {
        if (name.equals(axis.name().toLowerCase(Locale.ROOT).replace('_', '-'))) {
          return axis;
        }
      }
      at = start;
      throw wrong("has an unknown axis \"%s\"".formatted(name));
    }
    at = start;
    return Axis.CHILD;
  }

  private NodeTest test() {
    blanks();
    if (take("*")) {
      return new NodeTest.Name("*");
    }
    var name = name();
    if (name.isEmpty()) {
      throw wrong(atEnd() ? "ends where a name is expected" : "lacks a name");
    }
    if (isNodeType(name) && take("(")) {
      if (name.equals("processing-instruction") && !peek(")")) {
        primary();
      }
      expect(")");
      return switch (name) {
        case "text" -> new NodeTest.Text();
        case "comment" -> new NodeTest.Comment();
        case "node" -> new NodeTest.Any();
        default -> new NodeTest.Instruction();
      };
    }
    if (current() == ':' && at + 1 < in.length() && in.charAt(at + 1) != ':') {
      at++;
      return new NodeTest.Name(
          take("*") ? "*" : name.toLowerCase(Locale.ROOT) + ":" + name().toLowerCase(Locale.ROOT));
    }
    return new NodeTest.Name(name.toLowerCase(Locale.ROOT));
  }

  private List<Expression> predicates() {
    var predicates = new ArrayList<Expression>();
    while (take("[")) {
      predicates.add(or());
      expect("]");
    }
    return predicates;
  }

  private static boolean isNodeType(String name) {
    return switch (name) {
      case "comment", "text", "node", "processing-instruction" -> true;
      default -> false;
    };
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isNameStart(char c) {
    return Character.isLetter(c) || c == '_';
  }

  /** Reads a name without a colon; blank if there is none. */
  private String name() {
    int start = at;
    if (isNameStart(current())) {
      while (at < in.length()
          && (Character.isLetterOrDigit(in.charAt(at)) || "_-.".indexOf(in.charAt(at)) >= 0)) {
        at++;
      }
    }
    return in.substring(start, at);
  }

  private char current() {
    return at < in.length() ? in.charAt(at) : 0;
  }

  private boolean peek(String text) {
    blanks();
    return in.startsWith(text, at);
  }

  private boolean take(String text) {
    boolean here = peek(text);
    at += here ? text.length() : 0;
    return here;
  }

  /** Takes an operator that is a word. */
  private boolean takeWord(String word) {
    blanks();
    int start = at;
    if (name().equals(word)) {
      return true;
    }
    at = start;
    return false;
  }

  private void expect(String text) {
    if (!take(text)) {
      throw wrong("lacks a " + text);
    }
  }

  private boolean atEnd() {
    blanks();
    return at >= in.length();
  }

  private void blanks() {
    while (at < in.length() && Character.isWhitespace(in.charAt(at))) {
      at++;
    }
  }

  private IllegalArgumentException wrong(String what) {
    return new IllegalArgumentException(what + " at character " + (at + 1));
  }
}

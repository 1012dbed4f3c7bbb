package io.feedloom.parse.page;

import io.feedloom.feed.XPath.Axis;
import io.feedloom.feed.XPath.Expression;
import io.feedloom.feed.XPath.NodeTest;
import io.feedloom.feed.XPath.Operator;
import io.feedloom.feed.XPath.Step;
import io.feedloom.parse.page.XPathValue.Nodes;
import io.feedloom.parse.page.XPathValue.Numeral;
import io.feedloom.parse.page.XPathValue.Ref;
import io.feedloom.parse.page.XPathValue.Text;
import io.feedloom.parse.page.XPathValue.Truth;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;

/**
 * Evaluates XPath 1.0 over a page. Names of elements and attributes are those of HTML, in any case.
 * Steps without predicates visit no node twice, so deep nesting costs no more than its size.
 */
final class XPathEvaluator {
  private final XPathTree tree;
  private final XPathFunctions functions;

  XPathEvaluator(XPathTree tree) {
    this.tree = tree;
    this.functions = new XPathFunctions(tree, this);
  }

  /** The node at which an expression is evaluated, and its place among those of a predicate. */
  record Context(Ref node, int position, int size) {
    static Context of(int node) {
      return new Context(new Ref(node, -1), 1, 1);
    }
  }

  XPathValue evaluate(Expression expression, Context context) {
    tree.count(1);
    return switch (expression) {
      case Expression.Literal(var text) -> new Text(text);
      case Expression.Constant(double value) -> new Numeral(value);
      case Expression.Negation(var operand) -> new Numeral(-number(evaluate(operand, context)));
      case Expression.Binary binary -> binary(binary, context);
      case Expression.Call call -> functions.call(call, context);
      case Expression.Filter(var start, var predicates) ->
          nodes(filtered(refs(start, context), predicates));
      case Expression.Path path -> path(path, context);
    };
  }

  private List<Ref> refs(Expression expression, Context context) {
    return evaluate(expression, context) instanceof Nodes(var refs) ? refs : List.of();
  }

  private static Nodes nodes(List<Ref> refs) {
    return Nodes.of(refs.stream().mapToLong(Ref::packed));
  }

  private Nodes path(Expression.Path path, Context context) {
    var start =
        path.start()
            .map(first -> refs(first, context))
            .orElseGet(() -> List.of(path.absolute() ? new Ref(0, -1) : context.node()));
    var found = new Nodes(start);
    for (var step : path.steps()) {
      found = step(step, found.refs());
    }
    return found;
  }

  private Nodes step(Step step, List<Ref> from) {
    if (step.axis() == Axis.ATTRIBUTE) {
      return nodes(
          from.stream()
              .filter(ref -> !ref.isAttribute())
              .flatMap(ref -> filtered(attributes(step.test(), ref), step.predicates()).stream())
              .toList());
    }
    return step.predicates().isEmpty() ? all(step, from) : each(step, from);
  }

  private List<Ref> attributes(NodeTest test, Ref of) {
    return tree.attributes(test, of.node()).keySet().stream()
        .sorted()
        .map(position -> new Ref(of.node(), position))
        .toList();
  }

  /** Takes a step without predicates from all nodes at once. */
  private Nodes all(Step step, List<Ref> from) {
    var found = new BitSet(tree.size());
    var seen = new BitSet(tree.size());
    var attributes = LongStream.builder();
    int covered = 0;
    for (var ref : from) {
      boolean self = step.axis() == Axis.SELF || step.axis() == Axis.ANCESTOR_OR_SELF;
      if (ref.isAttribute() && self && step.test() instanceof NodeTest.Any) {
        attributes.add(ref.packed());
      }
      switch (step.axis()) {
        case DESCENDANT, DESCENDANT_OR_SELF -> {
          if (!ref.isAttribute() && ref.node() >= covered) {
            tree.visit(step.axis(), ref.node(), found::set);
            covered = tree.end(ref.node());
          }
        }
        case ANCESTOR, ANCESTOR_OR_SELF -> {
          boolean own = ref.isAttribute() || step.axis() == Axis.ANCESTOR_OR_SELF;
          int up = own ? ref.node() : tree.parent(ref.node());
          for (; up >= 0 && !seen.get(up); up = tree.parent(up)) {
            tree.count(1);
            seen.set(up);
            found.set(up);
          }
        }
        default -> visit(step.axis(), ref, found);
      }
    }
    return Nodes.of(
        LongStream.concat(
            attributes.build(),
            found.stream()
                .filter(node -> tree.matches(step.test(), node))
                .mapToLong(node -> new Ref(node, -1).packed())));
  }

  private void visit(Axis axis, Ref ref, BitSet found) {
    if (!ref.isAttribute()) {
      tree.visit(axis, ref.node(), found::set);
    } else if (axis == Axis.PARENT) {
      found.set(ref.node());
    } else if (axis == Axis.FOLLOWING || axis == Axis.PRECEDING) {
      tree.visit(axis, ref.node(), found::set);
    }
  }

  /** Takes a step from each node, since predicates count positions for each. */
  private Nodes each(Step step, List<Ref> from) {
    var found = LongStream.builder();
    for (var ref : from) {
      var candidates = new ArrayList<Ref>();
      if (ref.isAttribute()) {
        candidates.addAll(all(new Step(step.axis(), step.test(), List.of()), List.of(ref)).refs());
      } else {
        tree.visit(
            step.axis(),
            ref.node(),
            node -> {
              if (tree.matches(step.test(), node)) {
                candidates.add(new Ref(node, -1));
              }
            });
      }
      filtered(candidates, step.predicates()).forEach(kept -> found.add(kept.packed()));
    }
    return Nodes.of(found.build());
  }

  private List<Ref> filtered(List<Ref> candidates, List<Expression> predicates) {
    var left = candidates;
    for (var predicate : predicates) {
      var kept = new ArrayList<Ref>();
      for (int i = 0; i < left.size(); i++) {
        var value = evaluate(predicate, new Context(left.get(i), i + 1, left.size()));
        if (value instanceof Numeral(double position) ? position == i + 1 : truth(value)) {
          kept.add(left.get(i));
        }
      }
      left = kept;
    }
    return left;
  }

  private XPathValue binary(Expression.Binary binary, Context context) {
    var left = evaluate(binary.left(), context);
    if (binary.operator() == Operator.OR || binary.operator() == Operator.AND) {
      boolean either = binary.operator() == Operator.OR;
      return new Truth(truth(left) == either ? either : truth(evaluate(binary.right(), context)));
    }
    var right = evaluate(binary.right(), context);
    return switch (binary.operator()) {
      case UNION -> union(left, right);
      case PLUS -> new Numeral(number(left) + number(right));
      case MINUS -> new Numeral(number(left) - number(right));
      case TIMES -> new Numeral(number(left) * number(right));
      case DIV -> new Numeral(number(left) / number(right));
      case MOD -> new Numeral(number(left) % number(right));
      case EQUAL -> new Truth(equal(left, right, true));
      case UNEQUAL -> new Truth(equal(left, right, false));
      case LESS -> new Truth(least(left) < greatest(right));
      case AT_MOST -> new Truth(least(left) <= greatest(right));
      case GREATER -> new Truth(greatest(left) > least(right));
      case AT_LEAST -> new Truth(greatest(left) >= least(right));
      case OR, AND -> throw new IllegalStateException("has been evaluated above");
    };
  }

  private static Nodes union(XPathValue left, XPathValue right) {
    return left instanceof Nodes(var first) && right instanceof Nodes(var second)
        ? Nodes.of(LongStream.concat(packed(first), packed(second)))
        : Nodes.NONE;
  }

  private static LongStream packed(List<Ref> refs) {
    return refs.stream().mapToLong(Ref::packed);
  }

  /** Returns whether some of the values of both sides are equal, or unequal. */
  private boolean equal(XPathValue left, XPathValue right, boolean wanted) {
    if (left instanceof Truth || right instanceof Truth) {
      return (truth(left) == truth(right)) == wanted;
    }
    if (left instanceof Numeral || right instanceof Numeral) {
      return numbers(left).anyMatch(a -> numbers(right).anyMatch(b -> (a == b) == wanted));
    }
    var first = texts(left);
    var second = texts(right);
    return wanted
        ? first.stream().anyMatch(second::contains)
        : first.stream()
            .anyMatch(a -> second.size() > 1 || second.stream().anyMatch(b -> !b.equals(a)));
  }

  private Set<String> texts(XPathValue value) {
    return value instanceof Nodes(var refs)
        ? refs.stream().map(this::text).collect(Collectors.toSet())
        : Set.of(text(value));
  }

  private DoubleStream numbers(XPathValue value) {
    return value instanceof Nodes(var refs)
        ? refs.stream().mapToDouble(ref -> XPathValue.number(text(ref)))
        : DoubleStream.of(number(value));
  }

  private double least(XPathValue value) {
    return numbers(value).filter(each -> !Double.isNaN(each)).min().orElse(Double.NaN);
  }

  private double greatest(XPathValue value) {
    return numbers(value).filter(each -> !Double.isNaN(each)).max().orElse(Double.NaN);
  }

  String text(Ref ref) {
    if (!ref.isAttribute()) {
      return tree.text(ref.node());
    }
    return tree.attribute(ref).getValue();
  }

  String text(XPathValue value) {
    return switch (value) {
      case Text(var text) -> text;
      case Numeral(double number) -> XPathValue.text(number);
      case Truth(boolean isTrue) -> String.valueOf(isTrue);
      case Nodes(var refs) -> refs.isEmpty() ? "" : text(refs.getFirst());
    };
  }

  double number(XPathValue value) {
    return switch (value) {
      case Numeral(double number) -> number;
      case Truth(boolean isTrue) -> isTrue ? 1 : 0;
      case Text _, Nodes _ -> XPathValue.number(text(value));
    };
  }

  static boolean truth(XPathValue value) {
    return switch (value) {
      case Text(var text) -> !text.isEmpty();
      case Numeral(double number) -> number != 0 && !Double.isNaN(number);
      case Truth(boolean isTrue) -> isTrue;
      case Nodes(var refs) -> !refs.isEmpty();
    };
  }
}

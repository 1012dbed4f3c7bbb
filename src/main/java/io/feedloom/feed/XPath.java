package io.feedloom.feed;

import java.util.List;
import java.util.Optional;

/** An expression of XPath 1.0 without variables. */
public record XPath(Expression expression) {

  /**
   * Parses an expression.
   *
   * @throws IllegalArgumentException if it is none; the message continues "it"
   */
  public static XPath parse(String text) {
    return new XPath(new XPathParser(text).parse());
  }

  /** An expression or a part of one. */
  public sealed interface Expression {
    /** A string in quotes. */
    record Literal(String text) implements Expression {}

    /** A number. */
    record Constant(double value) implements Expression {}

    /** A call of a function of the core library, with a number of arguments that it allows. */
    record Call(String function, List<Expression> arguments) implements Expression {
      public Call {
        arguments = List.copyOf(arguments);
      }
    }

    /** Two operands. */
    record Binary(Operator operator, Expression left, Expression right) implements Expression {}

    /** A minus sign. */
    record Negation(Expression operand) implements Expression {}

    /** Those of the nodes for which all predicates are true. */
    record Filter(Expression nodes, List<Expression> predicates) implements Expression {
      public Filter {
        predicates = List.copyOf(predicates);
      }
    }

    /**
     * A location path.
     *
     * @param start what it begins at; empty if it begins at the root or the context node
     * @param absolute whether it begins at the root
     */
    record Path(Optional<Expression> start, boolean absolute, List<Step> steps)
        implements Expression {
      public Path {
        steps = List.copyOf(steps);
      }
    }

    /** Returns whether the result is a set of nodes. */
    default boolean isNodes() {
      return switch (this) {
        case Path _, Filter _ -> true;
        case Binary binary -> binary.operator() == Operator.UNION;
        case Call call -> call.function().equals("id");
        case Literal _, Constant _, Negation _ -> false;
      };
    }
  }

  /** An operator with two operands. */
  public enum Operator {
    OR,
    AND,
    EQUAL,
    UNEQUAL,
    LESS,
    AT_MOST,
    GREATER,
    AT_LEAST,
    PLUS,
    MINUS,
    TIMES,
    DIV,
    MOD,
    UNION
  }

  /** A step of a path. */
  public record Step(Axis axis, NodeTest test, List<Expression> predicates) {
    public Step {
      predicates = List.copyOf(predicates);
    }
  }

  /** Where a step leads, by the names of XPath with {@code _} for {@code -}. */
  public enum Axis {
    ANCESTOR,
    ANCESTOR_OR_SELF,
    ATTRIBUTE,
    CHILD,
    DESCENDANT,
    DESCENDANT_OR_SELF,
    FOLLOWING,
    FOLLOWING_SIBLING,
    NAMESPACE,
    PARENT,
    PRECEDING,
    PRECEDING_SIBLING,
    SELF;

    /** Returns whether positions count from the context node backwards. */
    public boolean isReverse() {
      return this == ANCESTOR
          || this == ANCESTOR_OR_SELF
          || this == PRECEDING
          || this == PRECEDING_SIBLING;
    }
  }

  /** Which nodes of an axis are meant. */
  public sealed interface NodeTest {
    /**
     * Elements or attributes of a name.
     *
     * @param name in lower case, as names in HTML; {@code *} for all
     */
    record Name(String name) implements NodeTest {}

    /** All nodes: {@code node()}. */
    record Any() implements NodeTest {}

    /** {@code text()}. */
    record Text() implements NodeTest {}

    /** {@code comment()}. */
    record Comment() implements NodeTest {}

    /** {@code processing-instruction()}; HTML has no such nodes. */
    record Instruction() implements NodeTest {}
  }
}

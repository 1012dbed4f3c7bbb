package io.feedloom.feed;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A path in JSON (RFC 9535) without filters: members, indices, wildcards, slices, descendants. */
public record JsonPath(List<Segment> segments) {
  public JsonPath {
    segments = List.copyOf(segments);
  }

  /**
   * One step.
   *
   * @param descends whether it applies to all descendants, too
   */
  public record Segment(boolean descends, List<Selector> selectors) {
    public Segment {
      selectors = List.copyOf(selectors);
    }
  }

  /** Chooses children of a value. */
  public sealed interface Selector {
    /** Chooses a member of an object. */
    record Name(String name) implements Selector {}

    /** Chooses an element of an array; below zero it counts from the end. */
    record Index(long index) implements Selector {}

    /** Chooses all children. */
    record Wildcard() implements Selector {}

    /** Chooses elements of an array. */
    record Slice(Optional<Long> start, Optional<Long> end, long step) implements Selector {}
  }

  /**
   * Parses a path.
   *
   * @throws IllegalArgumentException if it is none; the message continues "it"
   */
  public static JsonPath parse(String text) {
    return new Parser(text.strip()).path();
  }

  private static final class Parser {
    private static final long MAX_INTEGER = (1L << 53) - 1;
    private static final Pattern INTEGER = Pattern.compile("0|-?[1-9][0-9]{0,15}");
    private static final Pattern HEX = Pattern.compile("[0-9A-Fa-f]{4}");

    private final String in;
    private int at;

    Parser(String in) {
      this.in = in;
    }

    JsonPath path() {
      if (!take("$")) {
        throw wrong("does not begin with $");
      }
      var segments = new ArrayList<Segment>();
      blanks();
      while (at < in.length()) {
        segments.add(segment());
        blanks();
      }
      return new JsonPath(segments);
    }

    private Segment segment() {
      boolean descends = take("..");
      if (take("[")) {
        return new Segment(descends, bracketed());
      }
      if (!descends && !take(".")) {
        throw wrong("has an unexpected character");
      }
      return new Segment(
          descends, List.of(take("*") ? new Selector.Wildcard() : new Selector.Name(member())));
    }

    private List<Selector> bracketed() {
      var selectors = new ArrayList<Selector>();
      do {
        blanks();
        selectors.add(selector());
        blanks();
      } while (take(","));
      if (!take("]")) {
        throw wrong("lacks a ]");
      }
      return selectors;
    }

    private Selector selector() {
      char c = at < in.length() ? in.charAt(at) : 0;
      if (c == '\'' || c == '"') {
        return new Selector.Name(quoted(c));
      }
      if (take("*")) {
        return new Selector.Wildcard();
      }
      if (c == '?') {
        throw wrong("has a filter, which is not supported");
      }
      var start = number();
      blanks();
      if (!take(":")) {
        if (start == null) {
          throw wrong("lacks a name, an index or *");
        }
        return new Selector.Index(start);
      }
      blanks();
      var end = number();
      blanks();
      Long step = null;
      if (take(":")) {
        blanks();
        step = number();
      }
      return new Selector.Slice(
          Optional.ofNullable(start), Optional.ofNullable(end), step == null ? 1 : step);
    }

    /** Reads an integer of I-JSON (RFC 9535 section 2.1); null if there is none. */
    private @Nullable Long number() {
      int start = at;
      if (at < in.length() && in.charAt(at) == '-') {
        at++;
      }
      while (at < in.length() && in.charAt(at) >= '0' && in.charAt(at) <= '9') {
        at++;
      }
      if (start == at) {
        return null;
      }
      var digits = in.substring(start, at);
      if (!INTEGER.matcher(digits).matches() || Math.abs(Long.parseLong(digits)) > MAX_INTEGER) {
        throw wrong("has a number that is none");
      }
      return Long.valueOf(digits);
    }

    private String quoted(char quote) {
      var value = new StringBuilder();
      at++;
      while (at < in.length() && in.charAt(at) != quote) {
        char c = in.charAt(at++);
        if (c == '\\' && at < in.length()) {
          c = escaped();
        }
        value.append(c);
      }
      if (at >= in.length()) {
        throw wrong("has a name without its end");
      }
      at++;
      return value.toString();
    }

    private char escaped() {
      char c = in.charAt(at++);
      return switch (c) {
        case 'b' -> '\b';
        case 'f' -> '\f';
        case 'n' -> '\n';
        case 'r' -> '\r';
        case 't' -> '\t';
        case 'u' -> unicode();
        case '/', '\\', '\'', '"' -> c;
        default -> throw wrong("has a \\%c, which is not an escape".formatted(c));
      };
    }

    private char unicode() {
      int end = Math.min(at + 4, in.length());
      var digits = in.substring(at, end);
      if (!HEX.matcher(digits).matches()) {
        throw wrong("has a \\u without four digits");
      }
      at = end;
      return (char) Integer.parseInt(digits, 16);
    }

    private String member() {
      int start = at;
      while (at < in.length() && isNamePart(in.charAt(at))) {
        at++;
      }
      if (start == at) {
        throw wrong("has a dot without a name");
      }
      return in.substring(start, at);
    }

    private static boolean isNamePart(char c) {
      return Character.isLetterOrDigit(c) || c == '_' || c == '-' || c >= 0x80;
    }

    private boolean take(String text) {
      boolean here = in.startsWith(text, at);
      at += here ? text.length() : 0;
      return here;
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
}

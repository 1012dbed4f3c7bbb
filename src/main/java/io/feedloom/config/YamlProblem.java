package io.feedloom.config;

import java.util.Optional;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;

/**
 * An explanation why a text is not YAML, for people who know YAML from examples.
 *
 * @param mark the position of the fault
 * @param message what is wrong and what to do; quotes at most single characters of the text
 */
record YamlProblem(Optional<Mark> mark, String message) {
  static YamlProblem of(MarkedYamlEngineException e, String text) {
    var problem = Optional.ofNullable(e.getProblem()).orElse("unreadable");
    var context = Optional.ofNullable(e.getContext()).orElse("");
    var mark = e.getProblemMark().or(e::getContextMark);
    if (mark.isPresent() && isVariable(text, mark.get().getIndex())) {
      return new YamlProblem(mark, "between { } or [ ], put ${NAME} into quotes: \"${NAME}\"");
    }
    if (problem.contains("end of stream") && context.contains("quoted scalar")) {
      return new YamlProblem(e.getContextMark(), "the quotes that open here are never closed");
    }
    if (problem.contains("stream end") && context.contains("flow node")) {
      return new YamlProblem(mark, "the file ends here, but a bracket is not closed");
    }
    if (problem.contains("stream end") && context.contains("flow")) {
      return new YamlProblem(e.getContextMark(), "the bracket that opens here is never closed");
    }
    return new YamlProblem(mark, message(problem, context));
  }

  private static String message(String problem, String context) {
    if (problem.contains("\\t")) {
      return "here is a tab; indent YAML with spaces";
    }
    if (problem.contains("mapping values are not allowed")) {
      return "no key is allowed here: indent it like the lines above, or put a text that contains"
          + " \": \" into quotes";
    }
    if (problem.contains("expected <block end>")) {
      return "this is not indented like the other lines of its block";
    }
    if (problem.contains("expected ':'")) {
      return "the key before this has no colon";
    }
    if (problem.contains("expected ',' or")) {
      return "a comma or the closing bracket is missing before this";
    }
    if (problem.contains("cannot start any token")) {
      return "a text that begins with this sign needs quotes";
    }
    // The parser's message may quote an alias, a tag or a text.
    if (problem.contains("duplicate anchor") || problem.contains("anchor")) {
      return "this anchor or alias is not valid YAML";
    }
    if (problem.contains("tag") || context.contains("tag")) {
      return "a YAML tag has no meaning here";
    }
    if (problem.contains("escape") || problem.contains("hexadecimal")) {
      return "this backslash in double quotes begins no escape that YAML knows; use single quotes";
    }
    return "not YAML from here on";
  }

  /**
   * Returns whether the brace at this position belongs to a variable. Between braces or brackets,
   * YAML reads it as the start of a mapping.
   */
  private static boolean isVariable(String text, int codePoint) {
    if (codePoint < 1 || codePoint >= text.codePointCount(0, text.length())) {
      return false;
    }
    int offset = text.offsetByCodePoints(0, codePoint);
    return text.charAt(offset) == '{' && text.charAt(offset - 1) == '$';
  }
}

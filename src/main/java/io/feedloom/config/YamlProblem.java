package io.feedloom.config;

import java.util.Optional;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;

/**
 * Why text is not YAML, told to someone who knows YAML by example.
 *
 * @param mark where to look
 * @param message what is wrong and what to do; shows nothing of the text but single signs
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
      return new YamlProblem(mark, "the file ends here, but a bracket that opened is not closed");
    }
    if (problem.contains("stream end") && context.contains("flow")) {
      return new YamlProblem(e.getContextMark(), "the bracket that opens here is never closed");
    }
    return new YamlProblem(mark, message(problem, context));
  }

  private static String message(String problem, String context) {
    if (problem.contains("\\t")) {
      return "a tab stands here; YAML is indented with spaces";
    }
    if (problem.contains("mapping values are not allowed")) {
      return "no key can stand here: indent it like the lines above, or put a text that holds"
          + " \": \" into quotes";
    }
    if (problem.contains("expected <block end>")) {
      return "this is not indented like the lines above that it belongs to";
    }
    if (problem.contains("expected ':'")) {
      return "a key without its colon stands before this";
    }
    if (problem.contains("expected ',' or")) {
      return "a comma or the closing bracket is missing before this";
    }
    if (problem.contains("cannot start any token")) {
      return "a text that begins with this sign needs quotes";
    }
    // The parser's own words may quote an alias, a tag or a text.
    if (problem.contains("duplicate anchor") || problem.contains("anchor")) {
      return "an anchor or alias here is not YAML";
    }
    if (problem.contains("tag") || context.contains("tag")) {
      return "a YAML tag has no meaning here";
    }
    if (problem.contains("escape") || problem.contains("hexadecimal")) {
      return "a backslash between double quotes begins no escape that YAML knows; use single"
          + " quotes";
    }
    return "not YAML from here on";
  }

  /** Whether the brace there is that of a variable: in flow style it reads as a mapping's. */
  private static boolean isVariable(String text, int codePoint) {
    if (codePoint < 1 || codePoint >= text.codePointCount(0, text.length())) {
      return false;
    }
    int offset = text.offsetByCodePoints(0, codePoint);
    return text.charAt(offset) == '{' && text.charAt(offset - 1) == '$';
  }
}

package io.feedloom.config;

import java.util.Optional;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;

/** Says what is wrong with text that is not YAML, to someone who knows YAML by example only. */
final class YamlProblem {
  private YamlProblem() {}

  /** What is wrong and what to do. Shows nothing of the text but single signs. */
  static String describe(MarkedYamlEngineException e, String text, Optional<Mark> mark) {
    var problem = Optional.ofNullable(e.getProblem()).orElse("unreadable");
    if (mark.isPresent() && isVariable(text, mark.get().getIndex())) {
      return "between { } or [ ], put ${NAME} into quotes: \"${NAME}\"";
    }
    if (problem.contains("\\t")) {
      return "a tab stands here; YAML is indented with spaces";
    }
    if (problem.contains("mapping values are not allowed")) {
      return "a second \": \" in one line; put a text that holds it into quotes";
    }
    if (problem.contains("expected ':'")) {
      return "a key without its colon stands before this, or quotes are not closed";
    }
    if (problem.contains("found '%'") || problem.contains("character '%'")) {
      return "a text cannot begin with %; put it into quotes";
    }
    if (problem.contains("character '@'") || problem.contains("character '`'")) {
      return "a text cannot begin with @ or `; put it into quotes";
    }
    var context = Optional.ofNullable(e.getContext()).map(c -> ", " + c).orElse("");
    return "not YAML: " + problem + context;
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

package io.feedloom.config;

import io.feedloom.feed.Digest;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/**
 * Turns the text of a file into the text that all nodes share: without secrets that are written
 * literally, and without the options that belong to one node.
 */
final class CommonForm {
  /** Replaces a secret that is written literally. No valid file contains this text. */
  static final String LITERAL = "${written literally}";

  private static final LoadSettings SETTINGS =
      LoadSettings.builder().setCodePointLimit(Integer.MAX_VALUE).build();

  private final Map<FaultPlace, String> replacements = new HashMap<>();
  private final StringBuilder traces = new StringBuilder();

  /** Replaces the scalar at this place. */
  void replace(FaultPlace at, String text) {
    replacements.put(at, text);
  }

  /** Replaces a secret, unless it refers to a variable or is replaced already. */
  void secret(YamlNode.Scalar scalar) {
    if (!scalar.text().contains("${") && replacements.putIfAbsent(scalar.at(), LITERAL) == null) {
      traces.append(few(scalar.text()));
    }
  }

  /**
   * Returns eight bits of the digest of a secret, so that most edits of it are noticed, and a
   * stolen database does not confirm a guess.
   */
  private static String few(String secret) {
    return "%02x".formatted(Digest.sha256(secret.getBytes(StandardCharsets.UTF_8))[0]);
  }

  /** Returns bits of all secrets that were replaced. */
  String traces() {
    return traces.toString();
  }

  /**
   * Returns the text with the replacements.
   *
   * @param file as in the places
   */
  String of(String file, String text) {
    if (replacements.keySet().stream().noneMatch(at -> at.file().equals(file))) {
      return text;
    }
    int[] points = text.codePoints().toArray();
    var result = new StringBuilder(text.length());
    int done = 0;
    var events = new ParserImpl(SETTINGS, new StreamReader(SETTINGS, Braces.hide(text)));
    while (events.hasNext()) {
      if (events.next() instanceof ScalarEvent scalar && scalar.getStartMark().isPresent()) {
        var start = scalar.getStartMark().get();
        var found =
            replacements.get(new FaultPlace(file, start.getLine() + 1, start.getColumn() + 1));
        if (found != null) {
          int end = scalar.getEndMark().orElse(start).getIndex();
          result.append(new String(points, done, start.getIndex() - done));
          result.append(scalar.getAnchor().map(CommonForm::anchor).orElse(""));
          result.append('"').append(found).append('"');
          result.append(end > 0 && points[end - 1] == '\n' ? "\n" : "");
          done = end;
        }
      }
    }
    return result.append(new String(points, done, points.length - done)).toString();
  }

  private static String anchor(Anchor anchor) {
    return "&" + anchor.getValue() + " ";
  }
}

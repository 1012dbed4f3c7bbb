package io.feedloom.parse.page;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import tools.jackson.databind.JsonNode;

/** Reads the nodes of JSON-LD in the scripts of a page. A script that is not JSON is left out. */
final class JsonLd {
  private static final int MAX_SCRIPTS = 200;

  private JsonLd() {}

  static List<JsonNode> nodes(HtmlPage page) {
    return page.document().select("script[type]").stream()
        .filter(
            script ->
                script
                    .attr("type")
                    .strip()
                    .toLowerCase(Locale.ROOT)
                    .startsWith("application/ld+json"))
        .limit(MAX_SCRIPTS)
        .map(script -> script(script.data()))
        .flatMap(text -> JsonSearch.read(text).stream())
        .filter(Objects::nonNull)
        .toList();
  }

  /** Returns the data of a script without the comments that hide it from old browsers. */
  static String script(String data) {
    return data.strip()
        .replaceFirst("^(?://\\s*)?(?:<!--|(?:/\\*\\s*)?<!\\[CDATA\\[(?:\\s*\\*/)?)", "")
        .strip();
  }
}

package io.feedloom.serve.hub;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Parameters of {@code application/x-www-form-urlencoded}. */
final class FormParameters {
  private FormParameters() {}

  /**
   * Returns the values of each parameter, in their order.
   *
   * @throws IllegalArgumentException if a percent sign is not followed by two hexadecimal digits
   */
  static Map<String, List<String>> read(String text) {
    var parameters = new LinkedHashMap<String, List<String>>();
    for (String pair : text.split("&", -1)) {
      if (!pair.isEmpty()) {
        int sign = pair.indexOf('=');
        var name = decode(sign < 0 ? pair : pair.substring(0, sign));
        var value = sign < 0 ? "" : decode(pair.substring(sign + 1));
        parameters.computeIfAbsent(name, _ -> new ArrayList<>()).add(value);
      }
    }
    return parameters;
  }

  private static String decode(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}

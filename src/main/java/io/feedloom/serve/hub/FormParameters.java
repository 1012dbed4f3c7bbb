package io.feedloom.serve.hub;

import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
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
   * @throws IllegalArgumentException if a percent sign is not followed by two hexadecimal digits,
   *     or the bytes are not UTF-8
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

  /**
   * Decodes percent signs. Each other character means its bytes in UTF-8.
   *
   * @throws IllegalArgumentException if the text is not correctly encoded
   */
  private static String decode(String text) {
    var latin1 = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    var bytes = URLDecoder.decode(latin1, StandardCharsets.ISO_8859_1);
    return utf8(bytes.getBytes(StandardCharsets.ISO_8859_1));
  }

  /**
   * Returns a text.
   *
   * @throws IllegalArgumentException if the bytes are not UTF-8
   */
  static String utf8(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("it is not UTF-8", e);
    }
  }
}

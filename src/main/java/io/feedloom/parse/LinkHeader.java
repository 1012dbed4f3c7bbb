package io.feedloom.parse;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * One link of a {@code Link} header (RFC 8288 section 3).
 *
 * @param address the address as written
 * @param parameters the values by name in lower case; the first one if a name occurs several times
 */
record LinkHeader(String address, Map<String, String> parameters) {

  Optional<String> parameter(String name) {
    return Optional.ofNullable(parameters.get(name));
  }

  /** Parses a header by the lenient algorithm of RFC 8288 appendix B.2. */
  static List<LinkHeader> parse(String header) {
    return new Scanner(text(header)).links();
  }

  /** Decodes a header again: it was read as ISO 8859-1, but many servers send UTF-8. */
  private static String text(String header) {
    try {
      var bytes = ByteBuffer.wrap(header.getBytes(StandardCharsets.ISO_8859_1));
      return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
    } catch (CharacterCodingException _) {
      return header;
    }
  }

  private static final class Scanner {
    private final String in;
    private int at;

    Scanner(String in) {
      this.in = in;
    }

    List<LinkHeader> links() {
      var links = new ArrayList<LinkHeader>();
      int open = in.indexOf('<');
      while (open >= 0) {
        int close = in.indexOf('>', open);
        if (close < 0) {
          return links;
        }
        at = close + 1;
        links.add(new LinkHeader(in.substring(open + 1, close).strip(), parameters()));
        open = in.indexOf('<', at);
      }
      return links;
    }

    /** Reads up to the comma before the next link. */
    private Map<String, String> parameters() {
      var parameters = new HashMap<String, String>();
      skip(" \t");
      while (at < in.length() && in.charAt(at) == ';') {
        at++;
        skip(" \t;");
        var name = until("=;,").strip().toLowerCase(Locale.ROOT);
        var value = "";
        if (at < in.length() && in.charAt(at) == '=') {
          at++;
          skip(" \t");
          value = at < in.length() && in.charAt(at) == '"' ? quoted() : until(";,").strip();
        }
        parameters.putIfAbsent(name, value);
        skip(" \t");
      }
      return parameters;
    }

    private String quoted() {
      var value = new StringBuilder();
      at++;
      while (at < in.length() && in.charAt(at) != '"') {
        if (in.charAt(at) == '\\' && at + 1 < in.length()) {
          at++;
        }
        value.append(in.charAt(at++));
      }
      at++;
      return value.toString();
    }

    private String until(String ends) {
      int start = at;
      while (at < in.length() && ends.indexOf(in.charAt(at)) < 0) {
        at++;
      }
      return in.substring(start, at);
    }

    private void skip(String characters) {
      while (at < in.length() && characters.indexOf(in.charAt(at)) >= 0) {
        at++;
      }
    }
  }
}

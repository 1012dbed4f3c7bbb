package io.feedloom.push.notify;

import io.feedloom.config.MessageTemplate;
import io.feedloom.config.MessageTemplate.Escape;
import io.feedloom.config.MessageTemplate.Part.Placeholder;
import io.feedloom.config.WebhookSettings.Template;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Fills templates. In HTML and XML, values are escaped unless their placeholder names an escape. In
 * JSON and forms, everything that replaces a placeholder is encoded, so no value can change the
 * structure of the body.
 */
final class TemplateWriter {
  private static final Pattern MARKDOWN = Pattern.compile("[\\\\`*_{}\\[\\]()<>#+\\-.!|~]");

  private final Template template;
  private final Encoding encoding;

  /** How what replaces a placeholder is encoded in a body. */
  private enum Encoding {
    PLAIN,
    MARKUP,
    JSON,
    FORM;

    static Encoding of(String contentType) {
      var type = contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
      if (type.endsWith("/json") || type.endsWith("+json")) {
        return JSON;
      }
      if (type.equals("text/html") || type.endsWith("/xml") || type.endsWith("+xml")) {
        return MARKUP;
      }
      return type.equals("application/x-www-form-urlencoded") ? FORM : PLAIN;
    }
  }

  TemplateWriter(Template template) {
    this.template = template;
    this.encoding = Encoding.of(template.contentType());
  }

  /**
   * Returns the body.
   *
   * @param value returns the text of a placeholder's value
   * @param list the texts of the entries, for {@code {entries}} and, if there are several, {@code
   *     {text}}
   */
  String body(Function<MessageTemplate.Value, String> value, List<String> list) {
    return template.body().fill(placeholder -> encoded(text(placeholder, value, list)));
  }

  private String text(
      Placeholder placeholder, Function<MessageTemplate.Value, String> value, List<String> list) {
    boolean lists =
        placeholder.value() == MessageTemplate.Value.ENTRIES
            || (placeholder.value() == MessageTemplate.Value.TEXT && list.size() > 1);
    if (!lists) {
      return leaf(placeholder, value);
    }
    var text = joined(list, placeholder.most().orElse(Integer.MAX_VALUE));
    return escaped(text, placeholder.escapes());
  }

  /** Returns the text of one entry in a list. */
  String entry(Function<MessageTemplate.Value, String> value) {
    return template.entry().fill(placeholder -> leaf(placeholder, value));
  }

  private String leaf(Placeholder placeholder, Function<MessageTemplate.Value, String> value) {
    var text = value.apply(placeholder.value());
    var cut = cut(text, placeholder.most().orElse(Integer.MAX_VALUE));
    boolean usual = placeholder.escapes().isEmpty() && encoding == Encoding.MARKUP;
    return escaped(cut, usual ? List.of(Escape.HTML) : placeholder.escapes());
  }

  private String encoded(String text) {
    return switch (encoding) {
      case PLAIN, MARKUP -> text;
      case JSON -> JsonText.escaped(text);
      case FORM -> URLEncoder.encode(text, StandardCharsets.UTF_8);
    };
  }

  private static String escaped(String text, List<Escape> escapes) {
    var escaped = text;
    for (var escape : escapes) {
      escaped =
          switch (escape) {
            case HTML -> slack(escaped).replace("\"", "&quot;").replace("'", "&#39;");
            case SLACK -> slack(escaped);
            case MARKDOWN -> MARKDOWN.matcher(escaped).replaceAll("\\\\$0");
            case URL -> URLEncoder.encode(escaped, StandardCharsets.UTF_8).replace("+", "%20");
          };
    }
    return escaped;
  }

  private static String slack(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  /** Returns the text with at most this many UTF-16 units; a shortened one ends in an ellipsis. */
  static String cut(String text, int most) {
    if (text.length() <= most) {
      return text;
    }
    int end = most - 1;
    if (end > 0 && Character.isHighSurrogate(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(0, end).stripTrailing() + "…";
  }

  /**
   * Joins the texts of entries, one below the other. Leaves out the last ones if they do not fit,
   * and says how many.
   */
  static String joined(List<String> list, int most) {
    var whole = String.join("\n", list);
    if (whole.length() <= most) {
      return whole;
    }
    var kept = new ArrayList<String>();
    int length = 0;
    for (var text : list) {
      int left = list.size() - kept.size() - 1;
      int needed = length + text.length() + 1 + (left > 0 ? more(left).length() : 0);
      if (needed > most) {
        break;
      }
      kept.add(text);
      length += text.length() + 1;
    }
    int left = list.size() - kept.size();
    if (kept.isEmpty()) {
      return cut(list.getFirst(), most);
    }
    kept.add(more(left));
    return String.join("\n", kept);
  }

  private static String more(int count) {
    return "… and " + count + " more";
  }
}

package io.feedloom.config;

import io.feedloom.feed.Subscription;
import io.feedloom.feed.Tag;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Adds a feed to the text of {@code feeds.yml}, and leaves everything else as it is. */
public final class FeedInsertion {
  private static final String KEY = "feeds";

  private final List<String> lines;
  private final String end;

  private FeedInsertion(String text) {
    end = text.contains("\r\n") ? "\r\n" : "\n";
    lines = new ArrayList<>(List.of(text.split("\r?\n", -1)));
  }

  /**
   * Returns the text with the feed after the last one of its list.
   *
   * @return empty if the text is not YAML with such a list, or if there is no place for the feed
   */
  public static Optional<String> insert(String text, Subscription feed) {
    var in = new ReadContext(Map.of(), _ -> Optional.empty());
    if (text.isBlank()) {
      return Optional.of(text + new FeedInsertion("").block("  ", feed, KEY + ":\n"));
    }
    var root = Yaml.parse(KEY, text, in);
    if (root.isEmpty() || !(root.get() instanceof YamlNode.Mapping mapping)) {
      return Optional.empty();
    }
    var insertion = new FeedInsertion(text);
    var found =
        mapping.pairs().stream()
            .filter(pair -> pair.key() instanceof YamlNode.Scalar key && key.text().equals(KEY))
            .findFirst();
    if (found.isEmpty()) {
      return insertion.isFlow(mapping.at()) ? Optional.empty() : Optional.of(insertion.atEnd(feed));
    }
    return switch (found.get().value()) {
      case YamlNode.Sequence list when insertion.isFlow(list.at()) ->
          insertion.inBrackets(list, feed);
      case YamlNode.Sequence list -> insertion.afterLast(list, feed);
      case YamlNode.Scalar nothing when nothing.isNull() ->
          insertion.under(found.get().key().at(), feed);
      case YamlNode.Scalar _, YamlNode.Mapping _ -> Optional.empty();
    };
  }

  private String text() {
    return String.join(end, lines);
  }

  private boolean isFlow(FaultPlace at) {
    return "[{".indexOf(lines.get(at.line() - 1).codePointAt(offset(at))) >= 0;
  }

  private int offset(FaultPlace at) {
    return lines.get(at.line() - 1).offsetByCodePoints(0, at.column() - 1);
  }

  /** Returns the lines of a feed in a list with dashes. */
  private String block(String indent, Subscription feed, String before) {
    var item = FeedsYaml.write(List.of(feed)).replaceFirst("^feeds:\n", "");
    return (before
            + item.lines()
                .map(line -> indent + line.substring(2))
                .collect(Collectors.joining("\n", "", "\n")))
        .replace("\n", end);
  }

  private String atEnd(Subscription feed) {
    var text = text();
    return text + (text.endsWith("\n") ? "" : end) + block("  ", feed, KEY + ":\n");
  }

  /** Inserts the feed after the last item of a list with dashes. */
  private Optional<String> afterLast(YamlNode.Sequence list, Subscription feed) {
    int line = list.items().getLast().at().line() - 1;
    var indent = indent(line);
    if (!lines.get(line).startsWith("- ", indent.length())) {
      return Optional.empty(); // The dash is elsewhere, as in a list in a list.
    }
    int last = line;
    for (int i = line + 1; i < lines.size() && isInside(i, indent); i++) {
      last = lines.get(i).isBlank() ? last : i;
    }
    return Optional.of(insertAfter(last, block(indent, feed, "")));
  }

  private boolean isInside(int line, String indent) {
    return lines.get(line).isBlank() || indent(line).length() > indent.length();
  }

  private String indent(int line) {
    return lines.get(line).replaceFirst("[^ ].*$", "");
  }

  private Optional<String> under(FaultPlace key, Subscription feed) {
    var line = lines.get(key.line() - 1);
    return line.replaceFirst("#.*", "").strip().equals(KEY + ":")
        ? Optional.of(insertAfter(key.line() - 1, block("  ", feed, "")))
        : Optional.empty();
  }

  private String insertAfter(int line, String block) {
    var before = String.join(end, lines.subList(0, line + 1)) + end;
    return before + block + String.join(end, lines.subList(line + 1, lines.size()));
  }

  /** Inserts the feed into a list in brackets. */
  private Optional<String> inBrackets(YamlNode.Sequence list, Subscription feed) {
    int line = list.at().line() - 1;
    int open = offset(list.at());
    var key = lines.get(line).substring(0, open);
    var rest = lines.get(line).substring(open + 1);
    if (list.items().isEmpty() && key.equals(KEY + ": ") && rest.strip().startsWith("]")) {
      var comment = rest.substring(rest.indexOf(']') + 1).stripTrailing();
      lines.set(line, KEY + ":" + comment);
      return Optional.of(insertAfter(line, block("  ", feed, "")));
    }
    int from = lines.subList(0, line).stream().mapToInt(it -> it.length() + end.length()).sum();
    var text = text();
    int close = closing(text, from + open);
    if (close < 0) {
      return Optional.empty();
    }
    int last = close;
    while (Character.isWhitespace(text.charAt(last - 1))) {
      last--;
    }
    var separator = text.charAt(last - 1) == ',' || list.items().isEmpty() ? " " : ", ";
    return Optional.of(text.substring(0, last) + separator + flow(feed) + text.substring(last));
  }

  /**
   * Returns the index of the bracket that closes the one at the index; -1 if there is a comment.
   */
  private static int closing(String text, int open) {
    int depth = 0;
    char quote = 0;
    for (int i = open; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quote != 0) {
        i += quote == '"' && c == '\\' ? 1 : 0;
        quote = c == quote ? 0 : quote;
      } else if (c == '"' || c == '\'') {
        quote = " ,[{:".indexOf(text.charAt(i - 1)) >= 0 ? c : 0;
      } else if (c == '#' && Character.isWhitespace(text.charAt(i - 1))) {
        return -1;
      } else if (c == '[' || c == '{') {
        depth++;
      } else if ((c == ']' || c == '}') && --depth == 0) {
        return i;
      }
    }
    return -1;
  }

  private static String flow(Subscription feed) {
    var url = FeedsYaml.quoted(feed.url().toString());
    var title = feed.title().map(it -> ", title: " + FeedsYaml.quoted(it)).orElse("");
    var tags =
        feed.tags().stream()
            .map(Tag::label)
            .map(FeedsYaml::quoted)
            .collect(Collectors.joining(", ", ", tags: [", "]"));
    return title.isEmpty() && feed.tags().isEmpty()
        ? url
        : "{ url: " + url + title + (feed.tags().isEmpty() ? "" : tags) + " }";
  }
}

package io.feedloom.parse.xml;

import io.feedloom.feed.Problem;
import io.feedloom.feed.text.HtmlEntities;
import io.feedloom.feed.text.XmlChars;
import io.feedloom.parse.text.TextPosition;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads ill-formed XML and continues after every problem. It reads bare ampersands and angle
 * brackets as text. It adds missing end tags and ignores surplus ones. It drops control characters.
 * At the end of the document, it closes open elements.
 */
public final class LenientXml {
  /** Elements that contain only text. If one is inside another, an end tag is missing. */
  private static final Set<String> LEAVES =
      Set.of("title", "link", "guid", "pubdate", "author", "category", "comments", "id", "updated");

  private static final Set<String> ITEMS = Set.of("item", "entry");
  private static final Set<String> IDS = Set.of("guid", "id");

  /** Elements that contain items. */
  private static final Set<String> CONTAINERS =
      Set.of("channel", "feed", "rss", "rdf:rdf", "rdf", "items", "entries");

  /** HTML elements without content, which have no end tag. */
  private static final Set<String> VOID = Set.of("br", "hr", "img", "input", "wbr", "embed");

  private static final int MAX_PROBLEMS = 20;

  /** The most documents in one text. Known texts have at most two. */
  private static final int MAX_DOCUMENTS = 20;

  /** Roots of documents that follow one another. */
  private static final Set<String> DOCUMENTS = Set.of("rss", "feed", "rdf:rdf");

  private final String in;
  private final TreeBuilder tree;
  private final Deque<String> open = new ArrayDeque<>();
  private final Map<String, Integer> openCount = new HashMap<>();
  private final Set<String> exhausted = new HashSet<>();
  private final List<Problem> problems = new ArrayList<>();
  private final StringBuilder text = new StringBuilder();
  private int at;
  private boolean torn;

  /** Whether the id of the open item was read to its end. */
  private boolean hasId;

  private boolean halfItem;

  private LenientXml(String in, int from, int mostElements) {
    this.in = in;
    at = from;
    tree = new TreeBuilder(mostElements);
  }

  /**
   * Reads the first document, whatever its root is, and all feeds that follow it. Together they
   * have no more elements than one document may have.
   *
   * @param from where the first document begins
   */
  public static List<XmlTree> readAll(String text, int from) {
    var trees = new ArrayList<XmlTree>();
    var starts = new DocumentStart(text);
    int left = TreeBuilder.MAX_ELEMENTS;
    int next = from;
    while (next >= 0 && left > 0 && trees.size() < MAX_DOCUMENTS) {
      var reader = new LenientXml(text, next, left);
      reader.readDocument();
      reader
          .tree
          .tree(reader.problems)
          .map(tree -> reader.torn ? tree.asTorn(reader.halfItem) : tree)
          .ifPresent(trees::add);
      left -= reader.tree.elements();
      next = starts.xml(reader.at);
    }
    return trees;
  }

  private void readDocument() {
    while (at < in.length() && !tree.isComplete() && !tree.isCut()) {
      int next = in.indexOf('<', at);
      characters(next < 0 ? in.length() : next);
      if (next >= 0) {
        markup();
      }
    }
    flush();
    if (!tree.isCut() && !open.isEmpty()) {
      problem("ends inside <" + open.peek() + ">");
      torn = true;
      halfItem = !hasId && open.stream().anyMatch(name -> ITEMS.contains(local(name)));
    }
    while (!open.isEmpty()) {
      close();
    }
  }

  private void characters(int end) {
    while (at < end) {
      int ampersand = in.indexOf('&', at, end);
      int stop = ampersand < 0 ? end : ampersand;
      text.append(in, at, stop);
      at = stop;
      if (at < end) {
        int length = HtmlEntities.reference(in, at, text);
        if (length == 0) {
          text.append('&');
        }
        at += Math.max(1, length);
      }
    }
  }

  private void markup() {
    if (in.startsWith("<!--", at)) {
      skipPast("-->", 4);
    } else if (in.startsWith("<![CDATA[", at)) {
      cdata();
    } else if (in.startsWith("<?", at)) {
      skipPast(">", 2);
    } else if (in.startsWith("<!", at)) {
      declaration();
    } else if (in.startsWith("</", at)) {
      endTag();
    } else if (at + 1 < in.length() && isNameStart(in.charAt(at + 1))) {
      startTag();
    } else {
      text.append('<');
      at++;
    }
  }

  private void skipPast(String end, int from) {
    int found = find(end, at + from);
    if (found < 0) {
      problem("never ends: " + in.substring(at, Math.min(in.length(), at + 20)));
      found = find(">", at);
      at = found < 0 ? in.length() : found + 1;
    } else {
      at = found + end.length();
    }
  }

  /** Searches for a text. Does not search again after the text was not found once. */
  private int find(String what, int from) {
    int found = exhausted.contains(what) ? -1 : in.indexOf(what, from);
    if (found < 0) {
      exhausted.add(what);
    }
    return found;
  }

  private void cdata() {
    int from = at + 9;
    int end = find("]]>", from);
    int inner = end < 0 ? -1 : in.indexOf("<![CDATA[", from, end);
    int close = inner < 0 || open.isEmpty() ? -1 : in.indexOf("</" + open.peek(), from, inner);
    if (close >= 0) {
      // The end belongs to another section, in an element further on.
      problem("a CDATA section has no end");
      text.append(in, from, close);
      at = close;
      return;
    }
    if (end >= 0) {
      text.append(in, from, end);
      at = end + 3;
      return;
    }
    problem("a CDATA section has no end");
    end = open.isEmpty() ? -1 : find("</" + open.peek(), from);
    at = end < 0 ? in.length() : end;
    text.append(in, from, at);
  }

  /** Skips a DOCTYPE and its declarations. */
  private void declaration() {
    int brackets = 0;
    for (int i = at; i < in.length(); i++) {
      char c = in.charAt(i);
      if (c == '[') {
        brackets++;
      } else if (c == ']') {
        brackets--;
      } else if (c == '>' && brackets <= 0) {
        at = i + 1;
        return;
      }
    }
    at = in.length();
  }

  private void endTag() {
    int end = nameEnd(at + 2);
    var name = in.substring(at + 2, end);
    at = end;
    while (at < in.length() && in.charAt(at) != '<' && in.charAt(at) != '>') {
      at++;
    }
    if (at < in.length() && in.charAt(at) == '>') {
      at++;
    }
    if (isOpen(name)) {
      flush();
      while (!close().equalsIgnoreCase(name)) {
        problem("</" + name + "> before the end of what it holds");
      }
    } else {
      problem("</" + name + "> ends nothing");
    }
  }

  private boolean isOpen(String name) {
    return openCount.containsKey(name.toLowerCase(Locale.ROOT));
  }

  private void startTag() {
    int begin = at;
    int end = nameEnd(at + 1);
    var name = in.substring(at + 1, end);
    var tag = new StartTag(in, end);
    if (!tag.isComplete()) {
      text.append('<');
      at = begin + 1;
      return;
    }
    at = tag.end();
    flush();
    closeWhatShouldBe(name.toLowerCase(Locale.ROOT));
    tag.attributes().forEach((key, value) -> tree.attribute(key, XmlChars.legal(value)));
    if (ITEMS.contains(local(name))) {
      hasId = tag.attributes().keySet().stream().anyMatch(key -> local(key).equals("about"));
    }
    open.push(name);
    openCount.merge(name.toLowerCase(Locale.ROOT), 1, Integer::sum);
    tree.open(name);
    if (tag.isEmpty() || VOID.contains(name.toLowerCase(Locale.ROOT))) {
      close();
    }
  }

  /**
   * Closes elements whose end tag is missing. An item or a document cannot be inside an item's
   * text, and a title cannot be inside a title.
   */
  private void closeWhatShouldBe(String name) {
    if (ITEMS.contains(name) || DOCUMENTS.contains(name)) {
      if (CONTAINERS.stream().anyMatch(this::isOpen)) {
        while (!CONTAINERS.contains(folded(open.peek()))) {
          problem("<" + name + "> inside <" + open.peek() + ">");
          close();
        }
      }
    } else if (LEAVES.contains(name) && !open.isEmpty() && LEAVES.contains(folded(open.peek()))) {
      problem("<" + name + "> inside <" + open.peek() + ">");
      close();
    }
  }

  private static String local(String name) {
    return name.substring(name.indexOf(':') + 1).toLowerCase(Locale.ROOT);
  }

  private static String folded(@Nullable String name) {
    return name == null ? "" : name.toLowerCase(Locale.ROOT);
  }

  private String close() {
    tree.close();
    var name = open.pop();
    if (IDS.contains(local(name)) && !open.isEmpty() && ITEMS.contains(local(open.peek()))) {
      hasId = true;
    }
    openCount.computeIfPresent(
        name.toLowerCase(Locale.ROOT), (key, count) -> count == 1 ? null : count - 1);
    return name;
  }

  private void flush() {
    if (!text.isEmpty()) {
      tree.text(XmlChars.legal(text.toString()));
      text.setLength(0);
    }
  }

  private int nameEnd(int from) {
    int i = from;
    while (i < in.length() && isNamePart(in.charAt(i))) {
      i++;
    }
    return i;
  }

  private static boolean isNameStart(char c) {
    return Character.isLetter(c) || c == '_' || c == ':';
  }

  static boolean isNamePart(char c) {
    return Character.isLetterOrDigit(c) || c == '_' || c == ':' || c == '-' || c == '.';
  }

  private void problem(String message) {
    if (problems.size() < MAX_PROBLEMS) {
      problems.add(new Problem(TextPosition.of(in, at), message));
    }
  }
}

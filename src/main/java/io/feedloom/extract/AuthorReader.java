package io.feedloom.extract;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.TextNode;

/** Reads the names of authors: those that a page declares, and those that it shows. */
final class AuthorReader {
  /** The longest line that names authors, in characters. */
  private static final int LINE = 120;

  private static final int LONGEST_NAME = 80;

  /** How many elements of one kind are read. */
  private static final int TRIES = 8;

  /** How many elements up a part of the page is recognized, such as its comments. */
  private static final int UP = 12;

  private static final Pattern BY =
      Pattern.compile(
          "(?iU)^-?\\s?(?:(?:written|posted|published|reported|article|artikel|story)\\s+)?"
              + "(?:(?:by|von|par|por|di|da|door|av|autor(?:in|en|es)?|auteure?|authors?|text|words)\\b"
              + "(?:\\s+von\\b)?\\s*:?|(?-i:Author|Autor)(?=\\p{Lu}))\\s*");

  private static final Pattern END =
      Pattern.compile(
          "(?iU)\\s+[|•·–—/(\\[-]\\s?.*|\\s*[,;:|]$|,?\\s+\\d.*"
              + "|,?\\s+(?:(?:on|am|vom|le)\\s+\\d|published|updated|posted|(?:jan|febr)uary|march|april"
              + "|june|july|august|(?:sept|nov|dec)ember|october)\\b.*");

  private static final String WORD = "\\p{Lu}[\\p{L}.'’-]*";

  /** A line that names its author, who has two names or more. */
  private static final Pattern BYLINE =
      Pattern.compile(
          "^(?:(?:(?:Written|Posted|Published) )?(?:[Bb]y|BY|[Vv]on|VON|Par|Por)"
              + "|-? ?(?:Autor|Autorin|Author|Auteur|Text|Redaktion|Words) ?:"
              + "|Posted on [\\p{L}\\d, ]{6,20} by) ("
              + WORD
              + "(?: (?:(?:von|de|van|der|den|la|le|du|di|da|dos|und|and|et|y|e) ){0,2}"
              + WORD
              + "){1,6})(?= ?[,|(/•·–]| (?:am|on|le|at|in) |$)");

  private final ClassHints classes;

  AuthorReader(ClassHints classes) {
    this.classes = classes;
  }

  /** Returns the names that a page shows. */
  Set<String> shown(PageParts parts) {
    var names = new LinkedHashSet<String>();
    var kinds = new ArrayList<List<Element>>();
    kinds.add(parts.related("author"));
    kinds.add(parts.properties("author"));
    kinds.add(named(parts, true));
    kinds.add(named(parts, false));
    for (var kind : kinds) {
      kind.stream()
          .filter(element -> !element.normalName().equals("link") && isOwn(element))
          .limit(TRIES)
          .map(element -> clean(PageParts.text(element, LINE)))
          .filter(name -> !name.isEmpty())
          .findFirst()
          .ifPresent(names::add);
      if (!names.isEmpty()) {
        return names;
      }
    }
    for (var line : parts.lines()) {
      var byline = BYLINE.matcher(line.getWholeText().strip());
      if (byline.find() && line.parent() instanceof Element element && isOwn(element)) {
        names.add(byline.group(1));
        return names;
      }
    }
    return names;
  }

  /** Returns the elements whose classes name an author; exactly, or as a part of a name. */
  private static List<Element> named(PageParts parts, boolean exactly) {
    return parts.classed().stream()
        .filter(
            element -> {
              var names = PageParts.names(element);
              return exactly
                  ? PageParts.hasWord(names, "byline") || PageParts.hasWord(names, "author")
                  : names.contains("byline") || names.contains("author") || names.contains("autor");
            })
        .toList();
  }

  /** Returns whether an element is not part of comments or of other articles. */
  private boolean isOwn(Element element) {
    int steps = 0;
    for (Element at = element; at != null && steps < UP; at = at.parent(), steps++) {
      if (!at.normalName().equals("body")
          && (classes.of(at) & (ClassHints.COMMENT | ClassHints.RELATED)) != 0) {
        return false;
      }
    }
    return true;
  }

  /** Returns a name without what is around it, or an empty text if it is none. */
  static String clean(String text) {
    var name = END.matcher(BY.matcher(text.strip()).replaceFirst("")).replaceFirst("").strip();
    return name.length() > 1
            && name.length() < LONGEST_NAME
            && !name.contains("://")
            && !name.contains("@")
            && name.chars().anyMatch(Character::isLetter)
        ? name
        : "";
  }
}

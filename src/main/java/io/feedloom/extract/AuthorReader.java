package io.feedloom.extract;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.TextNode;
import org.jspecify.annotations.Nullable;

/** Reads the names of authors: those that a page declares, and those that it shows. */
final class AuthorReader {
  /** The longest line that names authors, in characters. */
  private static final int LINE = 120;

  private static final int MAX_NAME = 80;

  /** How many elements of one kind are read. */
  private static final int TRIES = 8;

  /** How many elements up a part of the page is recognized, such as its comments. */
  private static final int UP = 12;

  private static final Pattern BY =
      Pattern.compile(
          "(?iU)^-?\\s?(?:(?:written|posted|published|reported|article|artikel|story)\\s+)?"
              + "(?:(?:by|von|par|por|di|da|door|av|autor(?:in|en|es)?|auteure?|authors?|text|words)\\b"
              + "(?:\\s+von\\b)?\\s*:?|(?-i:(?:Author|Autor)(?=\\p{Lu})))\\s*");

  private static final Pattern END =
      Pattern.compile(
          "(?iU)\\s+[|•·–—/\\[-]\\s?.*|\\s*[,;:|]$|\\s+(?:on|am|vom|le)$"
              + "|,?\\s+(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day"
              + "|mon|tue|wed|thu|fri|sat|sun|mo|di|mi|do|fr|sa|so|on|am|vom|le"
              + "|jan\\w*|feb\\w*|mar\\w*|apr\\w*|may|june?|july?|aug\\w*|sep\\w*|oct\\w*|nov\\w*|dec\\w*)?"
              + "[.,]?\\s*\\d.*|,?\\s+(?:published|updated|posted)\\b.*");

  private static final String WORD = "\\p{Lu}[\\p{L}.'’-]*";

  private static final String FULL =
      WORD
          + "(?: (?:(?:von|de|van|der|den|la|le|du|di|da|dos|und|and|et|y|e) ){0,2}"
          + WORD
          + "){1,6}";

  private static final Pattern FULL_NAME = Pattern.compile(FULL);

  /** A line with the author of the text: a name of at least two words. */
  private static final Pattern BYLINE =
      Pattern.compile(
          "^(?:(?:(?:Written|Posted|Published) )?(?:[Bb]y|BY|[Vv]on|VON|Par|Por)"
              + "|-? ?(?:Autor|Autorin|Author|Auteur|Text|Redaktion|Words) ?:"
              + "|Posted on [\\p{L}\\d, ]{6,20} by) ("
              + FULL
              + ")(?= ?[,|(/•·–]| (?:am|on|le|at|in) |$)");

  /** A text before the element that names the author. */
  private static final Pattern BEFORE =
      Pattern.compile(
          "(?!.*(?:[Pp]hoto|PHOTO|[Ii]mage|Foto|Bild|[Tt]heme|[Pp]owered|[Dd]esign))(?:.*"
              + " )?(?:[Bb]y|BY|[Vv]on|VON|Par|par|Por|por)|-?"
              + " ?(?:Autor|Autorin|Author|Auteur|Text)\\s?:");

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
      var name = ofLine(line);
      if (!name.isEmpty() && isOwn(line.parent())) {
        names.add(name);
        return names;
      }
    }
    return names;
  }

  /** Returns the name in a line, or in the link or the like after it; an empty text if none is. */
  private static String ofLine(TextNode line) {
    var text = line.getWholeText().strip();
    var byline = BYLINE.matcher(text);
    if (byline.find()) {
      return byline.group(1);
    }
    if (line.nextSibling() instanceof Element next && BEFORE.matcher(text).matches()) {
      var name = PageParts.text(next, MAX_NAME);
      return FULL_NAME.matcher(name).matches() ? name : "";
    }
    return "";
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
  private boolean isOwn(@Nullable Element element) {
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
            && name.length() < MAX_NAME
            && !Character.isDigit(name.charAt(0))
            && !name.startsWith("©")
            && !name.contains("://")
            && !name.contains("@")
            && name.chars().anyMatch(Character::isLetter)
        ? name
        : "";
  }
}

package io.feedloom.extract;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
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

  private static final int MAX_WORDS = 8;

  /** How many elements of one kind are read. */
  private static final int TRIES = 8;

  /** How many elements up a part of the page is recognized, such as its comments. */
  private static final int UP = 12;

  private static final Pattern BY =
      Pattern.compile(
          "(?iU)^-?\\s?(?:(?:written|posted|published|reported|article|artikel|story)\\s+)?"
              + "(?:(?:by|von|vom|par|por|di|da|door|av|autor(?:in|en|es)?|auteure?|authors?|text|words)\\b"
              + "(?:\\s+von\\b)?\\s*:?|(?-i:(?:Author|Autor)(?=\\p{Lu})))\\s*");

  /** Words before the name of an author, such as those of links to all of the author's entries. */
  private static final Pattern LEAD =
      Pattern.compile(
          "(?iU)^(?:(?:view|see|zeige|alle|all|mehr|more|ein|eine|weitere|show|read|posted|written"
              + "|published|veröffentlicht|geschrieben|verfasst|erstellt|publicado|publié|escrito"
              + "|écrit|post|beiträge|artikel|article)\\b[^.!?]{0,60}?\\s)(?:by|von|vom|par|por|di"
              + "|from|author)\\s+");

  private static final Pattern END =
      Pattern.compile(
          "(?iU)\\s+[|•·–—/\\[-]\\s?.*|\\s*[,;:|]$|\\s+(?:on|am|vom|le)$"
              + "|,?\\s+(?:(?:on|am|vom|le)\\s+)?(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day"
              + "|mon|tue|wed|thu|fri|sat|sun|mo|di|mi|do|fr|sa|so|on|am|vom|le"
              + "|(?:mon|diens|donners|frei|sams|sonn)tag|mittwoch|sonnabend"
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
          "^(?:[-–—]* ?(?:(?:Written|Posted|Published) )?(?:[Bb]y|BY|[Vv]on|VON|Par|Por)"
              + "|-? ?(?:Autor|Autorin|Author|Auteur|Text|Redaktion|Words) ?:"
              + "|Posted on [\\p{L}\\d, ]{6,20} by) ("
              + FULL
              + ")(?= ?[,|(/•·–]| (?:am|on|le|at|in)(?: |$)|$)");

  /** A line that says who wrote a text, so that a name of one word is one. */
  private static final Pattern POSTED =
      Pattern.compile(
          "^(?:Written|Posted|Published|Veröffentlicht|Geschrieben|Verfasst|Erstellt|Publicado"
              + "|Escrito|Publié|Écrit) (?:by|von|por|par):? ([\\p{L}\\d][\\p{L}\\d._-]{1,30})"
              + "(?= (?:@|am|on|le|at|in|[|•·–])(?: |$)|$)");

  /** A line before the one that names the author. */
  private static final Pattern LABEL =
      Pattern.compile(
          "(?:[Bb]y|BY|[Vv]on|VON|[Pp]ar|[Pp]or|Author|Autor|Autorin|Auteur|Text)\\s?:?");

  /** A text before the element that names the author. */
  private static final Pattern BEFORE =
      Pattern.compile(
          "(?!.*(?:[Pp]hoto|PHOTO|[Ii]mage|Foto|Bild|[Tt]heme|[Pp]owered|[Dd]esign))(?:.*"
              + " )?(?:[Bb]y|BY|[Vv]on|VON|Par|par|Por|por)|-?"
              + " ?(?:Autor|Autorin|Author|Auteur|Text)\\s?:");

  /** The address of a list of an author's entries. */
  private static final Pattern ARCHIVE =
      Pattern.compile("/(?:author|authors|autor|autoren|autores|auteur)s?/[^/?#]+/?$");

  private final ClassHints classes;

  /** The elements that contain a heading of the first order. Their names are those of topics. */
  private final Set<Element> aroundHeadline = new HashSet<>();

  AuthorReader(ClassHints classes, PageParts parts) {
    this.classes = classes;
    for (var heading : parts.tagged("h1").subList(0, Math.min(TRIES, parts.tagged("h1").size()))) {
      Element at = heading;
      while (at != null && aroundHeadline.add(at)) {
        at = at.parent();
      }
    }
  }

  /** Returns the name that a page shows, by its markup, its classes or its words. */
  Optional<String> shown(PageParts parts) {
    return marked(parts)
        .or(() -> first(named(parts, true)))
        .or(() -> first(named(parts, false)))
        .or(() -> first(archives(parts)))
        .or(() -> byline(parts));
  }

  /** Returns the name that the markup of a page says is that of the author. */
  Optional<String> marked(PageParts parts) {
    return first(parts.related("author")).or(() -> first(parts.properties("author")));
  }

  /** Returns the name in a line that is a byline, or in the line after one. */
  Optional<String> byline(PageParts parts) {
    var lines = parts.lines();
    for (int i = 0; i + 1 < lines.size(); i++) {
      if (LABEL.matcher(lines.get(i).getWholeText().strip()).matches()) {
        var next = lines.get(i + 1).getWholeText().strip();
        if (FULL_NAME.matcher(next).matches() && isOwn(lines.get(i).parent())) {
          return Optional.of(next);
        }
      }
    }
    return parts.lines().stream()
        .filter(line -> !ofLine(line).isEmpty() && isOwn(line.parent()))
        .map(AuthorReader::ofLine)
        .findFirst();
  }

  private Optional<String> first(List<Element> elements) {
    return elements.stream()
        .filter(element -> !element.normalName().equals("link") && isOwn(element))
        .limit(TRIES)
        .map(element -> clean(PageParts.text(element, LINE)))
        .filter(name -> !name.isEmpty())
        .findFirst();
  }

  /** Returns the links to lists of an author's entries. */
  private static List<Element> archives(PageParts parts) {
    return parts.tagged("a").stream()
        .filter(link -> ARCHIVE.matcher(link.attr("href")).find())
        .toList();
  }

  /** Returns the name in a line, or in the link or the like after it; an empty text if none is. */
  private static String ofLine(TextNode line) {
    var text = line.getWholeText().strip();
    var byline = BYLINE.matcher(text);
    if (byline.find()) {
      return byline.group(1);
    }
    var posted = POSTED.matcher(text);
    if (posted.find()) {
      return posted.group(1);
    }
    if (line.nextSibling() instanceof Element next && BEFORE.matcher(text).matches()) {
      var name = PageParts.text(next, MAX_NAME);
      boolean named =
          FULL_NAME.matcher(name).matches() || PageParts.hasWord(next.className(), "username");
      return named ? name : "";
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
          && (classes.of(at) & (ClassHints.COMMENT | ClassHints.RELATED)) != 0
          && !aroundHeadline.contains(at)) {
        return false;
      }
    }
    return true;
  }

  /** Returns a name without what is around it, or an empty text if it is none. */
  static String clean(String text) {
    var name =
        END.matcher(BY.matcher(LEAD.matcher(text.strip()).replaceFirst("")).replaceFirst(""))
            .replaceFirst("")
            .strip();
    return name.length() > 1
            && name.length() < MAX_NAME
            && !Character.isDigit(name.charAt(0))
            && !name.startsWith("©")
            && !name.contains("://")
            && !name.contains("@")
            && !name.contains("[at]")
            && !name.endsWith(":")
            && name.split(" ", -1).length <= MAX_WORDS
            && name.chars().anyMatch(Character::isLetter)
        ? name
        : "";
  }
}

package io.feedloom.parse.page;

import io.feedloom.feed.PageRules;
import io.feedloom.feed.PageRules.Fields;
import java.net.URI;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jsoup.nodes.Element;
import org.jspecify.annotations.Nullable;

/**
 * Proposes selectors for a page. It looks for elements that repeat beside each other and have a
 * link with a text each, and prefers those with dates and longer titles.
 */
public final class PageProposal {
  private static final int MAX_LINKS = 3000;
  private static final int MIN_ITEMS = 3;
  private static final int MIN_TITLE = 8;
  private static final Pattern CLASS =
      Pattern.compile("[A-Za-z_](?:[A-Za-z_-]*[A-Za-z_](?:[0-9]{1,2})?)?");

  private static final Pattern YEAR = Pattern.compile("(?<!\\d)(?:19|20)\\d\\d(?!\\d)");
  private static final Pattern NUMBERS =
      Pattern.compile("(\\d{1,2})([/.-])(\\d{1,2})\\2(?:19|20)\\d\\d");

  private static final String CHROME =
      "nav, header nav, footer, aside, form, [role=navigation], .menu, .pagination, .breadcrumb";

  private final HtmlPage page;
  private final SelectedDate dates;

  private PageProposal(HtmlPage page) {
    this.page = page;
    this.dates =
        new SelectedDate(
            Optional.empty(), Optional.empty(), page.language(), Optional.empty(), false);
  }

  /** Returns rules that give at least three entries; empty if nothing in the page repeats so. */
  public static Optional<PageRules> of(String text, URI url) {
    return new PageProposal(HtmlPage.parse(text, url)).best();
  }

  /** Elements beside each other with the same tag and classes. */
  private record Group(Element parent, String key, List<Element> items) {}

  private Optional<PageRules> best() {
    return groups().stream()
        .sorted(Comparator.comparingDouble(this::score).reversed())
        .limit(10)
        .flatMap(group -> fields(group).stream())
        .map(fields -> new PageRules(Optional.of(fields), Optional.empty(), Optional.empty()))
        .findFirst();
  }

  private List<Group> groups() {
    Map<String, Group> groups = new LinkedHashMap<>();
    var chrome = new HashSet<Element>(page.document().select(CHROME));
    for (var link : page.document().select("a[href]").stream().limit(MAX_LINKS).toList()) {
      if (title(link).length() < MIN_TITLE
          || Stream.concat(Stream.of(link), link.parents().stream()).anyMatch(chrome::contains)) {
        continue;
      }
      int up = 0;
      for (var item = link; item.parent() != null && up < 8; item = item.parent(), up++) {
        var parent = item.parent();
        var key = key(item);
        var id = System.identityHashCode(parent) + key;
        if (item.nameIs("body") || groups.containsKey(id)) {
          continue;
        }
        var same =
            parent.children().stream()
                .filter(child -> key(child).equals(key))
                .filter(child -> titleLink(child) != null)
                .toList();
        if (same.size() >= MIN_ITEMS) {
          groups.put(id, new Group(parent, key, same));
        }
      }
    }
    return List.copyOf(groups.values());
  }

  /** Returns the tag and the classes that are names and no states. */
  private static String key(Element element) {
    var key = new StringBuilder(element.normalName());
    element.classNames().stream()
        .filter(name -> CLASS.matcher(name).matches())
        .filter(name -> !name.matches("(?i)(?:first|last|odd|even|active|new|sticky|featured)"))
        .limit(3)
        .sorted()
        .forEach(name -> key.append('.').append(name));
    return key.toString();
  }

  private static String title(Element link) {
    return HtmlPage.blanks(link.text());
  }

  private static @Nullable Element titleLink(Element item) {
    if (item.nameIs("a") && item.hasAttr("href")) {
      return item;
    }
    var inHeading = item.selectFirst("h1 a[href], h2 a[href], h3 a[href], h4 a[href], h5 a[href]");
    return inHeading != null
        ? inHeading
        : item.select("a[href]").stream()
            .filter(link -> title(link).length() >= MIN_TITLE)
            .max(Comparator.comparingInt(link -> Math.min(120, title(link).length())))
            .orElse(null);
  }

  private double score(Group group) {
    int size = group.items().size();
    long dated = group.items().stream().filter(item -> date(item).isPresent()).count();
    long headed =
        group.items().stream()
            .filter(item -> item.selectFirst("h1, h2, h3, h4, h5") != null)
            .count();
    double length =
        group.items().stream()
            .mapToInt(
                item -> {
                  var link = titleLink(item);
                  return link == null ? 0 : Math.min(80, title(link).length());
                })
            .average()
            .orElse(0);
    double links =
        group.items().stream().mapToInt(item -> item.select("a[href]").size()).average().orElse(1);
    return Math.sqrt(Math.min(size, 60))
        * length
        * (1 + 3.0 * dated / size)
        * (1 + (double) headed / size)
        / (1 + Math.max(0, links - 4) / 4);
  }

  private Optional<Fields> fields(Group group) {
    var item = itemSelector(group);
    var items = group.items();
    var heading = common(items, "h1, h2, h3, h4, h5", element -> !element.text().isBlank());
    boolean isLink = items.getFirst().nameIs("a");
    var link =
        isLink
            ? Optional.of("@href")
            : heading
                .filter(it -> has(items, it + " a"))
                .map(it -> it + " a")
                .or(() -> selector(items, PageProposal::titleLink));
    var title = heading.or(() -> isLink ? selector(items, PageProposal::longest) : link);
    if (link.isEmpty() || title.isEmpty()) {
      return Optional.empty();
    }
    var date = dateSelector(items);
    var fields =
        new Fields(
            item,
            title,
            link,
            date,
            date.flatMap(selector -> dateFormat(items, selector)),
            Optional.empty(),
            false,
            content(items, title.get()),
            common(items, "[rel=author], .author, .byline, .by", it -> !it.text().isBlank()),
            common(items, "img", it -> true),
            Optional.empty(),
            Optional.empty());
    var found = Selected.html(page, fields, Optional.empty());
    return found.entries().size() >= MIN_ITEMS ? Optional.of(fields) : Optional.empty();
  }

  /** Returns the shortest selector that finds the items and hardly anything else. */
  private String itemSelector(Group group) {
    var parent = key(group.parent());
    var id = group.parent().id();
    var within = id.isEmpty() || !CLASS.matcher(id).matches() ? parent : "#" + id;
    var grand = group.parent().parent();
    var candidates = new ArrayList<String>();
    if (group.key().contains(".")) {
      candidates.add(group.key());
    }
    candidates.add(within + " > " + group.key());
    if (grand != null && !grand.nameIs("html")) {
      candidates.add(key(grand) + " > " + within + " > " + group.key());
    }
    return candidates.stream()
        .filter(each -> page.document().select(each).size() <= group.items().size() * 1.2 + 1)
        .findFirst()
        .orElse(candidates.getLast());
  }

  /**
   * Returns the element with the date. The title has it only if it contains a year, because the
   * number of a version may look like a date.
   */
  private Optional<Element> date(Element item) {
    var time = item.selectFirst("time");
    if (time != null) {
      return Optional.of(time);
    }
    var link = titleLink(item);
    var dated =
        item.getAllElements().stream()
            .limit(60)
            .filter(element -> element.ownText().length() >= 6 && element.ownText().length() <= 60)
            .filter(element -> dates.text(element.ownText()).isPresent())
            .toList();
    return dated.stream()
        .filter(element -> !element.equals(link))
        .findFirst()
        .or(() -> dated.stream().filter(it -> YEAR.matcher(it.ownText()).find()).findFirst());
  }

  /**
   * Returns the format of dates such as 12/05/2026, if another date in the list shows whether the
   * day or the month is first.
   */
  private static Optional<String> dateFormat(List<Element> items, String selector) {
    if (selector.startsWith("xpath:")) {
      return Optional.empty();
    }
    boolean dayFirst = false;
    boolean monthFirst = false;
    var separators = new HashSet<String>();
    for (var item : items) {
      var element = item.selectFirst(selector);
      if (element == null) {
        continue;
      }
      var numbers = NUMBERS.matcher(element.text().strip());
      if (!numbers.matches() || element.hasAttr("datetime")) {
        return Optional.empty();
      }
      separators.add(numbers.group(2));
      dayFirst |= Integer.parseInt(numbers.group(1)) > 12;
      monthFirst |= Integer.parseInt(numbers.group(3)) > 12;
    }
    if (dayFirst == monthFirst || separators.size() != 1) {
      return Optional.empty();
    }
    var separator = separators.iterator().next();
    return Optional.of(
        String.join(separator, dayFirst ? List.of("d", "M") : List.of("M", "d"))
            + separator
            + "yyyy");
  }

  private Optional<String> dateSelector(List<Element> items) {
    if (has(items, "time")) {
      return Optional.of("time");
    }
    var inside = selector(items, item -> date(item).orElse(null));
    long own = items.stream().filter(item -> date(item).filter(item::equals).isPresent()).count();
    return inside.isEmpty() && own * 2 >= items.size() ? Optional.of("xpath:.") : inside;
  }

  private static @Nullable Element longest(Element item) {
    return item.getAllElements().stream()
        .filter(element -> !element.equals(item))
        .max(Comparator.comparingInt(element -> element.ownText().length()))
        .orElse(null);
  }

  private Optional<String> content(List<Element> items, String title) {
    return selector(
            items,
            item ->
                item.select("p, div").stream()
                    .filter(element -> element.ownText().length() >= 40)
                    .filter(element -> element.selectFirst("h1, h2, h3, h4") == null)
                    .findFirst()
                    .orElse(null))
        .filter(selector -> !selector.equals(title));
  }

  /** Returns a selector of those elements that most items have. */
  private Optional<String> common(List<Element> items, String css, Predicate<Element> wanted) {
    return selector(
        items, item -> item.select(css).stream().filter(wanted).findFirst().orElse(null));
  }

  private interface Finder {
    @Nullable Element find(Element item);
  }

  /** Returns the selector whose first match in most items is what a function finds in them. */
  private Optional<String> selector(List<Element> items, Finder finder) {
    var votes = new LinkedHashMap<String, Integer>();
    for (var item : items) {
      var element = finder.find(item);
      if (element != null && !element.equals(item)) {
        for (var candidate : candidates(element)) {
          if (element.equals(item.selectFirst(candidate))) {
            votes.merge(candidate, 1, Integer::sum);
          }
        }
      }
    }
    int most = votes.values().stream().mapToInt(Integer::intValue).max().orElse(0);
    return votes.entrySet().stream()
        .filter(each -> each.getValue() == most && most * 2 >= items.size())
        .map(Map.Entry::getKey)
        .min(Comparator.comparingInt(String::length));
  }

  private static List<String> candidates(Element element) {
    var candidates = new ArrayList<String>();
    element.classNames().stream()
        .filter(name -> CLASS.matcher(name).matches())
        .forEach(name -> candidates.add("." + name));
    candidates.add(element.normalName());
    if (element.parent() != null) {
      candidates.add(key(element.parent()) + " > " + key(element));
    }
    candidates.add(element.normalName() + ":eq(" + element.elementSiblingIndex() + ")");
    return candidates;
  }

  private static boolean has(List<Element> items, String css) {
    return items.stream().filter(item -> item.selectFirst(css) != null).count() * 2 >= items.size();
  }
}

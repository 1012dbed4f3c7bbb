package io.feedloom.extract;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeFilter;
import org.jsoup.select.NodeTraversor;

/**
 * Finds the date of an article among those that its page shows: by what says that it is a date, and
 * by how near it is to the headline.
 */
final class DateReader implements NodeFilter {
  /** What the names of elements contain that show dates. */
  private static final List<String> NAMES =
      List.of("date", "meta", "time", "publish", "byline", "updated", "posted", "datum");

  /** What is in front of the date of publication. */
  private static final Pattern LABEL =
      Pattern.compile(
          "(?iU)(?:published|posted|veröffentlicht|erschienen|publié|publicado|pubblicato"
              + "|opublikowano|erstellt|stand)\\b.{0,20}");

  /** The longest text, in characters, that shows a date and little else. */
  private static final int MAX_TEXT = 200;

  /** The longest text of the page that is searched for a date. */
  private static final int LINE = 150;

  /** The longest text with a date, perhaps with a time, and nothing else. */
  private static final int ALONE = 36;

  /** How many elements are read that may show a date. */
  private static final int TRIES = 120;

  /** How much further away a date is that comes before the headline. */
  private static final int BEFORE = 3;

  /** How many nodes after the headline a date is that belongs to it. */
  private static final int NEAR = 100;

  private final ClassHints classes;
  private final PageDate.Order order;
  private final String title;
  private final StepBudget budget = new StepBudget();
  private final List<Candidate> candidates = new ArrayList<>();
  private int position;
  private int headline = -1;
  private int left = TRIES;
  private int headings = TRIES;
  private boolean labelled;

  /** The depth of the part that is read, if it seems to contain comments or other articles. */
  private int foreign = -1;

  /** How a page shows a date, the most reliable first. */
  private enum Kind {
    PUBLISHED,
    TIME,
    LABELLED,
    NAMED,
    ALONE,
    LINE
  }

  private record Candidate(Kind kind, int position, String date) {}

  DateReader(ClassHints classes, PageDate.Order order, Optional<String> title) {
    this.classes = classes;
    this.order = order;
    this.title = title.orElse("");
  }

  /** Reads the dates that a page shows. */
  DateReader read(Document page) {
    NodeTraversor.filter(this, page.body());
    return this;
  }

  /** Returns a date right at the headline, in an element that is made for dates. */
  Optional<String> near() {
    return headline < 0
        ? Optional.empty()
        : candidates.stream()
            .filter(each -> each.kind != Kind.LINE && distance(each) <= NEAR)
            .min(Comparator.comparing(Candidate::kind).thenComparingInt(this::distance))
            .map(Candidate::date);
  }

  /** Returns the date in an element that is made for dates. */
  Optional<String> marked() {
    return nearest(Kind.PUBLISHED)
        .or(() -> nearest(Kind.TIME))
        .or(() -> nearest(Kind.LABELLED))
        .or(() -> nearest(Kind.NAMED));
  }

  /** Returns any date. */
  Optional<String> any() {
    return candidates.stream()
        .filter(each -> each.kind == Kind.ALONE || each.kind == Kind.LINE)
        .min(Comparator.comparingInt(this::distance))
        .map(Candidate::date);
  }

  private Optional<String> nearest(Kind kind) {
    return candidates.stream()
        .filter(each -> each.kind == kind)
        .min(Comparator.comparingInt(this::distance))
        .map(Candidate::date);
  }

  private int distance(Candidate each) {
    if (headline < 0) {
      return each.position;
    }
    int after = each.position - headline;
    return after >= 0 ? after : -after * BEFORE;
  }

  @Override
  public FilterResult head(Node node, int depth) {
    position++;
    if (node instanceof TextNode text) {
      line(text.getWholeText());
      return FilterResult.CONTINUE;
    }
    if (!(node instanceof Element element)) {
      return FilterResult.CONTINUE;
    }
    if (!budget.take()) {
      return FilterResult.STOP;
    }
    if (foreign < 0
        && !element.normalName().equals("body")
        && (classes.of(element) & (ClassHints.COMMENT | ClassHints.RELATED)) != 0) {
      foreign = depth;
    }
    if (headline < 0 && isHeadline(element)) {
      headline = position;
    }
    element(element);
    return FilterResult.CONTINUE;
  }

  @Override
  public FilterResult tail(Node node, int depth) {
    if (depth == foreign) {
      foreign = -1;
    }
    return FilterResult.CONTINUE;
  }

  private boolean isHeadline(Element element) {
    return switch (element.normalName()) {
      case "h1", "h2", "h3" ->
          !title.isEmpty() && headings-- > 0 && HeadingText.of(element).contains(title);
      default -> false;
    };
  }

  private void element(Element element) {
    boolean time = element.normalName().equals("time");
    if (!time && element.attributesSize() == 0) {
      return;
    }
    if (element.hasAttr("pubdate")
        || PageParts.hasWord(element.attr("itemprop"), "datePublished")) {
      add(Kind.PUBLISHED, dateOf(element));
    } else if (time) {
      add(Kind.TIME, dateOf(element));
    } else if (left > 0 && isNamed(element)) {
      left--;
      add(Kind.NAMED, dateOf(element));
    }
  }

  private static boolean isNamed(Element element) {
    var names = PageParts.names(element);
    return NAMES.stream().anyMatch(names::contains);
  }

  private void line(String text) {
    if (text.isBlank() || text.length() > LINE) {
      return;
    }
    var label = LABEL.matcher(text.strip());
    var date = PageDate.find(text, order);
    boolean alone = text.strip().length() <= ALONE;
    add(labelled || label.lookingAt() ? Kind.LABELLED : alone ? Kind.ALONE : Kind.LINE, date);
    labelled = date.isEmpty() && label.matches();
  }

  private void add(Kind kind, Optional<String> date) {
    date.ifPresent(
        found -> candidates.add(new Candidate(foreign < 0 ? kind : Kind.LINE, position, found)));
  }

  private Optional<String> dateOf(Element element) {
    return PageDate.read(element.attr("datetime"))
        .or(() -> PageDate.read(element.attr("content")))
        .or(() -> PageDate.read(element.attr("title")))
        .or(() -> PageDate.find(PageParts.text(element, MAX_TEXT), order));
  }
}

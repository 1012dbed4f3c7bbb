package io.feedloom.select;

import io.feedloom.feed.Clause;
import io.feedloom.feed.FeedId;
import io.feedloom.feed.OutputFormat;
import io.feedloom.feed.Period;
import io.feedloom.feed.Search;
import io.feedloom.feed.Selection;
import io.feedloom.feed.TimeBound;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The selection language: parses, prints and describes selections. */
public final class Selections {
  /**
   * Matches characters that servers or proxies may refuse in a path, even if they are encoded,
   * because they can be read in several ways.
   */
  private static final Pattern UNFIT_FOR_PATH = Pattern.compile("[%;\\\\/?\\p{Cntrl}]");

  private static final Comparator<TimeBound> BY_TIME = Comparator.comparing(TimeBound::at);

  private Selections() {}

  /** Returns all parameters with their allowed values. */
  public static Map<String, String> parameters() {
    var parameters = new LinkedHashMap<String, String>();
    for (Parameter parameter : Parameter.values()) {
      parameters.put(parameter.key(), parameter.allowed());
    }
    return parameters;
  }

  /**
   * Returns the client's selection. Path and parameters must already be percent-decoded.
   *
   * @param pathTags the tags of {@code /tags/…}: one clause, which may exclude
   * @param pathSource the feed of {@code /sources/…}
   * @param now the current time; relative times up to a day are counted from the last full minute,
   *     and longer ones from the last full hour
   * @throws BadSelection with all faults
   */
  public static Selection parse(
      Optional<String> pathTags,
      Optional<FeedId> pathSource,
      Map<String, List<String>> parameters,
      Instant now)
      throws BadSelection {
    var reading = new SelectionReader(now);
    pathTags.ifPresent(reading::pathTags);
    pathSource.ifPresent(reading::pathSource);
    new TreeMap<>(parameters).forEach(reading::parameter);
    return reading.selection();
  }

  /**
   * Returns what is wrong with the parameters of a stream, and what is allowed; empty if they are
   * valid. Never quotes a value, because it comes from the admin's file and may be a secret.
   */
  public static Optional<String> fault(Map<String, List<String>> parameters) {
    try {
      parse(Optional.empty(), Optional.empty(), parameters, Instant.parse("2000-01-01T00:00:00Z"));
      return Optional.empty();
    } catch (BadSelection bad) {
      var fault = bad.faults().getFirst();
      var name = parameters.size() > 1 ? fault.parameter() + ": " : "";
      return Optional.of(
          name
              + (fault.problem().contains("\"")
                  ? "this is not valid; allowed: " + fault.allowed()
                  : fault.message()));
    }
  }

  /**
   * Returns a selection narrowed by another one: every clause of both must hold. The form of the
   * entries is that of {@code asked}, or of the base if {@code asked} does not set it.
   *
   * @param asked the client's selection, with the page
   * @param limit the number of entries on a page
   * @throws BadSelection if the asked selection is a page after the first one of a ranking, or a
   *     page of newer digests
   */
  public static Selection narrowed(Selection base, Selection asked, int limit) throws BadSelection {
    var all = narrowed(base, asked).limit(limit);
    if (all.isRanking() && !all.isFirstPage()) {
      throw new BadSelection(List.of(Parameter.ORDER.fault(SelectionReader.ONE_PAGE)));
    }
    if (all.digest().isPresent() && all.after().isPresent()) {
      throw new BadSelection(List.of(Parameter.DIGEST.fault(SelectionReader.ONE_WAY)));
    }
    return all;
  }

  private static Selection narrowed(Selection base, Selection asked) {
    return asked.toBuilder()
        .tags(both(base.tags(), asked.tags()))
        .categories(both(base.categories(), asked.categories()))
        .sources(both(base.sources(), asked.sources()))
        .search(both(base.search(), asked.search()))
        .since(latest(base.since(), asked.since()))
        .until(earliest(base.until(), asked.until()))
        .perFeed(asked.perFeed().isPresent() ? asked.perFeed() : base.perFeed())
        .minSources(Math.max(base.minSources(), asked.minSources()))
        .order(asked.order() == Selection.Order.NEWEST ? base.order() : asked.order())
        .digest(asked.digest().or(base::digest))
        .merge(merge(base, asked))
        .titles(asked.titles() == Selection.Titles.PLAIN ? base.titles() : asked.titles())
        .content(asked.content() == Selection.Content.FULL ? base.content() : asked.content())
        .build();
  }

  /** Returns which entries are merged; conditions on stories need merged stories. */
  private static Selection.Merge merge(Selection base, Selection asked) {
    if (base.onlyStories() || asked.onlyStories()) {
      return Selection.Merge.STORY;
    }
    return asked.merge() == Selection.Merge.STORY ? base.merge() : asked.merge();
  }

  private static List<Clause> both(List<Clause> some, List<Clause> more) {
    return Clauses.normal(Stream.concat(some.stream(), more.stream()).toList());
  }

  private static Search both(Search some, Search more) {
    return new Search(
        Stream.concat(some.terms().stream(), more.terms().stream()).toList(),
        both(some.authors(), more.authors()),
        both(some.languages(), more.languages()));
  }

  private static Optional<TimeBound> latest(Optional<TimeBound> one, Optional<TimeBound> other) {
    return Stream.of(one, other).flatMap(Optional::stream).max(BY_TIME);
  }

  private static Optional<TimeBound> earliest(Optional<TimeBound> one, Optional<TimeBound> other) {
    return Stream.of(one, other).flatMap(Optional::stream).min(BY_TIME);
  }

  /**
   * Returns the address of a merged feed with its own path, narrowed by this selection.
   *
   * @param usual the number of entries on its pages by default
   */
  public static Address address(String path, Selection asked, int usual) {
    return new Address(path, query(asked, none(), none(), usual));
  }

  /**
   * Returns the address of this selection. Its path contains the first clause of tags, or else the
   * single source. Everything else is a parameter. Parsing the address gives the same selection.
   */
  public static Address address(Selection selection) {
    var tags = Clauses.normal(selection.tags());
    var sources = Clauses.normal(selection.sources());
    var inPath = tags.stream().filter(Selections::fitsPath).findFirst();
    var onlySource =
        inPath.isEmpty()
            ? sources.stream().filter(c -> c.keys().size() == 1 && fitsPath(c)).findFirst()
            : Optional.<Clause>empty();
    var query = query(selection, inPath, onlySource, Selection.DEFAULT_LIMIT);
    var path =
        inPath
            .map(c -> "/tags/" + Clauses.print(c))
            .or(() -> onlySource.map(c -> "/sources/" + Clauses.print(c)))
            .orElse("/feed");
    return new Address(path, query);
  }

  private static String query(
      Selection selection, Optional<Clause> inPath, Optional<Clause> onlySource, int usual) {
    return Stream.of(
            clauses(Parameter.TAG, Clauses.normal(selection.tags()), inPath),
            clauses(Parameter.CATEGORY, Clauses.normal(selection.categories()), none()),
            clauses(Parameter.SOURCE, Clauses.normal(selection.sources()), onlySource),
            search(selection.search()),
            selection.since().filter(bound -> !isUsual(bound, selection)).stream()
                .map(bound -> Parameter.SINCE.with(print(bound))),
            selection.until().map(bound -> Parameter.UNTIL.with(print(bound))).stream(),
            limit(selection, usual),
            selection.perFeed().stream().mapToObj(n -> Parameter.PER_FEED.with(String.valueOf(n))),
            merge(selection),
            storyParameters(selection),
            Stream.of(selection.titles())
                .filter(titles -> titles != Selection.Titles.PLAIN)
                .map(titles -> Parameter.TITLES.with(word(titles))),
            content(selection),
            selection.before().map(Cursors::print).map(Parameter.BEFORE::with).stream(),
            selection.after().map(Cursors::print).map(Parameter.AFTER::with).stream())
        .flatMap(part -> part)
        .collect(Collectors.joining("&"));
  }

  private static Optional<Clause> none() {
    return Optional.empty();
  }

  private static Stream<String> limit(Selection selection, int usual) {
    return selection.limit() == usual
        ? Stream.of()
        : Stream.of(Parameter.LIMIT.with(String.valueOf(selection.limit())));
  }

  private static Stream<String> search(Search search) {
    return Stream.of(
            Stream.of(Terms.print(search.terms()))
                .filter(text -> !text.isEmpty())
                .map(text -> Parameter.Q.with(Clauses.encoded(text))),
            clauses(Parameter.AUTHOR, Clauses.normal(search.authors()), none()),
            clauses(Parameter.LANG, Clauses.normal(search.languages()), none()))
        .flatMap(part -> part);
  }

  private static Stream<String> merge(Selection selection) {
    return selection.merge() == Selection.Merge.STORY
        ? Stream.of()
        : Stream.of(Parameter.MERGE.with(word(selection.merge())));
  }

  private static String print(TimeBound bound) {
    return bound.age().map(Moments::print).orElseGet(() -> bound.at().toString());
  }

  private static boolean isUsual(TimeBound since, Selection selection) {
    return selection.isRanking() && since.age().equals(Optional.of(Selection.TOP_AGE));
  }

  private static Stream<String> storyParameters(Selection selection) {
    return Stream.of(
            Optional.of(selection.minSources())
                .filter(fewest -> fewest > 1)
                .map(fewest -> Parameter.MIN_SOURCES.with(String.valueOf(fewest))),
            Optional.of(selection.order())
                .filter(order -> order != Selection.Order.NEWEST)
                .map(order -> Parameter.ORDER.with(word(order))),
            selection.digest().map(period -> Parameter.DIGEST.with(word(period))))
        .flatMap(Optional::stream);
  }

  private static String word(Enum<?> word) {
    return word.name().toLowerCase(Locale.ROOT);
  }

  private static Stream<String> content(Selection selection) {
    return selection.content() == Selection.Content.FULL
        ? Stream.of()
        : Stream.of(Parameter.CONTENT.with(word(selection.content())));
  }

  private static Stream<String> clauses(
      Parameter parameter, List<Clause> clauses, Optional<Clause> inPath) {
    return clauses.stream()
        .filter(c -> inPath.filter(c::equals).isEmpty())
        .map(c -> parameter.with(Clauses.print(c)));
  }

  /**
   * Returns whether the clause can be part of a path before {@code .atom}, so that all proxies pass
   * it on unchanged.
   */
  private static boolean fitsPath(Clause clause) {
    var segment = clause.toString();
    return !clause.excludes()
        && !segment.matches("\\.+")
        && !UNFIT_FOR_PATH.matcher(segment).find()
        && Arrays.stream(OutputFormat.values())
            .noneMatch(t -> segment.endsWith("." + t.extension()));
  }

  /**
   * Returns the selection as text for titles: "java or kotlin, and news, not sponsored". Returns an
   * empty text if the selection selects all entries. The text does not contain limit and cursor.
   *
   * @param tagLabel returns the label for the key of a tag
   */
  public static String describe(Selection selection, Function<String, String> tagLabel) {
    return describe(selection, tagLabel, FeedId::value);
  }

  /**
   * Describes a selection, with feeds' titles instead of ids.
   *
   * @param sourceTitle returns the title of a feed
   */
  public static String describe(
      Selection selection,
      Function<String, String> tagLabel,
      Function<FeedId, String> sourceTitle) {
    var parts = new ArrayList<String>();
    parts.add(clauses("", selection.tags(), tagLabel));
    parts.add(clauses("category ", selection.categories(), key -> key));
    parts.add(clauses("from ", selection.sources(), id -> sourceTitle.apply(new FeedId(id))));
    parts.add(clauses("by ", selection.search().authors(), key -> key));
    parts.add(clauses("in ", selection.search().languages(), key -> key));
    if (!selection.search().terms().isEmpty()) {
      parts.add("with " + Terms.print(selection.search().terms()));
    }
    parts.add(stories(selection));
    selection
        .since()
        .filter(since -> since.age().isEmpty())
        .ifPresent(since -> parts.add("since " + since.at()));
    selection
        .until()
        .ifPresent(
            until ->
                parts.add(
                    until
                        .age()
                        .map(age -> "older than " + Moments.amount(age))
                        .orElseGet(() -> "until " + until.at())));
    return parts.stream().filter(part -> !part.isEmpty()).collect(Collectors.joining(", "));
  }

  /** Returns the conditions on stories as text; empty if there are none. */
  public static String stories(Selection selection) {
    var top = selection.order() == Selection.Order.TOP ? "top stories" : "";
    var fewest =
        selection.minSources() > 1 ? "at least " + selection.minSources() + " sources" : "";
    var age =
        selection
            .since()
            .flatMap(TimeBound::age)
            .map(span -> "of the last " + Moments.words(span))
            .orElse("");
    var stories =
        Stream.of(top, age, fewest)
            .filter(part -> !part.isEmpty())
            .collect(Collectors.joining(" "))
            .replace(" at least", " with at least");
    var digest =
        selection
            .digest()
            .map(period -> period == Period.DAY ? "daily digest" : "weekly digest")
            .orElse("");
    return Stream.of(stories, digest)
        .filter(part -> !part.isEmpty())
        .collect(Collectors.joining(", "));
  }

  private static String clauses(String what, List<Clause> clauses, Function<String, String> label) {
    var normal = Clauses.normal(clauses);
    var naming = normal.stream().filter(c -> !c.excludes()).toList();
    boolean plain = naming.stream().allMatch(c -> c.keys().size() == 1);
    var named =
        naming.stream()
            .map(c -> what + either(c, label))
            .collect(Collectors.joining(plain ? " and " : ", and "));
    var not = normal.stream().filter(Clause::excludes).map(c -> "not " + what + either(c, label));
    return Stream.concat(Stream.of(named).filter(n -> !n.isEmpty()), not)
        .collect(Collectors.joining(", "));
  }

  private static String either(Clause clause, Function<String, String> label) {
    return clause.keys().stream().map(label).collect(Collectors.joining(" or "));
  }
}

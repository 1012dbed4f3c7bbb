package io.feedloom.select;

import io.feedloom.feed.Clause;
import io.feedloom.feed.FeedId;
import io.feedloom.feed.MediaType;
import io.feedloom.feed.Search;
import io.feedloom.feed.Selection;
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

/** The language that clients choose entries in. */
public final class Selections {
  /**
   * What a server may refuse in a path, encoded or not, because intermediaries read it differently.
   */
  private static final Pattern UNFIT_FOR_PATH = Pattern.compile("[%;\\\\/?\\p{Cntrl}]");

  private Selections() {}

  /** The parameters that there are, with what may stand in each. */
  public static Map<String, String> parameters() {
    var parameters = new LinkedHashMap<String, String>();
    for (Parameter parameter : Parameter.values()) {
      parameters.put(parameter.key(), parameter.allowed());
    }
    return parameters;
  }

  /**
   * What the client asks for. Paths and parameters are percent-decoded before they come here.
   *
   * @param pathTags the tags of {@code /tags/…}: one clause, which may exclude
   * @param pathSource the feed of {@code /sources/…}
   * @param now what relative times are counted from, floored to a minute for less than a day, to an
   *     hour for more
   * @throws BadSelection with all that is wrong
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
   * Returns what is wrong with one value of one parameter, and what is allowed; empty where it is
   * valid. Never quotes the value: it stands in the admin's file, where it may be a secret.
   */
  public static Optional<String> fault(String parameter, String value) {
    try {
      parse(
          Optional.empty(),
          Optional.empty(),
          Map.of(parameter, List.of(value)),
          Instant.parse("2000-01-01T00:00:00Z"));
      return Optional.empty();
    } catch (BadSelection bad) {
      var fault = bad.faults().getFirst();
      return Optional.of(
          fault.problem().contains("\"")
              ? "this is not valid; allowed: " + fault.allowed()
              : fault.message());
    }
  }

  /**
   * A selection that is narrowed by what else is asked: every clause of both holds. How entries are
   * told is as asked, else as in the base.
   *
   * @param asked gives the page too
   * @param limit entries in a page
   */
  public static Selection narrowed(Selection base, Selection asked, int limit) {
    return asked.toBuilder()
        .tags(both(base.tags(), asked.tags()))
        .categories(both(base.categories(), asked.categories()))
        .sources(both(base.sources(), asked.sources()))
        .search(both(base.search(), asked.search()))
        .since(latest(base.since(), asked.since()))
        .until(earliest(base.until(), asked.until()))
        .limit(limit)
        .perFeed(asked.perFeed().isPresent() ? asked.perFeed() : base.perFeed())
        .merge(asked.merge() == Selection.Merge.STORY ? base.merge() : asked.merge())
        .content(asked.content() == Selection.Content.FULL ? base.content() : asked.content())
        .build();
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

  private static Optional<Instant> latest(Optional<Instant> one, Optional<Instant> other) {
    return Stream.of(one, other).flatMap(Optional::stream).max(Comparator.naturalOrder());
  }

  private static Optional<Instant> earliest(Optional<Instant> one, Optional<Instant> other) {
    return Stream.of(one, other).flatMap(Optional::stream).min(Comparator.naturalOrder());
  }

  /**
   * The address of a merged feed that has a path of its own, narrowed by this selection.
   *
   * @param usual entries in a page of it where nothing is said
   */
  public static Address address(String path, Selection asked, int usual) {
    return new Address(path, query(asked, none(), none(), usual));
  }

  /**
   * The one address of this selection. The first clause that names tags stands in the path, else
   * the single source; all else is a parameter. Read back, it gives the same selection.
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
            selection.since().map(Instant::toString).map(Parameter.SINCE::with).stream(),
            selection.until().map(Instant::toString).map(Parameter.UNTIL::with).stream(),
            limit(selection, usual),
            selection.perFeed().stream().mapToObj(n -> Parameter.PER_FEED.with(String.valueOf(n))),
            merge(selection),
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
        : Stream.of(Parameter.MERGE.with(selection.merge().name().toLowerCase(Locale.ROOT)));
  }

  private static Stream<String> content(Selection selection) {
    return selection.content() == Selection.Content.FULL
        ? Stream.of()
        : Stream.of(Parameter.CONTENT.with(selection.content().name().toLowerCase(Locale.ROOT)));
  }

  private static Stream<String> clauses(
      Parameter parameter, List<Clause> clauses, Optional<Clause> inPath) {
    return clauses.stream()
        .filter(c -> inPath.filter(c::equals).isEmpty())
        .map(c -> parameter.with(Clauses.print(c)));
  }

  /** Whether it can stand before {@code .atom} and be read back, by any server on the way. */
  private static boolean fitsPath(Clause clause) {
    var segment = clause.toString();
    return !clause.excludes()
        && !segment.matches("\\.+")
        && !UNFIT_FOR_PATH.matcher(segment).find()
        && Arrays.stream(MediaType.values()).noneMatch(t -> segment.endsWith("." + t.extension()));
  }

  /**
   * The selection in words, for titles: "java or kotlin, and news, not sponsored". Empty for
   * everything; limit and cursor are not told.
   *
   * @param tagLabel what to show for the key of a tag
   */
  public static String describe(Selection selection, Function<String, String> tagLabel) {
    return describe(selection, tagLabel, FeedId::value);
  }

  /**
   * The same with the titles of feeds.
   *
   * @param sourceTitle what to show for a feed
   */
  public static String describe(
      Selection selection,
      Function<String, String> tagLabel,
      Function<FeedId, String> sourceTitle) {
    var parts = new ArrayList<String>();
    parts.add(words("", selection.tags(), tagLabel));
    parts.add(words("category ", selection.categories(), key -> key));
    parts.add(words("from ", selection.sources(), id -> sourceTitle.apply(new FeedId(id))));
    parts.add(words("by ", selection.search().authors(), key -> key));
    parts.add(words("in ", selection.search().languages(), key -> key));
    if (!selection.search().terms().isEmpty()) {
      parts.add("with " + Terms.print(selection.search().terms()));
    }
    selection.since().ifPresent(since -> parts.add("since " + since));
    selection.until().ifPresent(until -> parts.add("until " + until));
    return parts.stream().filter(part -> !part.isEmpty()).collect(Collectors.joining(", "));
  }

  private static String words(String what, List<Clause> clauses, Function<String, String> label) {
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

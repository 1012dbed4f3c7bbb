package io.feedloom.select;

import io.feedloom.feed.Clause;
import io.feedloom.feed.Cursor;
import io.feedloom.feed.FeedId;
import io.feedloom.feed.Period;
import io.feedloom.feed.Search;
import io.feedloom.feed.Selection;
import io.feedloom.feed.Term;
import io.feedloom.feed.TimeBound;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;

/** Reads one selection, and all its faults, from a client's request. */
final class SelectionReader {
  /** The fault of a cursor in a ranking. */
  static final String ONE_PAGE = "a ranking has one page, so no other page continues it";

  static final String ONE_WAY = "pages of digests continue only to older ones";

  private static final String DIGITS = "\\d{1,3}";

  private final Instant now;
  private final List<BadSelection.Fault> faults = new ArrayList<>();
  private final List<Clause> tags = new ArrayList<>();
  private final List<Clause> categories = new ArrayList<>();
  private final List<Clause> sources = new ArrayList<>();
  private final List<Clause> authors = new ArrayList<>();
  private final List<Clause> languages = new ArrayList<>();
  private List<Term> terms = List.of();
  private Optional<TimeBound> since = Optional.empty();
  private Optional<TimeBound> until = Optional.empty();
  private int limit = Selection.DEFAULT_LIMIT;
  private OptionalInt perFeed = OptionalInt.empty();
  private Selection.Merge merge = Selection.Merge.STORY;
  private Selection.Titles titles = Selection.Titles.PLAIN;
  private Selection.Content content = Selection.Content.FULL;
  private int minSources = 1;
  private Selection.Order order = Selection.Order.NEWEST;
  private Optional<Period> digest = Optional.empty();
  private Optional<Cursor> before = Optional.empty();
  private Optional<Cursor> after = Optional.empty();

  SelectionReader(Instant now) {
    this.now = now;
  }

  void pathTags(String text) {
    switch (Clauses.ofTags(text)) {
      case Clauses.Read.Good good -> tags.add(good.clause());
      case Clauses.Read.Bad bad ->
          faults.add(new BadSelection.Fault("path", bad.problem(), Parameter.TAG.allowed()));
    }
  }

  void pathSource(FeedId id) {
    sources.add(Clause.anyOf(List.of(id.value())));
  }

  void parameter(String name, List<String> values) {
    var known = Parameter.named(name);
    if (known.isEmpty()) {
      faults.add(Parameter.unknown(name));
      return;
    }
    var parameter = known.get();
    switch (parameter) {
      case TAG -> clauses(parameter, values, Clauses::ofTags, tags);
      case CATEGORY -> clauses(parameter, values, Clauses::ofTags, categories);
      case SOURCE -> clauses(parameter, values, Clauses::ofSources, sources);
      case Q -> terms = single(parameter, values, Terms::read).orElse(List.of());
      case AUTHOR -> clauses(parameter, values, Clauses::ofTags, authors);
      case LANG -> clauses(parameter, values, Clauses::ofLanguages, languages);
      case SINCE -> since = single(parameter, values, text -> Moments.bound(text, now));
      case UNTIL -> until = single(parameter, values, text -> Moments.bound(text, now));
      case LIMIT ->
          limit =
              single(parameter, values, SelectionReader::number).orElse(Selection.DEFAULT_LIMIT);
      case PER_FEED ->
          perFeed =
              single(parameter, values, SelectionReader::number).stream()
                  .mapToInt(Integer::intValue)
                  .findFirst();
      case MERGE ->
          merge =
              single(parameter, values, text -> word(Selection.Merge.class, text))
                  .orElse(Selection.Merge.STORY);
      case TITLES ->
          titles =
              single(parameter, values, text -> word(Selection.Titles.class, text))
                  .orElse(Selection.Titles.PLAIN);
      case CONTENT ->
          content =
              single(parameter, values, text -> word(Selection.Content.class, text))
                  .orElse(Selection.Content.FULL);
      case MIN_SOURCES ->
          minSources =
              single(parameter, values, text -> number(text, Selection.MAX_SOURCES)).orElse(1);
      case ORDER ->
          order =
              single(parameter, values, text -> word(Selection.Order.class, text))
                  .orElse(Selection.Order.NEWEST);
      case DIGEST -> digest = single(parameter, values, text -> word(Period.class, text));
      case BEFORE -> before = single(parameter, values, Cursors::read);
      case AFTER -> after = single(parameter, values, Cursors::read);
    }
  }

  private void clauses(
      Parameter parameter,
      List<String> values,
      Function<String, Clauses.Read> read,
      List<Clause> into) {
    for (String value : values) {
      switch (read.apply(value)) {
        case Clauses.Read.Good good -> into.add(good.clause());
        case Clauses.Read.Bad bad -> faults.add(parameter.fault(bad.problem()));
      }
    }
  }

  private <T> Optional<T> single(
      Parameter parameter, List<String> values, Function<String, Optional<T>> read) {
    if (values.size() > 1) {
      faults.add(parameter.fault("is given " + values.size() + " times"));
      return Optional.empty();
    }
    var value = values.stream().findFirst().flatMap(read);
    if (value.isEmpty() && !values.isEmpty()) {
      faults.add(parameter.fault("\"" + QuotedInput.of(values.getFirst()) + "\" is not valid"));
    }
    return value;
  }

  private static Optional<Integer> number(String text) {
    return number(text, Selection.MAX_LIMIT);
  }

  private static Optional<Integer> number(String text, int most) {
    return Optional.of(text.strip())
        .filter(t -> t.matches(DIGITS))
        .map(Integer::valueOf)
        .filter(n -> n >= 1 && n <= most);
  }

  private static <T extends Enum<T>> Optional<T> word(Class<T> words, String text) {
    return Arrays.stream(words.getEnumConstants())
        .filter(word -> word.name().equalsIgnoreCase(text.strip()))
        .findFirst();
  }

  /** Checks the conditions on stories, and gives a ranking its time span. */
  private void checkStories() {
    boolean ranks = order == Selection.Order.TOP;
    if (merge == Selection.Merge.NONE && minSources > 1) {
      faults.add(Parameter.MIN_SOURCES.fault("counts the sources of merged stories"));
    }
    if (merge == Selection.Merge.NONE && ranks) {
      faults.add(Parameter.ORDER.fault("ranks merged stories"));
    }
    if (ranks && digest.isEmpty() && (before.isPresent() || after.isPresent())) {
      faults.add(Parameter.ORDER.fault(ONE_PAGE));
    }
    if (digest.isPresent() && after.isPresent()) {
      faults.add(Parameter.DIGEST.fault(ONE_WAY));
    }
    int named = named();
    if (named < minSources) {
      faults.add(Parameter.MIN_SOURCES.fault("is more than the sources that the selection names"));
    }
    if (ranks && digest.isEmpty() && since.isEmpty()) {
      since = Optional.of(Moments.before(now, Selection.TOP_AGE));
    }
  }

  /** Returns the most sources that the entries can have. */
  private int named() {
    return sources.stream()
        .filter(clause -> !clause.excludes())
        .mapToInt(clause -> clause.keys().size())
        .min()
        .orElse(Integer.MAX_VALUE);
  }

  Selection selection() throws BadSelection {
    if (before.isPresent() && after.isPresent()) {
      faults.add(Parameter.AFTER.fault("cannot be combined with before"));
    }
    checkStories();
    if (!faults.isEmpty()) {
      throw new BadSelection(faults);
    }
    return Selection.builder()
        .tags(Clauses.normal(tags))
        .categories(Clauses.normal(categories))
        .sources(Clauses.normal(sources))
        .search(new Search(terms, Clauses.normal(authors), Clauses.normal(languages)))
        .since(since)
        .until(until)
        .limit(limit)
        .perFeed(perFeed)
        .titles(titles)
        .content(content)
        .merge(merge)
        .minSources(minSources)
        .order(order)
        .digest(digest)
        .before(before)
        .after(after)
        .build();
  }
}

package io.feedloom.store.text;

import io.feedloom.feed.Clause;
import io.feedloom.feed.Digest;
import io.feedloom.feed.EntryKey;
import io.feedloom.feed.FeedId;
import io.feedloom.feed.Scan;
import io.feedloom.feed.Search;
import io.feedloom.store.analysis.Analysis;
import io.feedloom.store.db.Millis;
import io.feedloom.store.db.Sql;
import io.feedloom.store.row.FeedPlaces;
import io.feedloom.store.row.FeedPlaces.Place;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.apache.lucene.document.IntField;
import org.apache.lucene.document.LongField;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.PhraseQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermInSetQuery;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.util.BytesRef;

/** Turns a scan into a query of the text index. */
final class TextQueries {
  private static final String GROUPS = "SELECT DISTINCT group_id FROM feed WHERE name IS NOT NULL";

  private static final String OF_GROUPS =
      "SELECT id FROM feed WHERE name IS NOT NULL AND group_id = ANY(?)";

  private final Connection c;
  private final Scan scan;
  private final Map<FeedId, Place> places;

  private TextQueries(Connection c, Scan scan) throws SQLException {
    this.c = c;
    this.scan = scan;
    places = FeedPlaces.of(c, scan);
  }

  /** Returns the query for a scan, without its cursor and limits. */
  static Query of(Connection c, Scan scan) throws SQLException {
    return new TextQueries(c, scan).query();
  }

  /** Restricts a query to these entries. */
  static Query among(Query query, List<EntryKey> keys) {
    var names = keys.stream().map(TextDocuments::key).toList();
    return both(query, new TermInSetQuery(TextDocuments.KEY, names));
  }

  private Query query() throws SQLException {
    var query = new BooleanQuery.Builder();
    query.add(branches(), Occur.FILTER);
    query.add(search(scan.search()), Occur.FILTER);
    for (var id : scan.without()) {
      var place = places.get(id);
      if (place != null) {
        query.add(IntField.newExactQuery(TextDocuments.FEED, place.feed()), Occur.MUST_NOT);
      }
    }
    long since = scan.since().map(Millis::of).orElse(Long.MIN_VALUE);
    long until = scan.until().map(until0 -> Millis.of(until0) - 1).orElse(Long.MAX_VALUE);
    if (scan.since().isPresent() || scan.until().isPresent()) {
      query.add(LongField.newRangeQuery(TextDocuments.RIVER, since, until), Occur.FILTER);
    }
    return query.build();
  }

  /** The conditions of a branch besides its feeds. */
  private record Conditions(Set<String> category, List<Clause> where) {}

  /** Returns a query for any of the branches. Branches with the same conditions become one. */
  private Query branches() throws SQLException {
    var groups = new LinkedHashMap<Conditions, Set<Integer>>();
    var any = new BooleanQuery.Builder();
    for (var branch : scan.branches()) {
      switch (branch) {
        case Scan.OfGroup(int group, var where) ->
            groups
                .computeIfAbsent(new Conditions(Set.of(), where), _ -> new TreeSet<>())
                .add(group);
        case Scan.OfCategory(String category, var among, var where) ->
            groups
                .computeIfAbsent(new Conditions(Set.of(category), where), _ -> new TreeSet<>())
                .addAll(among);
        case Scan.OfFeed(FeedId id, var where) -> {
          var place = places.get(id);
          if (place != null) {
            any.add(
                both(IntField.newExactQuery(TextDocuments.FEED, place.feed()), filed(where)),
                Occur.SHOULD);
          }
        }
      }
    }
    for (var entry : groups.entrySet()) {
      var conditions = entry.getKey();
      var category =
          clauses(
              conditions.category().stream().map(k -> Clause.anyOf(Set.of(k))).toList(),
              TextQueries::category);
      any.add(
          both(ofGroups(entry.getValue()), both(category, filed(conditions.where()))),
          Occur.SHOULD);
    }
    return any.build();
  }

  private Query ofGroups(Set<Integer> groups) throws SQLException {
    var all = new HashSet<>(Sql.list(c, GROUPS, row -> row.getInt(1)));
    if (groups.containsAll(all)) {
      return MatchAllDocsQuery.INSTANCE;
    }
    var numbers = Sql.ints(groups);
    var feeds = Sql.list(c, OF_GROUPS, row -> row.getInt(1), numbers);
    return IntField.newSetQuery(TextDocuments.FEED, Sql.ints(feeds));
  }

  private static Query filed(List<Clause> where) {
    return clauses(where, TextQueries::category);
  }

  private static Query category(String key) {
    return new TermQuery(new Term(TextDocuments.CATEGORY, TextDocuments.category(Digest.of(key))));
  }

  /** Returns the query for words, authors and languages. */
  static Query search(Search search) {
    var query = new BooleanQuery.Builder();
    query.add(
        clauses(search.authors(), key -> new TermQuery(new Term(TextDocuments.AUTHOR, key))),
        Occur.FILTER);
    query.add(
        clauses(search.languages(), key -> new TermQuery(new Term(TextDocuments.LANGUAGE, key))),
        Occur.FILTER);
    for (var term : search.terms()) {
      var words = Analysis.phrase(term.text());
      if (!words.isEmpty()) {
        query.add(words(words), term.excludes() ? Occur.MUST_NOT : Occur.FILTER);
      }
    }
    return query.build();
  }

  private static Query words(List<Analysis.Word> words) {
    if (words.size() == 1) {
      return new TermQuery(new Term(TextDocuments.TEXT, words.getFirst().text()));
    }
    var phrase = new PhraseQuery.Builder();
    int first = words.getFirst().position();
    words.forEach(
        word ->
            phrase.add(
                new Term(TextDocuments.TEXT, new BytesRef(word.text())), word.position() - first));
    return phrase.build();
  }

  /** Returns a query for all of the clauses; without clauses, it finds everything. */
  private static Query clauses(List<Clause> clauses, Function<String, Query> keyed) {
    var query = new BooleanQuery.Builder();
    query.add(MatchAllDocsQuery.INSTANCE, Occur.FILTER);
    for (var clause : clauses) {
      var any = new BooleanQuery.Builder();
      clause.keys().forEach(key -> any.add(keyed.apply(key), Occur.SHOULD));
      query.add(any.build(), clause.excludes() ? Occur.MUST_NOT : Occur.FILTER);
    }
    return query.build();
  }

  private static Query both(Query one, Query other) {
    return new BooleanQuery.Builder().add(one, Occur.FILTER).add(other, Occur.FILTER).build();
  }
}

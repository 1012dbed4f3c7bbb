package io.feedloom.store.text;

import io.feedloom.feed.Entry;
import io.feedloom.feed.EntryKey;
import io.feedloom.feed.FeedInfo;
import io.feedloom.feed.Person;
import io.feedloom.feed.Tag;
import io.feedloom.store.analysis.Analysis;
import io.feedloom.store.analysis.Analysis.Part;
import io.feedloom.store.db.Sql;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.FieldType;
import org.apache.lucene.document.IntField;
import org.apache.lucene.document.LongField;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.IndexOptions;
import org.apache.lucene.util.BytesRef;

/** Turns entries into documents of the text index. */
final class TextDocuments {
  static final String KEY = "key";
  static final String RIVER = "river";
  static final String FEED = "feed";
  static final String ID = "id";
  static final String CATEGORY = "category";
  static final String AUTHOR = "author";
  static final String LANGUAGE = "language";
  static final String TEXT = "text";

  /** Words with their positions, without data for ranking. Results are sorted by time instead. */
  private static final FieldType WORDS = words();

  /** The longest name of an author or language, in characters. Longer ones are left out. */
  private static final int MAX_NAME_LENGTH = 255;

  private TextDocuments() {}

  /**
   * A stored entry.
   *
   * @param info the description of its feed; its language and authors are used if the entry names
   *     none
   */
  record Row(EntryKey key, long river, long[] categories, Entry entry, Optional<FeedInfo> info) {
    /** Returns the keys of its authors. */
    TreeSet<String> authors() {
      return people().stream()
          .flatMap(person -> person.name().stream())
          .map(name -> Tag.key(Sql.clean(name)))
          .filter(key -> !key.isEmpty() && key.length() <= MAX_NAME_LENGTH)
          .collect(Collectors.toCollection(TreeSet::new));
    }

    private List<Person> people() {
      return entry.authors().stream().anyMatch(person -> person.name().isPresent())
          ? entry.authors()
          : info.map(FeedInfo::authors).orElse(List.of());
    }

    /** Returns its language and the more general ones: for {@code de-AT} also {@code de}. */
    TreeSet<String> languages() {
      var languages = new TreeSet<String>();
      var language = entry.language().or(() -> info.flatMap(FeedInfo::language)).orElse("");
      var tag = language.strip().replace('_', '-').toLowerCase(Locale.ROOT);
      if (tag.length() > MAX_NAME_LENGTH) {
        return languages;
      }
      for (int end = tag.length(); end > 0; end = tag.lastIndexOf('-', end - 1)) {
        languages.add(tag.substring(0, end));
      }
      return languages;
    }

    /** Returns the texts in which words are searched. */
    List<Text> texts() {
      var names =
          people().stream()
              .flatMap(person -> person.name().stream())
              .collect(Collectors.joining("; "));
      return Stream.of(
              new Text(Part.TITLE, entry.title()),
              new Text(Part.AUTHORS, names),
              new Text(Part.CONTENT, entry.plainContent().orElse("")),
              new Text(Part.SUMMARY, entry.plainSummary().orElse("")))
          .filter(text -> !text.text().isBlank())
          .toList();
    }
  }

  /** A text of an entry. */
  record Text(Part part, String text) {}

  private static FieldType words() {
    var type = new FieldType();
    type.setTokenized(true);
    type.setOmitNorms(true);
    type.setIndexOptions(IndexOptions.DOCS_AND_FREQS_AND_POSITIONS);
    type.freeze();
    return type;
  }

  /** Returns the key of an entry in the index. */
  static BytesRef key(EntryKey key) {
    var bytes = ByteBuffer.allocate(Integer.BYTES + Long.BYTES);
    return new BytesRef(bytes.putInt(key.feed()).putLong(key.id()).array());
  }

  /** Returns the number of a category in the index. */
  static BytesRef category(long number) {
    return new BytesRef(ByteBuffer.allocate(Long.BYTES).putLong(number).array());
  }

  /** Returns the document of an entry. */
  static Document of(Row row) {
    var document = new Document();
    document.add(new StringField(KEY, key(row.key()), Field.Store.NO));
    document.add(new LongField(RIVER, row.river(), Field.Store.NO));
    document.add(new IntField(FEED, row.key().feed(), Field.Store.NO));
    document.add(new NumericDocValuesField(ID, row.key().id()));
    for (long category : row.categories()) {
      document.add(new StringField(CATEGORY, category(category), Field.Store.NO));
    }
    row.authors().forEach(a -> document.add(new StringField(AUTHOR, a, Field.Store.NO)));
    row.languages().forEach(l -> document.add(new StringField(LANGUAGE, l, Field.Store.NO)));
    for (var text : row.texts()) {
      document.add(new Field(TEXT, Analysis.stream(text.part(), text.text()), WORDS));
    }
    return document;
  }
}

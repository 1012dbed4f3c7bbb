package io.feedloom.store.db;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Gatherers;
import org.jspecify.annotations.Nullable;

/** Runs SQL statements with JDBC. */
public final class Sql {
  /**
   * How many rows a batch sends at once. Fewer would need more round trips, and more would need
   * more memory.
   */
  private static final int BATCH = 1_000;

  private Sql() {}

  /** Reads a value from the current row. */
  public interface Row<T> {
    T read(ResultSet row) throws SQLException;
  }

  /** Returns all rows that the statement selects. */
  public static <T> List<T> list(Connection c, String sql, Row<T> row, @Nullable Object... values)
      throws SQLException {
    try (var statement = c.prepareStatement(sql)) {
      bind(statement, values);
      try (var rows = statement.executeQuery()) {
        var list = new ArrayList<T>();
        while (rows.next()) {
          list.add(row.read(rows));
        }
        return list;
      }
    }
  }

  /** Returns a value of each row that the statement selects, by another one. */
  public static <K, V> Map<K, V> map(
      Connection c, String sql, Row<K> key, Row<V> value, @Nullable Object... values)
      throws SQLException {
    var map = new LinkedHashMap<K, V>();
    list(c, sql, row -> map.put(key.read(row), value.read(row)), values);
    return map;
  }

  /** Returns the first row that the statement selects; empty if there is none. */
  public static <T> Optional<T> first(
      Connection c, String sql, Row<T> row, @Nullable Object... values) throws SQLException {
    return list(c, sql, row, values).stream().findFirst();
  }

  /** Runs a statement that writes, and returns the number of rows that it changed. */
  public static int run(Connection c, String sql, @Nullable Object... values) throws SQLException {
    try (var statement = c.prepareStatement(sql)) {
      bind(statement, values);
      return statement.executeUpdate();
    }
  }

  /** Runs a statement that writes, once for each array of values. */
  public static void batch(Connection c, String sql, Collection<@Nullable Object[]> rows)
      throws SQLException {
    if (rows.isEmpty()) {
      return;
    }
    try (var statement = c.prepareStatement(sql)) {
      int waiting = 0;
      for (var values : rows) {
        bind(statement, values);
        statement.addBatch();
        if (++waiting == BATCH) {
          statement.executeBatch();
          waiting = 0;
        }
      }
      if (waiting > 0) {
        statement.executeBatch();
      }
    }
  }

  /** Returns the values for one run of a statement. */
  public static @Nullable Object[] values(@Nullable Object... values) {
    return values;
  }

  private static void bind(PreparedStatement statement, @Nullable Object[] values)
      throws SQLException {
    for (int i = 0; i < values.length; i++) {
      var value = values[i];
      switch (value) {
        case Long number -> statement.setLong(i + 1, number);
        case Integer number -> statement.setInt(i + 1, number);
        case String text -> statement.setString(i + 1, text);
        case byte[] bytes -> statement.setBytes(i + 1, bytes);
        case long[] numbers ->
            statement.setArray(i + 1, array(statement, "BIGINT", boxed(numbers)));
        case int[] numbers ->
            statement.setArray(i + 1, array(statement, "INTEGER", boxed(numbers)));
        case String[] texts -> statement.setArray(i + 1, array(statement, "VARCHAR", texts));
        case null -> statement.setObject(i + 1, null);
        default -> throw new IllegalArgumentException("no such SQL type: " + value.getClass());
      }
    }
  }

  private static java.sql.Array array(PreparedStatement statement, String type, Object[] values)
      throws SQLException {
    return statement.getConnection().createArrayOf(type, values);
  }

  /** Returns the parts of a list in their order, each with at most so many elements. */
  public static <T> List<List<T>> pieces(List<T> list, int most) {
    return list.stream().gather(Gatherers.windowFixed(most)).toList();
  }

  /** Returns numbers for an array of BIGINT. */
  public static long[] longs(Collection<Long> numbers) {
    return numbers.stream().mapToLong(Long::longValue).toArray();
  }

  /** Returns numbers for an array of INTEGER. */
  public static int[] ints(Collection<Integer> numbers) {
    return numbers.stream().mapToInt(Integer::intValue).toArray();
  }

  private static Object[] boxed(long[] numbers) {
    var boxed = new Object[numbers.length];
    for (int i = 0; i < numbers.length; i++) {
      boxed[i] = numbers[i];
    }
    return boxed;
  }

  private static Object[] boxed(int[] numbers) {
    var boxed = new Object[numbers.length];
    for (int i = 0; i < numbers.length; i++) {
      boxed[i] = numbers[i];
    }
    return boxed;
  }

  /** Returns a number from a column that may be NULL. */
  public static Optional<Long> number(ResultSet row, String column) throws SQLException {
    long value = row.getLong(column);
    return row.wasNull() ? Optional.empty() : Optional.of(value);
  }

  /** Returns a text from a column that may be NULL. */
  public static Optional<String> text(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getString(column));
  }

  /** Returns the text without U+0000, which PostgreSQL refuses. */
  public static String clean(String text) {
    return text.indexOf('\0') < 0 ? text : text.replace("\0", "");
  }
}

package io.feedloom.store.db;

import io.feedloom.config.StorageSettings;
import io.feedloom.feed.NativePath;
import io.feedloom.store.api.StoreException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The kinds of databases, and the few things that differ between them. All other SQL is the same.
 */
public enum Dialect {
  H2(
      NativeFile.URL_PREFIX,
      "SELECT CAST(setting_value AS BIGINT) AS bytes FROM information_schema.settings"
          + " WHERE setting_name = 'info.FILE_SIZE'",
      "",
      "classpath:db/h2") {
    @Override
    public String url(StorageSettings settings, Path folder) {
      var url = settings.url();
      int end = url.indexOf(';') < 0 ? url.length() : url.indexOf(';');
      var name = url.substring(prefix.length(), end);
      var options = new StringBuilder(url.substring(end));
      var given = url.substring(end).toUpperCase(Locale.ROOT);
      H2_OPTIONS.forEach(
          (option, value) -> {
            if (!given.contains(";" + option + "=")) {
              options.append(';').append(option).append('=').append(value);
            }
          });
      return prefix + place(name, folder) + options;
    }

    private String place(String name, Path folder) {
      if (name.startsWith("mem:")) {
        return name;
      }
      if (name.matches("(tcp|ssl|zip|classpath|split|cipher|async|nio\\w+):.*")) {
        throw new StoreException(
            "H2 needs a file of its own, as in jdbc:h2:./data/feedloom, and not " + prefix + name);
      }
      var file = path(name, folder);
      createFolder(Objects.requireNonNullElse(file.getParent(), file));
      return NativeFile.name(file);
    }
  },

  POSTGRESQL(
      "jdbc:postgresql:",
      "SELECT pg_database_size(current_database()) AS bytes",
      " ON CONFLICT DO NOTHING",
      "classpath:db/postgresql") {
    @Override
    public String url(StorageSettings settings, Path folder) {
      return settings.url();
    }
  };

  /**
   * Options for H2. Every commit goes to the operating system at once, so that no committed work is
   * lost when the process is killed. Only the store closes the database. The size of the cache is
   * in KB. H2 writes no trace file, because all failures are thrown as exceptions.
   */
  private static final Map<String, String> H2_OPTIONS =
      new TreeMap<>(
          Map.of(
              "WRITE_DELAY", "0",
              "CACHE_SIZE", "32768",
              "LOCK_TIMEOUT", "30000",
              "DB_CLOSE_DELAY", "-1",
              "DB_CLOSE_ON_EXIT", "FALSE",
              "QUERY_CACHE_SIZE", "64",
              "OPTIMIZE_REUSE_RESULTS", "FALSE",
              "TRACE_LEVEL_FILE", "0"));

  final String prefix;

  /**
   * The end of an {@code INSERT} that skips existing rows, so that two transactions can insert the
   * same row at once. Empty for H2, which has only one writer.
   */
  public final String skipsExisting;

  /** Selects the size on disk in bytes. */
  final String size;

  /** The location of the migrations that only this database needs. */
  final String migrations;

  Dialect(String prefix, String size, String skipsExisting, String migrations) {
    this.migrations = migrations;
    this.prefix = prefix;
    this.size = size;
    this.skipsExisting = skipsExisting;
  }

  /**
   * Returns the dialect of the configured database.
   *
   * @throws StoreException if it is neither
   */
  public static Dialect of(StorageSettings settings) {
    for (var dialect : values()) {
      if (settings.url().startsWith(dialect.prefix)) {
        return dialect;
      }
    }
    throw new StoreException(
        "the storage url must begin with jdbc:h2: or jdbc:postgresql:, not " + settings.place());
  }

  /** Returns the dialect of an open connection. */
  public static Dialect of(Connection c) throws SQLException {
    return c.getMetaData().getURL().startsWith(POSTGRESQL.prefix) ? POSTGRESQL : H2;
  }

  /** Returns the address to connect to, with the options that the store needs. */
  public abstract String url(StorageSettings settings, Path folder);

  /** Returns the folder of this process for the text index; empty to keep it in memory. */
  public Optional<Path> texts(StorageSettings settings, Path folder) {
    if (isShared()) {
      return Optional.of(folder.toAbsolutePath().resolve("data/texts"));
    }
    return NativeFile.path(url(settings, folder))
        .map(file -> NativePath.of(NativePath.text(file) + ".texts"));
  }

  /** Returns the file of an H2 database, whether or not it exists; empty if it is in memory. */
  static Optional<Path> file(StorageSettings settings, Path folder) {
    var name = settings.place().substring(H2.prefix.length());
    return name.startsWith("mem:")
        ? Optional.empty()
        : Optional.of(NativePath.of(NativePath.text(path(name, folder)) + ".mv.db"));
  }

  private static Path path(String name, Path folder) {
    var path = name.startsWith("file:") ? name.substring("file:".length()) : name;
    return path.startsWith("~/")
        ? NativePath.resolve(Path.of(System.getProperty("user.home")), path.substring(2))
        : NativePath.resolve(folder.toAbsolutePath(), path).normalize();
  }

  /** Returns whether other processes may use the same database. */
  public boolean isShared() {
    return this == POSTGRESQL;
  }

  private static void createFolder(Path folder) {
    try {
      Files.createDirectories(folder);
    } catch (FileAlreadyExistsException e) {
      throw new StoreException("the data folder is a file: " + e.getFile(), e);
    } catch (FileSystemException e) {
      var reason = e.getReason() == null ? "access denied" : e.getReason();
      throw new StoreException("cannot create the data folder " + folder + ": " + reason, e);
    } catch (IOException e) {
      throw new StoreException("cannot create the data folder " + folder + ": " + e, e);
    }
    if (!Files.isWritable(folder)) {
      throw new StoreException("cannot write to the data folder " + folder);
    }
  }
}

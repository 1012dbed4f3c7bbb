package io.feedloom.store.db;

import io.feedloom.config.StorageSettings;
import io.feedloom.feed.NativePath;
import io.feedloom.feed.Secret;
import io.feedloom.store.api.StoreException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.util.UUID;
import org.h2.jdbcx.JdbcDataSource;
import org.h2.store.fs.FileUtils;

/**
 * Creates the file of an H2 database, either completely or not at all.
 *
 * <p>H2 commits every statement that creates a table, so a process that is killed in between would
 * leave only some tables. Therefore the database is created in memory, written to a temporary file
 * and renamed. A temporary file of a killed process is overwritten.
 *
 * <p>A process locks the temporary file before it writes, and then checks again whether the
 * database exists. The temporary file is removed only by renaming it to the database. So two
 * processes never create the database at once.
 */
final class NewFile {
  private final String place;
  private final Path file;
  private final Path temporary;

  private NewFile(String place, Path file) {
    this.place = place;
    this.file = file;
    temporary = NativePath.of(NativePath.text(file) + ".new");
  }

  /**
   * Creates the file if it is missing. Does nothing if there is an empty file or a broken link, or
   * if the database is in memory.
   *
   * @param folder that relative paths start from
   * @throws StoreException if the file cannot be created, or another process is creating it
   */
  static void makeIfMissing(StorageSettings settings, Path folder) {
    var url = Dialect.H2.url(settings, folder);
    Dialect.file(settings, folder)
        .map(file -> new NewFile(settings.place(), file))
        .filter(NewFile::isMissing)
        .ifPresent(missing -> missing.write(missing.created(settings, url)));
  }

  private boolean isMissing() {
    return Files.notExists(file, LinkOption.NOFOLLOW_LINKS);
  }

  /** Returns the bytes of an empty database that has all tables. */
  private byte[] created(StorageSettings settings, String url) {
    var name = "memFS:/" + UUID.randomUUID();
    var source = new JdbcDataSource();
    source.setURL(Dialect.H2.prefix + name + url.substring(url.indexOf(';')));
    settings.user().ifPresent(source::setUser);
    settings.password().map(Secret::value).ifPresent(source::setPassword);
    try {
      Schema.migrate(source, place);
      try (var connection = source.getConnection()) {
        Sql.run(connection, "SHUTDOWN");
      }
      try (var bytes = FileUtils.newInputStream(name + ".mv.db")) {
        return bytes.readAllBytes();
      }
    } catch (SQLException e) {
      throw Explanation.of(e, place);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // it is in memory
    } finally {
      FileUtils.deleteRecursive(name + ".mv.db", true);
    }
  }

  private void write(byte[] database) {
    try (var channel =
            FileChannel.open(temporary, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        var lock = channel.tryLock()) {
      if (lock == null) {
        throw Explanation.inUse(place);
      }
      if (isMissing()) {
        channel.truncate(0);
        for (var rest = ByteBuffer.wrap(database); rest.hasRemaining(); ) {
          channel.write(rest);
        }
        channel.force(true);
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
      } else {
        Files.deleteIfExists(temporary);
      }
    } catch (OverlappingFileLockException e) {
      throw Explanation.inUse(place);
    } catch (IOException e) {
      throw Explanation.of(e, place, temporary);
    }
  }
}

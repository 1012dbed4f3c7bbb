package io.feedloom.store;

import io.feedloom.config.StorageSettings;
import io.feedloom.feed.NativePath;
import io.feedloom.feed.Secret;
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
 * Makes the file of an H2 database that is not there yet: whole, or not at all.
 *
 * <p>H2 commits every statement that makes a table by itself, so a process that is killed while it
 * makes them would leave some. They are made in memory, then written as one file beside the place,
 * and that is renamed. What a killed process left there is never in use, and is written over.
 *
 * <p>Who writes holds a lock of the file beside, and looks under the lock whether the database is
 * there by now. The file beside goes only once the database is there, so no two processes both hold
 * the lock and miss the database; and what one of them opened, it writes to under the lock only.
 */
final class NewFile {
  private final String place;
  private final Path file;
  private final Path beside;

  private NewFile(String place, Path file) {
    this.place = place;
    this.file = file;
    beside = NativePath.of(NativePath.text(file) + ".new");
  }

  /**
   * Does nothing where there is a file, be it empty or a link to nowhere, or where none is used.
   *
   * @param folder that relative paths are taken from
   * @throws StoreException if it cannot be made, or another process is making it
   */
  static void makeIfMissing(StorageSettings settings, Path folder) {
    var url = Dialect.H2.url(settings, folder);
    Dialect.file(settings, folder)
        .map(file -> new NewFile(settings.place(), file))
        .filter(NewFile::isMissing)
        .ifPresent(missing -> missing.write(missing.made(settings, url)));
  }

  private boolean isMissing() {
    return Files.notExists(file, LinkOption.NOFOLLOW_LINKS);
  }

  /** The bytes of an empty database that has all tables. */
  private byte[] made(StorageSettings settings, String url) {
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
            FileChannel.open(beside, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
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
        Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
      } else {
        Files.deleteIfExists(beside);
      }
    } catch (OverlappingFileLockException e) {
      throw Explanation.inUse(place);
    } catch (IOException e) {
      throw Explanation.of(e, place, beside);
    }
  }
}

package io.feedloom.store.db;

import io.feedloom.feed.NativePath;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.h2.api.ErrorCode;
import org.h2.message.DbException;
import org.h2.store.fs.FilePath;

/**
 * A file of H2 whose path contains letters that the locale's charset lacks. H2 makes paths from
 * text, which fails for such a path. So H2 gets the path in percent-encoding, and {@link
 * NativePath} decodes it. H2 handles all other paths itself.
 */
final class NativeFile extends FilePath {
  /** The beginning of an address of H2. */
  static final String URL_PREFIX = "jdbc:h2:";

  private static final String SCHEME = "utf8";
  private static final String PREFIX = SCHEME + ":";
  private static final String OF_H2 = "file:";

  static {
    FilePath.register(new NativeFile());
  }

  private NativeFile() {}

  /** Returns the name of the file for H2. */
  static String name(Path file) {
    var text = NativePath.text(file);
    return NativePath.isExpressible(text) ? OF_H2 + text : PREFIX + NativePath.encoded(text);
  }

  /** Returns the path in an address of H2; empty if it names no file. */
  static Optional<Path> path(String url) {
    var name = url.replaceFirst(";.*", "").replaceFirst("^" + URL_PREFIX, "");
    if (!url.startsWith(URL_PREFIX)) {
      return Optional.empty();
    }
    return name.startsWith(OF_H2)
        ? Optional.of(NativePath.of(name.substring(OF_H2.length())))
        : Optional.of(name).filter(n -> n.startsWith(PREFIX)).map(NativeFile::decoded);
  }

  private static Path decoded(String name) {
    return NativePath.decoded(name.substring(PREFIX.length()));
  }

  private static NativeFile of(String name) {
    var file = new NativeFile();
    file.name = name;
    return file;
  }

  private static NativeFile of(Path path) {
    return of(PREFIX + NativePath.encoded(NativePath.text(path)));
  }

  private Path path() {
    return decoded(name);
  }

  private interface Work<T> {
    T on(Path path) throws IOException;
  }

  private <T> T io(Work<T> work) {
    try {
      return work.on(path());
    } catch (IOException e) {
      throw DbException.get(ErrorCode.IO_EXCEPTION_2, e, String.valueOf(e.getMessage()), name);
    }
  }

  @Override
  public String getScheme() {
    return SCHEME;
  }

  @Override
  public FilePath getPath(String path) {
    return of(path);
  }

  @Override
  public FilePath unwrap() {
    return this;
  }

  @Override
  public long size() {
    return io(Files::size);
  }

  @Override
  public void moveTo(FilePath target, boolean atomicReplace) {
    var to = ((NativeFile) target).path();
    var options =
        atomicReplace
            ? new StandardCopyOption[] {
              StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING
            }
            : new StandardCopyOption[0];
    io(path -> Files.move(path, to, options));
  }

  @Override
  public boolean createFile() {
    return io(
        path -> {
          if (Files.exists(path)) {
            return false;
          }
          Files.createFile(path);
          return true;
        });
  }

  @Override
  public boolean exists() {
    return Files.exists(path());
  }

  @Override
  public void delete() {
    io(Files::deleteIfExists);
  }

  @Override
  public List<FilePath> newDirectoryStream() {
    return io(
        path -> {
          try (var children = Files.list(path)) {
            return children.<FilePath>map(NativeFile::of).toList();
          }
        });
  }

  @Override
  public FilePath toRealPath() {
    var path = path().toAbsolutePath().normalize();
    return of(path);
  }

  @Override
  public FilePath getParent() {
    return of(Optional.ofNullable(path().getParent()).orElse(Path.of("/")));
  }

  @Override
  public boolean isDirectory() {
    return Files.isDirectory(path());
  }

  @Override
  public boolean isRegularFile() {
    return Files.isRegularFile(path());
  }

  @Override
  public boolean isAbsolute() {
    return true;
  }

  @Override
  public long lastModified() {
    return io(path -> Files.getLastModifiedTime(path).toMillis());
  }

  @Override
  public boolean canWrite() {
    return Files.isWritable(path());
  }

  @Override
  public void createDirectory() {
    io(Files::createDirectories);
  }

  @Override
  public OutputStream newOutputStream(boolean append) throws IOException {
    return append
        ? Files.newOutputStream(path(), StandardOpenOption.CREATE, StandardOpenOption.APPEND)
        : Files.newOutputStream(path());
  }

  @Override
  public InputStream newInputStream() throws IOException {
    return Files.newInputStream(path());
  }

  @Override
  public FileChannel open(String mode) throws IOException {
    Set<OpenOption> options =
        mode.equals("r")
            ? Set.of(StandardOpenOption.READ)
            : Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE);
    return FileChannel.open(path(), options);
  }

  @Override
  public boolean setReadOnly() {
    return path().toFile().setReadOnly();
  }
}

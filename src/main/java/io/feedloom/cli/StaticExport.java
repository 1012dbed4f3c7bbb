package io.feedloom.cli;

import io.feedloom.cli.ExportAddresses.Target;
import io.feedloom.config.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Writes what a server answers into files that any static host can serve, with a compressed twin of
 * each for every coding. Because it asks a server, the files have the bytes of its answers.
 *
 * <p>A file is written beside its place and renamed, only if its content is new. Files of an
 * earlier export that no longer belong to it are deleted, others in the folder are left alone.
 */
final class StaticExport implements AutoCloseable {
  /** The codings of the server and the endings of their files. */
  private static final Map<String, String> CODINGS =
      Map.of("gzip", ".gz", "br", ".br", "zstd", ".zst");

  /** The list of the files of an export, so that the next one can delete what is left over. */
  static final String LIST = ".feedloom-export";

  private static final Pattern ASSET =
      Pattern.compile("(?:href|src)=\"[^\"]*?(?<path>/assets/[A-Za-z0-9._/-]+)\"");
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int OK = 200;
  private static final int UNCHANGED = 304;

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(PATIENCE).build();
  private final String server;
  private final Path folder;

  /** The validators of the answers that are in the files now, by file. */
  private final Map<String, String> validators = new HashMap<>();

  /**
   * How an export ended.
   *
   * @param files how many files belong to it
   * @param written how many of them were written
   * @param deleted how many files of an earlier export were deleted
   */
  record Result(int files, int written, int deleted) {}

  /**
   * @param server the address of the server, without a slash at its end
   */
  StaticExport(String server, Path folder) {
    this.server = server;
    this.folder = folder.toAbsolutePath().normalize();
  }

  /**
   * Writes everything that changed.
   *
   * @throws UncheckedIOException if the server does not answer or a file cannot be written
   */
  Result run(Settings settings) throws InterruptedException {
    try {
      var files = new LinkedHashSet<String>();
      int written = 0;
      for (var target : ExportAddresses.of(settings)) {
        written += export(target, files);
      }
      for (var asset : assets()) {
        written += export(new Target(asset, asset.substring(1), false), files);
      }
      return new Result(files.size(), written, forgetOthers(files));
    } catch (IOException e) {
      throw new UncheckedIOException(
          e.getMessage() == null ? server + " does not answer" : e.getMessage(), e);
    }
  }

  private Set<String> assets() throws IOException {
    var found = new TreeSet<String>();
    var home = ASSET.matcher(Files.readString(folder.resolve("index.html")));
    while (home.find()) {
      found.add(home.group("path"));
    }
    return found;
  }

  private int export(Target target, Set<String> files) throws IOException, InterruptedException {
    int written = write(target, "identity", "", files);
    for (var coding : CODINGS.entrySet()) {
      written += write(target, coding.getKey(), coding.getValue(), files);
    }
    return written;
  }

  /** Asks for one address in one coding, and writes its file if that is new. */
  private int write(Target target, String coding, String ending, Set<String> files)
      throws IOException, InterruptedException {
    var name = target.file() + ending;
    var file = folder.resolve(name).normalize();
    if (!file.startsWith(folder)) {
      throw new IOException(name + " is outside the folder of the export");
    }
    var answer = client.send(request(target, coding, name, file), BODY);
    if (answer.statusCode() == UNCHANGED) {
      files.add(name);
      return 0;
    }
    if (answer.statusCode() != OK) {
      throw new IOException(target.path() + ": the server answered " + answer.statusCode());
    }
    var used = answer.headers().firstValue("Content-Encoding").orElse("identity");
    if (!used.equals(coding)) {
      return 0; // a small answer is not compressed
    }
    files.add(name);
    boolean isNew = replace(file, answer.body());
    answer.headers().firstValue("ETag").ifPresent(tag -> validators.put(name, tag));
    return isNew ? 1 : 0;
  }

  private static final HttpResponse.BodyHandler<byte[]> BODY =
      HttpResponse.BodyHandlers.ofByteArray();

  private HttpRequest request(Target target, String coding, String name, Path file) {
    var request =
        HttpRequest.newBuilder(URI.create(server + target.path()))
            .timeout(PATIENCE)
            .header("Accept-Encoding", coding)
            .header("Accept", target.page() ? "text/html" : "*/*");
    var known = validators.get(name);
    if (known != null && Files.exists(file)) {
      request.header("If-None-Match", known);
    }
    return request.build();
  }

  /** Returns whether the file had another content. */
  private static boolean replace(Path file, byte[] content) throws IOException {
    if (Files.isRegularFile(file)
        && Files.size(file) == content.length
        && Arrays.equals(Files.readAllBytes(file), content)) {
      return false;
    }
    Files.createDirectories(file.getParent());
    WholeFile.write(file, content);
    return true;
  }

  /** Deletes the files of the last export that do not belong to this one. */
  private int forgetOthers(Set<String> files) throws IOException {
    var list = folder.resolve(LIST);
    int deleted = 0;
    if (Files.exists(list)) {
      for (var name : Files.readAllLines(list)) {
        var file = folder.resolve(name).normalize();
        if (!files.contains(name) && file.startsWith(folder) && Files.deleteIfExists(file)) {
          validators.remove(name);
          deleted++;
        }
      }
    }
    var names = String.join("\n", files) + "\n";
    replace(list, names.getBytes(StandardCharsets.UTF_8));
    return deleted;
  }

  @Override
  public void close() {
    client.shutdownNow();
    client.close();
  }
}

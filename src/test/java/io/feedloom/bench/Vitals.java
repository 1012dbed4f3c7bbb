package io.feedloom.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * The resources of a process at one moment.
 *
 * @param heap in MiB, after a full collection
 * @param memory resident, in MiB
 * @param threads of the system
 * @param connections open sockets
 * @param files open, sockets included
 */
record Vitals(double heap, long memory, int threads, int connections, int files) {
  private static final Pattern USED = Pattern.compile("total \\d+K, used (\\d+)K");

  /** Measures a JVM; only on Linux. */
  static Vitals of(Child child) throws IOException, InterruptedException {
    jcmd(child, "GC.run");
    var used = USED.matcher(jcmd(child, "GC.heap_info"));
    double heap = 0;
    while (used.find()) {
      heap += Long.parseLong(used.group(1)) / 1024.0;
    }
    var status = Files.readString(Path.of("/proc", Long.toString(child.pid()), "status"));
    var threads = Pattern.compile("Threads:\\s+(\\d+)").matcher(status);
    int connections = 0;
    int files = 0;
    try (var all = Files.list(Path.of("/proc", Long.toString(child.pid()), "fd"))) {
      for (var file : all.toList()) {
        files++;
        connections += isSocket(file) ? 1 : 0;
      }
    }
    return new Vitals(
        heap,
        child.memory().orElse(0),
        threads.find() ? Integer.parseInt(threads.group(1)) : 0,
        connections,
        files);
  }

  private static boolean isSocket(Path file) {
    try {
      return Files.readSymbolicLink(file).toString().startsWith("socket:");
    } catch (IOException e) {
      return false; // closed meanwhile
    }
  }

  private static String jcmd(Child child, String command) throws IOException, InterruptedException {
    var jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    var process =
        new ProcessBuilder(jcmd, Long.toString(child.pid()), command)
            .redirectErrorStream(true)
            .start();
    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException("jcmd: " + said);
    }
    return said;
  }
}

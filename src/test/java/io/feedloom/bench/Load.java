package io.feedloom.bench;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.regex.Pattern;

/**
 * Puts load on an address, with wrk if it is installed, else with our own sockets.
 *
 * @param headers complete lines without line ends
 */
record Load(int port, String path, List<String> headers) {
  private static final int CONNECTIONS = 32;
  private static final Pattern RATE = Pattern.compile("Requests/sec: +([0-9.]+)");
  private static final Pattern FAILED = Pattern.compile("Non-2xx or 3xx responses: (\\d+)");

  Load {
    headers = List.copyOf(headers);
  }

  static boolean hasWrk() {
    return installed("wrk");
  }

  /** Returns whether a program is installed. */
  static boolean installed(String name) {
    var folders = System.getenv().getOrDefault("PATH", "") + ":/usr/sbin";
    for (var folder : folders.split(":", -1)) {
      if (!folder.isEmpty() && Files.isExecutable(Path.of(folder, name))) {
        return true;
      }
    }
    return false;
  }

  /** Returns the answers per second. */
  double run(Duration time) throws IOException, InterruptedException {
    return hasWrk() ? wrk(time) : sockets(time);
  }

  private double wrk(Duration time) throws IOException, InterruptedException {
    var command =
        new ArrayList<>(
            List.of("wrk", "-t1", "-c" + CONNECTIONS, "-d" + Math.max(1, time.toSeconds()) + "s"));
    for (var header : headers) {
      command.add("-H");
      command.add(header);
    }
    command.add("http://127.0.0.1:" + port + path);
    var wrk = new ProcessBuilder(command).redirectErrorStream(true).start();
    var said = new String(wrk.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    wrk.waitFor();
    var rate = RATE.matcher(said);
    if (!rate.find() || FAILED.matcher(said).find()) {
      throw new IllegalStateException("wrk met failures:\n" + said);
    }
    return Double.parseDouble(rate.group(1));
  }

  /** Does the same as wrk in this JVM. */
  double sockets(Duration time) throws InterruptedException {
    var answers = new LongAdder();
    long begin = System.nanoTime();
    long end = begin + time.toNanos();
    var threads = new ArrayList<Thread>();
    for (int i = 0; i < CONNECTIONS; i++) {
      threads.add(Thread.ofVirtual().start(() -> connection(end, answers)));
    }
    for (var thread : threads) {
      thread.join();
    }
    return answers.sum() * (double) TimeUnit.SECONDS.toNanos(1) / (System.nanoTime() - begin);
  }

  private void connection(long end, LongAdder answers) {
    var more = headers.isEmpty() ? "" : String.join("\r\n", headers) + "\r\n";
    byte[] request =
        ("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\n" + more + "\r\n")
            .getBytes(StandardCharsets.ISO_8859_1);
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setTcpNoDelay(true);
      var in = new BufferedInputStream(socket.getInputStream(), 64 << 10);
      while (System.nanoTime() < end) {
        socket.getOutputStream().write(request);
        in.skipNBytes(bodyLength(in));
        answers.increment();
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** Reads a head and returns the length of the body. */
  private static int bodyLength(InputStream in) throws IOException {
    var head = new StringBuilder();
    while (head.length() < 4 || head.indexOf("\r\n\r\n", head.length() - 4) < 0) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("closed in the middle of a head");
      }
      head.append((char) next);
    }
    for (var line : head.toString().split("\r\n", -1)) {
      if (line.regionMatches(true, 0, "Content-Length:", 0, 15)) {
        return Integer.parseInt(line.substring(15).strip());
      }
    }
    return 0;
  }
}

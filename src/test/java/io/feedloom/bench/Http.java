package io.feedloom.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Sends plain requests to loopback. */
final class Http {
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private Http() {}

  static HttpResponse<byte[]> get(String url, String... headers)
      throws IOException, InterruptedException {
    var request = HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofSeconds(60));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return CLIENT.send(request.build(), BodyHandlers.ofByteArray());
  }

  /** Sends a POST without a body. */
  static void post(String url, String... headers) throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(URI.create(url))
            .timeout(Duration.ofSeconds(60))
            .headers(headers)
            .POST(HttpRequest.BodyPublishers.noBody());
    int status = CLIENT.send(request.build(), BodyHandlers.discarding()).statusCode();
    if (status >= 300) {
      throw new IOException(url + " answered " + status);
    }
  }

  static String text(String url) throws IOException, InterruptedException {
    return new String(get(url).body(), StandardCharsets.UTF_8);
  }

  /** Returns a port that was free a moment ago. */
  static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /**
   * Waits until an address answers 200.
   *
   * @return the time of that by {@link System#nanoTime()}
   */
  static long awaitReady(int port, String path, Child child) throws InterruptedException {
    long end = System.nanoTime() + Duration.ofMinutes(2).toNanos();
    while (System.nanoTime() < end) {
      if (answers(port, path)) {
        return System.nanoTime();
      }
      if (!child.isAlive()) {
        throw new IllegalStateException("the process ended before it was ready");
      }
      Thread.sleep(2);
    }
    throw new IllegalStateException("not ready within two minutes");
  }

  /**
   * Returns whether an address answers 200. Uses a bare socket, because the first request of the
   * JDK's client takes longer than a start.
   */
  private static boolean answers(int port, String path) {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(5000);
      var request = "GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      var head = new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
      return head.equals("HTTP/1.1 200");
    } catch (IOException e) {
      return false; // it does not listen yet
    }
  }
}

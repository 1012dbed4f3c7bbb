package io.feedloom.serve;

import static org.assertj.core.api.Assertions.assertThat;

import io.feedloom.feed.Entry;
import io.feedloom.serve.http.ServerLimits;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Clients that are slow. If the server does not end them, the timeout fails the test. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SlowClientsTest {
  private static final Duration SHORT_LIMIT = Duration.ofMillis(400);
  private static final ServerLimits LIMITS =
      new ServerLimits(
          50, 3, SHORT_LIMIT, Duration.ofSeconds(30), SHORT_LIMIT, Duration.ofSeconds(15));

  /** More bytes than the network buffers for a client that reads nothing. */
  private static final int LONG_TEXT = 12 << 20;

  @TempDir private Path folder;
  private Served served;

  @BeforeEach
  void serve() {
    var feeds = "feeds: [{ id: a, url: 'http://a.example/' }]\n";
    served = new Served(folder, feeds, LIMITS, null);
  }

  @AfterEach
  void close() {
    served.close();
  }

  private Socket connect() throws IOException {
    return new Socket(InetAddress.getLoopbackAddress(), URI.create(served.base()).getPort());
  }

  private static void send(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
  }

  /** Sends single bytes until the server closes the connection. */
  private static void dripUntilClosed(Socket socket) throws InterruptedException {
    try {
      while (true) {
        send(socket, "x");
        Thread.sleep(50);
      }
    } catch (IOException e) {
      // The server has closed it.
    }
  }

  @Test
  void endlessHeaderIsCutOff() throws IOException, InterruptedException {
    try (var socket = connect()) {
      send(socket, "GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ");
      dripUntilClosed(socket);
    }
    assertThat(served.get("/health/live").statusCode()).isEqualTo(200);
  }

  @Test
  void endlessBodyIsCutOff() throws IOException, InterruptedException {
    try (var socket = connect()) {
      send(
          socket,
          """
          POST /api/v1/reload HTTP/1.1
          Host: x
          Authorization: Bearer letmein
          Content-Length: 100000

          """
              .replace("\n", "\r\n"));
      dripUntilClosed(socket);
    }
    assertThat(served.get("/health/live").statusCode()).isEqualTo(200);
  }

  @Test
  void closedConnectionsReleaseTheirPlaces() throws InterruptedException {
    for (int i = 0; i < 5 * LIMITS.connections(); i++) {
      while (!isAnswered(i % 2 == 0 ? "Connection: close\r\n" : "")) {
        Thread.sleep(10); // The server notices the end of a connection a little later.
      }
    }
  }

  private boolean isAnswered(String header) {
    try (var socket = connect()) {
      send(socket, "GET /health/live HTTP/1.1\r\nHost: x\r\n" + header + "\r\n");
      return socket.getInputStream().read() == 'H';
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void idleConnectionIsClosed() throws IOException {
    try (var socket = connect()) {
      assertThat(socket.getInputStream().read()).isEqualTo(-1);
    }
  }

  @Test
  void listenersThatReadNothingAreDisconnected() throws IOException, InterruptedException {
    try (var _ = new Listener(served, "/api/v1/events");
        var _ = new Listener(served, "/api/v1/events");
        var _ = new Listener(served, "/api/v1/events")) {
      assertThat(served.get("/api/v1/events").statusCode()).isEqualTo(503);
      served.arrive("a", Entry.builder("1").title("Long").content("x".repeat(LONG_TEXT)).build());

      try (var next = listenWhenThereIsRoom()) {
        served.arrive("a", "After", 10);
        assertThat(next.next("data:")).contains("After");
      }
    }
  }

  private Listener listenWhenThereIsRoom() throws InterruptedException {
    while (true) {
      try {
        return new Listener(served, "/api/v1/events");
      } catch (IOException | AssertionError e) {
        Thread.sleep(50);
      }
    }
  }

  @Test
  void waitingListenerStaysConnected() throws IOException, InterruptedException {
    try (var listener = new Listener(served, "/api/v1/events")) {
      Thread.sleep(3 * SHORT_LIMIT.toMillis());
      served.arrive("a", "Late", 10);
      assertThat(listener.event()).contains("Late");
    }
  }

  @Test
  void tooLongAddressIsRefused() {
    assertThat(served.get("/feed.atom?q=" + "x".repeat(100_000)).statusCode()).isIn(414, 431);
  }
}

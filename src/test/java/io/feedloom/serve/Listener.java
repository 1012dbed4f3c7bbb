package io.feedloom.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** A listener of events. Its reads block until the server ends the stream. */
public final class Listener implements AutoCloseable {
  private static final String LAST_CHUNK = "0";

  /** The receive buffer, in bytes, for a listener that reads nothing. */
  private static final int LITTLE = 1 << 14;

  private final Socket socket = new Socket();
  private final BufferedReader lines;

  public Listener(Served served, String path) throws IOException {
    this(served, path, "");
  }

  /** Reconnects with the id of the last event. */
  public Listener(Served served, String path, String lastEventId) throws IOException {
    this(URI.create(served.base()).getPort(), path, lastEventId);
  }

  /** Connects to a server on this port. */
  public Listener(int port, String path, String lastEventId) throws IOException {
    socket.setReceiveBufferSize(LITTLE);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    socket.setSoTimeout(30_000);
    var request =
        "GET " + path + " HTTP/1.1\r\nHost: x\r\nLast-Event-ID: " + lastEventId + "\r\n\r\n";
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    lines =
        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    try {
      assertThat(next("HTTP/1.1")).contains("200");
      assertThat(next("Content-Type")).contains("text/event-stream");
      next(": listening");
    } catch (IOException | AssertionError e) {
      socket.close();
      throw e;
    }
  }

  /**
   * Returns the next line with this beginning. A chunk of length 0 ends the stream, not the
   * connection.
   */
  public String next(String beginning) throws IOException {
    for (var line = lines.readLine();
        line != null && !line.equals(LAST_CHUNK);
        line = lines.readLine()) {
      if (line.startsWith(beginning)) {
        return line;
      }
    }
    throw new IOException("the server ended the stream");
  }

  /** Returns all lines of the next event. */
  public String event() throws IOException {
    var event = new StringBuilder();
    do {
      event.setLength(0);
      for (var line = next(""); !line.isEmpty(); line = next("")) {
        event.append(isField(line) ? line + '\n' : "");
      }
    } while (!event.toString().contains("event:"));
    return event.toString();
  }

  /** Returns whether a line belongs to an event rather than to the transfer. */
  private static boolean isField(String line) {
    return line.startsWith("id: ") || line.startsWith("event: ") || line.startsWith("data: ");
  }

  /** Returns the next id. */
  public String id() throws IOException {
    return next("id: ").substring(4);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}

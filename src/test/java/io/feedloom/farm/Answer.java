package io.feedloom.farm;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/** A publisher's answer to a request: an ordinary response, or a misbehaviour of real servers. */
@FunctionalInterface
public interface Answer {
  /**
   * Sends the answer. *
   *
   * @return whether the connection stays open for another request
   */
  boolean to(Socket socket, OutputStream out) throws IOException, InterruptedException;

  /** Returns a complete response with its {@code Content-Length}, built once. */
  static Answer of(int status, Map<String, String> headers, byte[] body) {
    return bytes(response(status, headers, body));
  }

  /** Returns a complete response with a text in UTF-8. */
  static Answer of(int status, Map<String, String> headers, String body) {
    return of(status, headers, body.getBytes(StandardCharsets.UTF_8));
  }

  /** Returns a 200 with an RSS body. */
  static Answer feed(String body) {
    return of(200, Map.of("Content-Type", "application/rss+xml"), body);
  }

  /**
   * Returns a 200 with an RSS body and its validator, or a 304 for a client that sends the
   * validator.
   */
  static Answer feed(Request request, String etag, String body) {
    return request.header("If-None-Match").filter(etag::equals).isPresent()
        ? of(304, Map.of("ETag", etag), "")
        : of(200, Map.of("Content-Type", "application/rss+xml", "ETag", etag), body);
  }

  /** Returns a redirect. */
  static Answer redirect(int status, Object location) {
    return of(status, Map.of("Location", location.toString()), "");
  }

  /** Returns an answer that sends any bytes and keeps the connection open. */
  static Answer bytes(byte[] bytes) {
    return (socket, out) -> {
      out.write(bytes);
      return true;
    };
  }

  /** Returns an answer that sends any text and closes the connection normally. */
  static Answer textThenClose(String text) {
    return (socket, out) -> {
      out.write(text.getBytes(StandardCharsets.ISO_8859_1));
      return false;
    };
  }

  /** Returns an answer that sends any text and resets the connection (RST, not FIN). */
  static Answer textThenReset(String text) {
    return (socket, out) -> {
      out.write(text.getBytes(StandardCharsets.ISO_8859_1));
      socket.setSoLinger(true, 0);
      return false;
    };
  }

  /** Returns an answer that only closes the connection. */
  static Answer closed() {
    return (socket, out) -> false;
  }

  /** Returns an answer that sends nothing until the client gives up. */
  static Answer silence() {
    return (socket, out) -> {
      socket.getInputStream().transferTo(OutputStream.nullOutputStream());
      return false;
    };
  }

  /** Returns an answer with a delay. */
  static Answer after(Duration delay, Answer answer) {
    return (socket, out) -> {
      Thread.sleep(delay);
      return answer.to(socket, out);
    };
  }

  /** Returns an answer that sends a complete response one byte at a time. */
  static Answer drip(byte[] response, Duration each) {
    return (socket, out) -> {
      for (byte one : response) {
        out.write(one);
        Thread.sleep(each);
      }
      return true;
    };
  }

  /** Returns a 200 with a chunk for each text (RFC 9112 section 7.1). */
  static Answer chunked(String... chunks) {
    var text = new StringBuilder("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
    for (var chunk : chunks) {
      var hex = Integer.toHexString(chunk.getBytes(StandardCharsets.UTF_8).length);
      text.append(hex).append("\r\n").append(chunk).append("\r\n");
    }
    return bytes(text.append("0\r\n\r\n").toString().getBytes(StandardCharsets.UTF_8));
  }

  /** Returns an answer with header lines without end. */
  static Answer endlessHeaders() {
    return endless("HTTP/1.1 200 OK\r\n", "X-More: and more\r\n".repeat(64));
  }

  /** Returns an answer with a body without length and end. */
  static Answer endlessBody(String piece) {
    return endless("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n", piece);
  }

  /**
   * Returns an answer that sends a beginning and then repeats a piece until the client disconnects.
   */
  static Answer endless(String beginning, String piece) {
    return (socket, out) -> {
      out.write(beginning.getBytes(StandardCharsets.ISO_8859_1));
      byte[] bytes = piece.getBytes(StandardCharsets.ISO_8859_1);
      while (!Thread.currentThread().isInterrupted()) {
        out.write(bytes);
      }
      return false;
    };
  }

  /** Returns the bytes of a response. Adds {@code Content-Length} if the headers have none. */
  static byte[] response(int status, Map<String, String> headers, byte[] body) {
    var head = new StringBuilder("HTTP/1.1 ").append(status).append(" Status\r\n");
    headers.forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
    if (status != 304 && !headers.containsKey("Content-Length")) {
      head.append("Content-Length: ").append(body.length).append("\r\n");
    }
    var response = new ByteArrayOutputStream(head.length() + 2 + body.length);
    response.writeBytes(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
    response.writeBytes(body);
    return response.toByteArray();
  }
}

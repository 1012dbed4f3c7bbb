package io.feedloom.farm;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/**
 * What a publisher does with a request: an ordinary response, or any of the ways in which servers
 * were seen to misbehave.
 */
@FunctionalInterface
public interface Answer {
  /**
   * Carries it out.
   *
   * @return whether the connection stays open for another request
   */
  boolean to(Socket socket, OutputStream out) throws IOException, InterruptedException;

  /** A complete response with its {@code Content-Length}, built once. */
  static Answer of(int status, Map<String, String> headers, byte[] body) {
    return bytes(response(status, headers, body));
  }

  /** A complete response with a text in UTF-8. */
  static Answer of(int status, Map<String, String> headers, String body) {
    return of(status, headers, body.getBytes(StandardCharsets.UTF_8));
  }

  /** 200 with an RSS body. */
  static Answer feed(String body) {
    return of(200, Map.of("Content-Type", "application/rss+xml"), body);
  }

  /** 200 with an RSS body and its validator, or 304 for a client that has it. */
  static Answer feed(Request request, String etag, String body) {
    return request.header("If-None-Match").filter(etag::equals).isPresent()
        ? of(304, Map.of("ETag", etag), "")
        : of(200, Map.of("Content-Type", "application/rss+xml", "ETag", etag), body);
  }

  /** A redirect. */
  static Answer redirect(int status, Object location) {
    return of(status, Map.of("Location", location.toString()), "");
  }

  /** Whatever bytes, after which the connection stays open. */
  static Answer bytes(byte[] bytes) {
    return (socket, out) -> {
      out.write(bytes);
      return true;
    };
  }

  /** Whatever text, after which the connection is closed in the usual way. */
  static Answer textThenClose(String text) {
    return (socket, out) -> {
      out.write(text.getBytes(StandardCharsets.ISO_8859_1));
      return false;
    };
  }

  /** Whatever text, after which the connection is reset (RST, not FIN). */
  static Answer textThenReset(String text) {
    return (socket, out) -> {
      out.write(text.getBytes(StandardCharsets.ISO_8859_1));
      socket.setSoLinger(true, 0);
      return false;
    };
  }

  /** Nothing but the end of the connection. */
  static Answer closed() {
    return (socket, out) -> false;
  }

  /** Nothing at all, until the client gives up. */
  static Answer silence() {
    return (socket, out) -> {
      socket.getInputStream().transferTo(OutputStream.nullOutputStream());
      return false;
    };
  }

  /** An answer after a while. */
  static Answer after(Duration delay, Answer answer) {
    return (socket, out) -> {
      Thread.sleep(delay);
      return answer.to(socket, out);
    };
  }

  /** A complete response, a byte at a time. */
  static Answer drip(byte[] response, Duration each) {
    return (socket, out) -> {
      for (byte one : response) {
        out.write(one);
        Thread.sleep(each);
      }
      return true;
    };
  }

  /** 200 with a chunk for each text (RFC 9112 section 7.1). */
  static Answer chunked(String... chunks) {
    var text = new StringBuilder("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
    for (var chunk : chunks) {
      var hex = Integer.toHexString(chunk.getBytes(StandardCharsets.UTF_8).length);
      text.append(hex).append("\r\n").append(chunk).append("\r\n");
    }
    return bytes(text.append("0\r\n\r\n").toString().getBytes(StandardCharsets.UTF_8));
  }

  /** A header line after the other, without end. */
  static Answer endlessHeaders() {
    return endless("HTTP/1.1 200 OK\r\n", "X-More: and more\r\n".repeat(64));
  }

  /** A body without length and end. */
  static Answer endlessBody(String piece) {
    return endless("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n", piece);
  }

  /** A beginning, and then the same again and again until the client goes. */
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

  /** The bytes of a response. {@code Content-Length} is set where the headers do not set it. */
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

package io.feedloom.farm;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Reads the requests of one connection. */
final class RequestReader {
  private final InputStream in;
  private byte[] buffer = new byte[2048];
  private int start;
  private int end;

  RequestReader(InputStream in) {
    this.in = in;
  }

  /** Returns the next request; empty if the client closed the connection. */
  Optional<Request> next() throws IOException {
    int scanned = start;
    while (true) {
      int blank = blankLine(scanned);
      if (blank >= 0) {
        var text = new String(buffer, start, blank + 2 - start, StandardCharsets.ISO_8859_1);
        start = blank + 4;
        return Optional.of(request(text));
      }
      int seen = end - start;
      if (!fill()) {
        return Optional.empty();
      }
      scanned = Math.max(start, start + seen - 3);
    }
  }

  private Request request(String text) throws IOException {
    int line = text.indexOf("\r\n");
    int method = text.indexOf(' ');
    int target = text.indexOf(' ', method + 1);
    var plain =
        new Request(
            text.substring(0, method),
            text.substring(method + 1, target),
            text.substring(line + 2),
            "");
    if (plain.method().equals("GET")) {
      return plain;
    }
    int length = plain.header("Content-Length").map(Integer::parseInt).orElse(0);
    return new Request(plain.method(), plain.target(), plain.head(), body(length));
  }

  private String body(int length) throws IOException {
    boolean more = true;
    while (more && end - start < length) {
      more = fill();
    }
    int size = Math.min(length, end - start);
    var body = new String(buffer, start, size, StandardCharsets.ISO_8859_1);
    start += size;
    return body;
  }

  private int blankLine(int from) {
    for (int i = from; i + 3 < end; i++) {
      if (buffer[i] == '\r'
          && buffer[i + 1] == '\n'
          && buffer[i + 2] == '\r'
          && buffer[i + 3] == '\n') {
        return i;
      }
    }
    return -1;
  }

  /** Reads more bytes, after removing consumed ones from the buffer. */
  private boolean fill() throws IOException {
    if (start == end) {
      start = 0;
      end = 0;
    } else if (end == buffer.length) {
      var roomy = end - start > buffer.length / 2 ? new byte[buffer.length * 2] : buffer;
      System.arraycopy(buffer, start, roomy, 0, end - start);
      buffer = roomy;
      end -= start;
      start = 0;
    }
    int read = in.read(buffer, end, buffer.length - end);
    end += Math.max(read, 0);
    return read > 0;
  }
}

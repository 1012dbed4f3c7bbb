package io.feedloom.farm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class PublisherTest {

  @Test
  void severalRequestsShareAConnectionEvenInOnePacket() throws IOException {
    try (var publisher = Publisher.start();
        var socket = new Socket(InetAddress.getLoopbackAddress(), publisher.port())) {
      publisher.on("/a", Answer.feed("one")).on("/b", request -> Answer.feed(request.body()));
      var asked =
          """
          GET /a?x=1 HTTP/1.1
          Host: here

          POST /b HTTP/1.1
          Host: here
          content-length: 3

          twoGET /c HTTP/1.1
          Host: here
          If-None-Match: "v1"
          if-none-match: "v2"

          """;
      socket.getOutputStream().write(asked.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8));
      socket.shutdownOutput();

      var answered = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(answered).contains("\r\n\r\noneHTTP/1.1 200", "\r\n\r\ntwoHTTP/1.1 404");
      assertThat(publisher.connections()).isEqualTo(1);
      assertThat(publisher.requests()).extracting(Request::path).containsExactly("/a", "/b", "/c");
      assertThat(publisher.requests("/c").getFirst().header("IF-NONE-MATCH"))
          .contains("\"v1\", \"v2\"");
    }
  }

  @Test
  void clientWithTheFeedGetsA304() throws IOException {
    var request = new Request("GET", "/", "If-None-Match: \"v1\"\r\n", "");
    try (var publisher = Publisher.start();
        var socket = new Socket(InetAddress.getLoopbackAddress(), publisher.port())) {
      publisher.on("/", it -> Answer.feed(it, "\"v1\"", "<rss/>"));
      var asked = "GET / HTTP/1.1\r\n" + request.head() + "\r\n";
      socket.getOutputStream().write(asked.getBytes(StandardCharsets.UTF_8));
      socket.shutdownOutput();

      var answered = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(answered)
          .startsWith("HTTP/1.1 304 ")
          .contains("ETag: \"v1\"")
          .endsWith("\r\n\r\n");
    }
  }
}

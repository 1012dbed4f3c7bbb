package io.feedloom.fetch;

import static io.feedloom.fetch.FetcherTest.assertFailed;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.feedloom.farm.Answer;
import io.feedloom.farm.Publisher;
import io.feedloom.feed.Fetched;
import io.feedloom.feed.Fetched.Fresh;
import io.feedloom.feed.Fetched.Reason;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How a body is unpacked, whatever its server says of that. */
class FetcherCodingsTest {
  private static final byte[] FEED =
      ("<rss>" + "hello, world ".repeat(2000) + "</rss>").getBytes(UTF_8);

  /** Short enough that a compression is all in one block. */
  private static final byte[] SHORT = "<rss><title>ü</title></rss>".getBytes(UTF_8);

  private final Publisher publisher = Publisher.start();
  private final Fetcher fetcher = Loopback.resolving(host -> Loopback.addresses(host));

  @AfterEach
  void close() {
    fetcher.close();
    publisher.close();
  }

  private Fetched fetch(byte[] body) {
    publisher.on("/feed", Answer.of(200, Map.of("Content-Type", "text/xml"), body));
    return fetch();
  }

  private Fetched fetch(String contentEncoding, byte[] body) {
    publisher.on("/feed", Answer.of(200, Map.of("Content-Encoding", contentEncoding), body));
    return fetch();
  }

  private Fetched fetch() {
    return fetcher.fetch(Fetcher.Request.first(publisher.uri("/feed")), Loopback.SETTINGS);
  }

  private static void assertRead(Fetched fetched, byte[] body) {
    assertThat(fetched).isInstanceOf(Fresh.class);
    assertThat(((Fresh) fetched).body()).isEqualTo(body);
    assertThat(((Fresh) fetched).damage()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "gzip, gzip",
    "x-gzip, gzip",
    "GZIP, gzip",
    "' gzip ', gzip",
    "gzip;q=1, gzip",
    "\"gzip\", gzip",
    "deflate, deflate",
    "Deflate, raw deflate",
    "x-deflate, raw deflate",
    "x-deflate, deflate",
    "zlib, deflate",
    "br, br",
    "brotli, br",
    "zstd, zstd"
  })
  void announcedCompressionIsDecoded(String announced, String coding) {
    assertRead(fetch(announced, Packed.pack(coding, FEED)), FEED);
    assertRead(fetch(announced, Packed.pack(coding, SHORT)), SHORT);
    assertThat(publisher.connections()).as("the connection is kept").isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "aws-chunked",
        "UTF-8",
        "none",
        "identity",
        "text/xml",
        "utf-8, identity",
        "",
        ",",
        "null",
        "binary",
        "7bit",
        "chunked",
        "compress",
        "br-dcb"
      })
  void unknownNamesOfCodingsAreIgnored(String announced) {
    assertRead(fetch(announced, FEED), FEED);
    assertRead(fetch(announced, Packed.pack("gzip", FEED)), FEED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"br,aws-chunked", "aws-chunked, br", "identity, BR, utf-8"})
  void knownCodingsBesideUnknownNamesAreDecoded(String announced) {
    assertRead(fetch(announced, Packed.pack("br", FEED)), FEED);
  }

  @Test
  void twoCodingsAreTakenOffInTheirOrder() {
    assertRead(fetch("gzip, br", Packed.pack("br", Packed.pack("gzip", FEED))), FEED);
    assertRead(fetch("br, gzip", Packed.pack("gzip", Packed.pack("br", FEED))), FEED);
    assertRead(
        fetch("deflate, deflate", Packed.pack("raw deflate", Packed.pack("raw deflate", FEED))),
        FEED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "deflate", "raw deflate", "br", "zstd"})
  void unannouncedCodingIsDecoded(String coding) {
    assertRead(fetch(Packed.pack(coding, FEED)), FEED);
    assertRead(fetch(Packed.pack(coding, SHORT)), SHORT);
  }

  @ParameterizedTest
  @CsvSource({"gzip, gzip", "gzip, deflate", "zstd, gzip", "br, gzip", "deflate, zstd"})
  void twoUnannouncedLayersAreDecoded(String inner, String outer) {
    assertRead(fetch(Packed.pack(outer, Packed.pack(inner, FEED))), FEED);
  }

  @ParameterizedTest
  @CsvSource({"gzip, br", "br, gzip", "gzip, zstd", "zstd, deflate", "deflate, br"})
  void anotherCompressionThanTheAnnouncedIsUndone(String announced, String applied) {
    assertRead(fetch(announced, Packed.pack(applied, FEED)), FEED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "deflate", "br", "zstd", "gzip, br", "deflate, gzip"})
  void announcedButMissingCompressionIsIgnored(String announced) {
    assertRead(fetch(announced, FEED), FEED);
    assertRead(fetch(announced, SHORT), SHORT);
    assertRead(
        fetch(announced, "{\"items\":[]}".getBytes(UTF_8)), "{\"items\":[]}".getBytes(UTF_8));
    byte[] wide = "\ufeff<rss/>".getBytes(java.nio.charset.StandardCharsets.UTF_16LE);
    assertRead(fetch(announced, wide), wide);
  }

  static Stream<byte[]> whatIsBehind() {
    return Stream.of(
        new byte[1],
        new byte[5000],
        "\n<!-- cached -->".getBytes(UTF_8),
        HexFormat.of().parseHex("1f8b"),
        HexFormat.of().parseHex("1f8b0800000000000003ff"));
  }

  @ParameterizedTest
  @MethodSource("whatIsBehind")
  void bytesAfterGzipDoNotLoseTheDocument(byte[] behind) {
    byte[] packed = Packed.pack("gzip", FEED);
    byte[] body = Arrays.copyOf(packed, packed.length + behind.length);
    System.arraycopy(behind, 0, body, packed.length, behind.length);

    assertThat(((Fresh) fetch("gzip", body)).body()).isEqualTo(FEED);
    assertThat(((Fresh) fetch(body)).body()).isEqualTo(FEED);
  }

  @Test
  void gzipMayHaveSeveralMembersInSeveralPackets() {
    byte[] first = Packed.pack("gzip", Arrays.copyOf(FEED, 100));
    byte[] second = Packed.pack("gzip", Arrays.copyOfRange(FEED, 100, FEED.length));
    publisher.on(
        "/feed",
        (socket, out) -> {
          out.write("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n".getBytes(UTF_8));
          for (byte[] member : new byte[][] {first, second}) {
            out.write(member);
            out.flush();
            Thread.sleep(50);
          }
          return false;
        });

    assertRead(fetch(), FEED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "deflate", "zstd"})
  void bytesBeforeABreakAreKept(String coding) {
    var numbers = IntStream.range(0, 100_000).mapToObj(String::valueOf);
    byte[] packed = Packed.pack(coding, numbers.collect(joining(" ", "<rss>", "")).getBytes(UTF_8));

    var fresh = (Fresh) fetch(coding, Arrays.copyOf(packed, packed.length - 3));

    assertThat(new String(fresh.body(), UTF_8)).startsWith("<rss>0 1 2").contains(" 50000 ");
    assertThat(fresh.damage().orElseThrow()).contains(coding, "cannot be decoded to its end");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1f8b08",
        "1f8b0800000000000003",
        "1f8b0800000000000003ffffffffffff",
        "789cffffffff",
        "78daffffffff",
        "28b52ffdffffffffff"
      })
  void bodyThatOnlyBeginsLikeACodingIsAFailure(String hex) {
    assertFailed(fetch(HexFormat.of().parseHex(hex)), Reason.PROTOCOL, "cannot be decoded");
  }

  @ParameterizedTest
  @CsvSource({
    "1f9d90, compress",
    "425a6839314159, bzip2",
    "fd377a585a000004, xz",
    "504b030414, zip",
    "ff44434200, dcb"
  })
  void unsupportedCodingIsAFailureThatNamesIt(String hex, String name) {
    assertFailed(
        fetch(HexFormat.of().parseHex(hex)), Reason.PROTOCOL, name, "Feedloom does not accept");
  }

  @ParameterizedTest
  @ValueSource(strings = {"br", "gzip", "deflate"})
  void announcedCodingOfUnreadableBytesIsAFailure(String announced) {
    assertFailed(
        fetch(announced, HexFormat.of().parseHex("ff00ff00ff00ff00")),
        Reason.PROTOCOL,
        announced,
        "cannot be decoded as that");
  }

  @Test
  void textThatBeginsLikeZlibIsText() {
    assertRead(fetch("x^2 is no feed".getBytes(UTF_8)), "x^2 is no feed".getBytes(UTF_8));
  }

  @Test
  void moreLayersThanAnyServerAppliesAreRefused() {
    byte[] body = FEED;
    for (int i = 0; i < 4; i++) {
      body = Packed.pack("gzip", body);
    }

    assertFailed(fetch(body), Reason.PROTOCOL, "compressed more than 3 times");
  }

  /** The bomb has no end, so that this test cannot pass by reading all of it. */
  @ParameterizedTest
  @ValueSource(strings = {"gzip", "deflate", "br", "zstd"})
  void unannouncedBombStopsAtTheSizeLimit(String coding) {
    byte[] spaces = new byte[1 << 20];
    Arrays.fill(spaces, (byte) ' ');
    spaces[0] = '<';
    publisher.on(
        "/feed",
        (socket, out) -> {
          out.write("HTTP/1.1 200 OK\r\n\r\n".getBytes(UTF_8));
          try (var bomb = Packed.encoder(coding, out)) {
            while (!Thread.currentThread().isInterrupted()) {
              bomb.write(spaces);
              // Brotli makes so little of them that it would not send a byte for a long time.
              bomb.flush();
            }
          }
          return false;
        });

    assertFailed(fetch(), Reason.TOO_LARGE, "polling.max-size");
  }

  @Test
  void sizeLimitAppliesToEachLayer() {
    byte[] member = Packed.pack("gzip", new byte[0]);
    byte[] members = new byte[member.length << 20];
    for (int i = 0; i < 1 << 20; i++) {
      System.arraycopy(member, 0, members, i * member.length, member.length);
    }

    assertFailed(fetch(Packed.pack("gzip", members)), Reason.TOO_LARGE, "polling.max-size");
  }
}

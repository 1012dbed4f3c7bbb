package io.feedloom.serve.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.feedloom.feed.AddressBlock;
import java.net.InetAddress;
import java.util.List;
import org.eclipse.jetty.http.HttpFields;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ForwardingTest {
  private static final InetAddress PROXY = InetAddress.ofLiteral("10.0.0.1");
  private static final List<AddressBlock> TRUSTED =
      List.of(AddressBlock.parse("10.0.0.0/8"), AddressBlock.parse("fd00::/8"));

  private static Forwarding read(String... fields) {
    var headers = HttpFields.build();
    for (int i = 0; i < fields.length; i += 2) {
      headers.add(fields[i], fields[i + 1]);
    }
    return Forwarding.of(PROXY, TRUSTED, headers);
  }

  @Test
  void fieldsOfAnUntrustedPeerAreIgnored() {
    var headers =
        HttpFields.build()
            .add("X-Forwarded-For", "192.0.2.1")
            .add("X-Forwarded-Prefix", "/planet")
            .add("Forwarded", "for=192.0.2.1;host=example.org");

    assertThat(Forwarding.of(InetAddress.ofLiteral("192.0.2.9"), TRUSTED, headers))
        .isEqualTo(Forwarding.NONE);
    assertThat(Forwarding.of(PROXY, List.of(), headers)).isEqualTo(Forwarding.NONE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "192.0.2.1                         | 192.0.2.1",
        "192.0.2.1, 10.1.1.1               | 192.0.2.1",
        "198.51.100.7, 192.0.2.1           | 192.0.2.1",
        "198.51.100.7, 192.0.2.1, 10.1.1.1 | 192.0.2.1",
        "10.2.2.2, 10.1.1.1                | 10.2.2.2",
        "192.0.2.1:4711                    | 192.0.2.1",
        "2001:db8::1                       | 2001:db8:0:0:0:0:0:1",
        "[2001:db8::1]:4711                | 2001:db8:0:0:0:0:0:1",
        "2001:db8::1, fd00::1              | 2001:db8:0:0:0:0:0:1",
        "unknown, 10.1.1.1                 | 10.1.1.1",
        "evil.example                      | ",
        "''                                | "
      })
  void clientIsTheLastUntrustedAddress(String field, String client) {
    assertThat(read("X-Forwarded-For", field).client().map(InetAddress::getHostAddress))
        .isEqualTo(java.util.Optional.ofNullable(client));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "for=192.0.2.1;proto=https;host=example.org                     | 192.0.2.1 | https |"
            + " example.org",
        "For=\"[2001:db8::1]:80\";Proto=HTTPS;Host=\"example.org:8443\" | 2001:db8:0:0:0:0:0:1 |"
            + " https | example.org:8443",
        "for=198.51.100.7;host=evil.example, for=192.0.2.1;host=a.example, for=10.1.1.1;host=inner"
            + " | 192.0.2.1 | | a.example",
        "for=\"_a;host=evil.example\";host=a.example                    | | | a.example",
        "for=192.0.2.1;host=\"[::1]:8080\"                              | 192.0.2.1 | |"
            + " [::1]:8080",
        "for=192.0.2.1;host=[::1                                        | 192.0.2.1 | | ",
        "for=\"192.0.2.1                                                | | | ",
        ";;=;host=;for==;proto=javascript                               | | | ",
        "for=_hidden;proto=https                                         | | https | ",
        "for=192.0.2.1;host=\"<script>\"                                 | 192.0.2.1 | | ",
        "nonsense                                                        | | | "
      })
  void forwardedFieldIsReadAsFarAsProxiesAreTrusted(
      String field, String client, String scheme, String host) {
    var read = read("Forwarded", field);

    assertThat(read.client().map(InetAddress::getHostAddress).orElse(null)).isEqualTo(client);
    assertThat(read.scheme().orElse(null)).isEqualTo(scheme);
    assertThat(read.host().orElse(null)).isEqualTo(host);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/planet        | /planet",
        "/planet/       | /planet",
        "/a/b           | /a/b",
        "/one, /two     | /two",
        "/              | ",
        "planet         | ",
        "//evil.example | ",
        "/a?x=1         | ",
        "/\"><script>   | "
      })
  void onlyAPathIsAcceptedAsPrefix(String field, String prefix) {
    assertThat(read("X-Forwarded-Prefix", field).prefix().orElse(null)).isEqualTo(prefix);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "example.org      | 8443 | example.org:8443",
        "example.org      | 443  | example.org",
        "example.org:8080 | 8443 | example.org:8080",
        "[2001:db8::1]    | 8443 | [2001:db8::1]:8443",
        "a.example, b.example | | b.example",
        "exa mple         | | ",
        "example.org/x    | | "
      })
  void hostHasThePortThatClientsUse(String host, String port, String whole) {
    var read =
        port == null
            ? read("X-Forwarded-Host", host)
            : read("X-Forwarded-Host", host, "X-Forwarded-Port", port);

    assertThat(read.host().orElse(null)).isEqualTo(whole);
  }

  @Test
  void xForwardedFieldsWinOverForwarded() {
    var read = read("Forwarded", "for=198.51.100.7", "X-Forwarded-For", "192.0.2.1");

    assertThat(read.client()).contains(InetAddress.ofLiteral("192.0.2.1"));
  }
}
